/**
 * One documented request of one of the two APIs, as plain data. Client, proxy, platform, mocks and
 * documents all read the same description; there is no second list of endpoints.
 */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

  /** Below the API's base URL. `{id}` stands for one segment, `{*key}` for a list of segments. */
  readonly path: string;

  /**
   * What the API asks for: a workspace `key` or a session; a `session` of a person, for which the
   * platform also takes the key; `public` embed routes (key, but made for pages); `account`, a
   * person's session and nothing else, because a key opens no account; an `agent`'s public token,
   * while its owner lets everybody talk to it, or what `key` takes; `none`.
   */
  readonly auth: 'key' | 'session' | 'public' | 'account' | 'agent' | 'none';

  /** `visitor`: the proxy may be told to expose it. `operator`: only through the owner's hook. */
  readonly audience: 'visitor' | 'operator';

  /** Where the workspace's id goes, and under which name. The caller never has to give it. */
  readonly workspace?: { readonly in: 'query' | 'body'; readonly as: string };

  /** The names of the query parameters; whatever is neither in the path nor here is the body. */
  readonly query?: readonly string[];

  /** Who has none of what is listed may also be answered with 404. */
  readonly noneIs404?: true;

  /**
   * What stands behind the path has an interface of its own: any query and any JSON body are passed on
   * as they are.
   */
  readonly forwards?: true;

  /**
   * For lists that come in pages: a `cursor`, with which each page says where the next one is (`size`
   * asks for so many items); or the query parameter that takes the id of the last item one has got, and
   * how many items there are on a page unless `limit` says so.
   */
  readonly paging?: 'cursor' | { readonly after: string; readonly size: number };

  /** The request's body; absent when there is none. */
  readonly body?: 'json' | 'form';

  /**
   * Sent again with the same `Idempotency-Key`, it is answered as it was the first time. An extension: an
   * upstream may not know it.
   */
  readonly repeatable?: true;

  /** The largest file that a form may bring, in bytes. Without it, none. */
  readonly largest?: number;

  readonly answer: 'json' | 'binary' | 'stream';

  /**
   * Who asks with `Accept: text/event-stream` gets the `json` answer piece by piece, as the events that
   * the schemas describe. An extension: whoever asks must also take the JSON.
   */
  readonly streams?: true;

  /** The media types that a `binary` or `stream` answer may have. */
  readonly types?: readonly string[];

  /** Status of success. 200 when absent. */
  readonly status?: 201;

  /** What one call takes from a visitor's budget: one, or one for every character of a field. */
  readonly cost?: { readonly budget: Budget; readonly per?: string };

  /** Seconds for which a shared answer may be kept. */
  readonly cache?: number;

  /**
   * How long the upstream may take, in milliseconds, until a JSON answer is complete or a binary one
   * begins; 10,000 when absent. The proxy waits 2 s more, the client 5 s more, so that the party
   * nearest to the fault tells of it.
   */
  readonly deadline?: number;

  /** For visitor operations: the fields that a visitor may send (outside the path) and may see. */
  readonly visitor?: {
    readonly sends: readonly string[];
    /**
     * Texts of the body of which visitors may send less than those with a key: not nothing, and at most so
     * many characters, without white space around them.
     */
    readonly longest?: Readonly<Record<string, number>>;
    readonly sees: readonly string[];
    /** Fields seen only where the record says so: field → the boolean field that must be true. */
    readonly seesIf?: Readonly<Record<string, string>>;
    /** What is seen of the records within a field; an address (`links`) only if it is one of the web. */
    readonly seesWithin?: Readonly<
      Record<string, { readonly sees: readonly string[]; readonly links?: readonly string[] }>
    >;
    /**
     * Fields of the body that are ids. What goes upstream is made of the visitor's token, so that nobody
     * reaches what is somebody else's.
     */
    readonly ids?: Readonly<Record<string, IdKind>>;
  };

  /** Not in the API's documents: the platform has it, a foreign upstream is not expected to. */
  readonly extension?: true;
}

/**
 * A `conversation` is there where the visitor names one, an extension; a `room` always, of whatever name,
 * for each of the visitor's partners; `user` is the visitor and nobody else, whatever is sent.
 */
export type IdKind = 'conversation' | 'room' | 'user';

/** What is counted: chat turns, checkouts, characters of speech. */
export type Budget = 'chat' | 'checkout' | 'speech';

/** The operations of one resource, by verb. */
export type Resource = Readonly<Record<string, Operation>>;

export const defaultDeadline = 10_000;
