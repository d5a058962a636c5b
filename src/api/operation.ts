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
   * person's session and nothing else, because a key opens no account; `none`.
   */
  readonly auth: 'key' | 'session' | 'public' | 'account' | 'none';

  /** `visitor`: the proxy may be told to expose it. `operator`: only through the owner's hook. */
  readonly audience: 'visitor' | 'operator';

  /** Where the workspace's id goes, and under which name. The caller never has to give it. */
  readonly workspace?: { readonly in: 'query' | 'body'; readonly as: string };

  /** The names of the query parameters; whatever is neither in the path nor here is the body. */
  readonly query?: readonly string[];

  /**
   * For lists that come in pages: the query parameter that takes the id of the last item one has got,
   * and how many items there are on a page unless `limit` says so.
   */
  readonly paging?: { readonly after: string; readonly size: number };

  /** The request's body; absent when there is none. */
  readonly body?: 'json' | 'form';

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
    readonly sees: readonly string[];
    /** Fields seen only where the record says so: field → the boolean field that must be true. */
    readonly seesIf?: Readonly<Record<string, string>>;
  };

  /** Not in the API's documents: the platform has it, a foreign upstream is not expected to. */
  readonly extension?: true;
}

/** What is counted: chat turns, checkouts, characters of speech. */
export type Budget = 'chat' | 'checkout' | 'speech';

/** The operations of one resource, by verb. */
export type Resource = Readonly<Record<string, Operation>>;

export const defaultDeadline = 10_000;
