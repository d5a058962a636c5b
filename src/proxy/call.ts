import type { NamedOperation } from '../api/operations.ts';
import type { PathParameters } from '../http/path.ts';
import type { Exchange } from './exchange.ts';
import type { Forwarded } from './forwarded.ts';
import type { Pins } from './options.ts';
import type { RuntimeContext } from './runtime-context.ts';
import type { Settings } from './settings.ts';
import type { Span } from './telemetry.ts';
import type { Upload } from './upload.ts';
import type { Visitor } from './visitor-token.ts';

/** A request as it arrives: what is known before it is matched to an operation. */
export interface Arrival {
  readonly settings: Settings;
  readonly request: Request;
  readonly runtime: RuntimeContext;
  readonly url: URL;
  /** The path below the endpoint, with its leading slash. */
  readonly path: string;
  readonly requestId: string;
  /** As `addressKey` spells it. */
  readonly address: string | undefined;
  /** The `Origin` header. */
  readonly origin: string | undefined;
  /** What the log will say. Never a key, a body or a query. */
  readonly event: Record<string, unknown>;
  /** Headers for the answer, however the request ends. */
  readonly notes: Map<string, string>;
  /** Done before the answer goes out, however the request ends. */
  readonly beforeAnswer: (() => Promise<void>)[];
  /** Cleans up and writes the log, once: when the answer is out, or its stream is over. */
  readonly end: () => void;
  /** What `end` does before it writes the log. */
  readonly atEnd: (() => void)[];
}

/** What the upstream is asked for, checked. */
export interface Input {
  readonly params: PathParameters;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** The upstream's answer on its way to the visitor, checked and cut to what may be seen. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | ReadableStream<Uint8Array> | null;
}

/** An operation being called. Each step adds what it finds out for those after it. */
export interface Call extends Arrival {
  readonly operation: NamedOperation;
  readonly pins: Pins;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  input: Input;
  /** What the page sent, checked, before anything in it was replaced. */
  sent: Input;
  /** A form instead of a checked body. */
  upload: Upload | undefined;
  /** Query and body that are passed on as they are. */
  forwarded: Forwarded | undefined;
  visitor: Visitor | undefined;
  /** Gives back what was reserved, for a call that never reached the upstream. */
  refund: (() => Promise<void>) | undefined;
  upstream: { readonly response: Response; readonly exchange: Exchange } | undefined;
  answer: Answer | undefined;
  /** Keeps the answer for a repeated post. */
  remember: ((answer: Answer) => Promise<void>) | undefined;
  span: Span | undefined;
}

/** One step of the pipeline. A response ends the way through it; an `HttpError` does too. */
export type Step = (call: Call) => Response | undefined | Promise<Response | undefined>;

/** What an earlier step left: a step in the wrong place is a bug, and says so. */
export const left = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`no ${what} yet: the steps are out of order`);
  return value;
};
