import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { Agent, type Dispatcher } from 'undici';
import {
  decodedStreamOf,
  streamOf,
  terminated,
  type BodyStream,
  type Sink,
} from './body-stream.node.ts';

export interface UndiciFetchOptions {
  /**
   * Connections to one origin; what comes while all are in use waits. 256 by default, and as many for
   * what is asked for as it is (`Accept-Encoding: identity`) or sent as a stream.
   */
  readonly connections?: number | undefined;
  /** Until a connection is there, in milliseconds; 5 s by default. */
  readonly connectTimeout?: number | undefined;
}

export interface UndiciFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Cuts all connections, those in use as well. */
  readonly close: () => Promise<void>;
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** For upstreams that fall silent on a caller who gives no signal; milliseconds. */
const longestSilence = 300_000;

/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const bodiless = new Set([204, 205, 304]);

/** An answer from the network, as its type tells. */
class NetworkResponse extends Response {
  override get type(): ResponseType {
    return 'basic';
  }
}

const fill = (headers: Headers, fields: Fields): void => {
  for (const [name, values] of Object.entries(fields)) {
    if (typeof values === 'string') headers.append(name, values);
    else for (const value of values ?? []) headers.append(name, value);
  }
};

const bodyOf = (controller: Dispatcher.DispatchController, coding: Fields[string]): BodyStream =>
  (typeof coding === 'string' ? decodedStreamOf(controller, coding) : undefined) ??
  streamOf(controller);

/** One request, from its dispatch to the last byte of its answer. */
const handlerOf = (
  method: string,
  signal: AbortSignal | null | undefined,
  answered: (response: Response) => void,
  failed: (reason: unknown) => void,
): Dispatcher.DispatchHandler => {
  let request: Dispatcher.DispatchController | undefined;
  let body: Sink | undefined;
  const leave = (): void => {
    const reason: unknown = signal?.reason;
    failed(reason);
    body?.fail(reason);
    request?.abort(reason as Error);
  };
  const over = (): void => signal?.removeEventListener('abort', leave);
  signal?.addEventListener('abort', leave, { once: true });

  return {
    onRequestStart: (controller) => {
      request = controller;
      // It was given up while it waited for a connection.
      if (signal?.aborted) controller.abort(signal.reason as Error);
    },
    onResponseStart: (controller, status, fields) => {
      if (status < 200) return;
      const isBodiless = method === 'HEAD' || bodiless.has(status);
      const read = isBodiless ? undefined : bodyOf(controller, fields['content-encoding']);
      const response = new NetworkResponse(read?.stream, { status });
      fill(response.headers, fields);
      body = read?.sink;
      answered(response);
    },
    onResponseData: (_, bytes) => body?.write(bytes as Uint8Array<ArrayBuffer>),
    onResponseEnd: () => {
      over();
      body?.end();
    },
    onResponseError: (_, error) => {
      over();
      failed(new TypeError('fetch failed', { cause: error }));
      body?.fail(terminated(error));
    },
  };
};

/** Some hosts refuse a request that does not say who sends it. As `fetch` does, br is for https only. */
const sentHeaders = (given: HeadersInit | undefined, protocol: string): Headers => {
  const headers = new Headers(given);
  if (!headers.has('User-Agent')) headers.set('User-Agent', 'fae-widgets');
  if (!headers.has('Accept-Encoding')) {
    headers.set('Accept-Encoding', protocol === 'https:' ? 'br, gzip' : 'gzip');
  }
  return headers;
};

const sentBody = (body: BodyInit | null | undefined): string | Readable | null => {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (!(body instanceof ReadableStream)) throw new TypeError('Only text and streams can be sent.');
  const readable = Readable.from(body as NodeStream<Uint8Array>, { objectMode: false });
  // Given up before it has a connection, it would fail with nobody listening.
  return readable.on('error', () => undefined);
};

/**
 * `fetch` as far as a proxy needs it, at a fraction of its cost: with a pool of kept connections to
 * each origin, one request at a time on each. Redirects are never followed, whatever `redirect` says; a
 * body is text or a stream of bytes; `Content-Encoding` gzip, deflate and br are undone, and as with
 * `fetch` the header stays. Errors are those of `fetch`: the signal's reason, or a `TypeError` with the
 * system's error as `cause`.
 *
 * @example
 * const send = undiciFetch({ connections: 64 });
 * const response = await send('https://api.example/v1', { signal: AbortSignal.timeout(5_000) });
 */
export const undiciFetch = (options: UndiciFetchOptions = {}): UndiciFetch => {
  const pool = () =>
    new Agent({
      connections: options.connections ?? 256,
      connect: { timeout: options.connectTimeout ?? 5_000 },
      pipelining: 1,
      // Abort and backpressure act on a connection, which must not be shared.
      allowH2: false,
      headersTimeout: longestSilence,
      bodyTimeout: longestSilence,
    });
  const answers = pool();
  // Whoever takes or sends a file slowly holds its connection, and must not keep others waiting.
  const files = pool();

  const send = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      if (input instanceof Request) throw new TypeError('Give the address, not a Request.');
      const { origin, pathname, search, protocol } = new URL(input);
      const { method = 'GET', signal } = init;
      signal?.throwIfAborted();
      const body = sentBody(init.body);
      const headers = sentHeaders(init.headers, protocol);
      const isFile = headers.get('Accept-Encoding') === 'identity' || body instanceof Readable;
      const agent = isFile ? files : answers;
      agent.dispatch(
        {
          origin,
          path: pathname + search,
          method,
          headers,
          body,
          // Counted from the first byte on, and a large file may take longer.
          ...(body instanceof Readable && { headersTimeout: 0 }),
        },
        handlerOf(method, signal, resolve, reject),
      );
    });

  const close = async (): Promise<void> => {
    await Promise.all([answers.destroy(), files.destroy()]);
  };
  return Object.assign(send, { close });
};
