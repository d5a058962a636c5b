import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request, letter for letter: `fetch` would tidy up its path. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  /** Sent in pieces, without a length. */
  readonly chunked?: boolean;
  /** The address of this machine that the request comes from. */
  readonly from?: string;
  /** When the visitor leaves. */
  readonly signal?: AbortSignal;
  /** Leaves with a reset of the connection instead of its end. */
  readonly reset?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const shop = 'https://shop.example';

/** Sends a request on a connection of its own, from the allowed shop unless it says otherwise. */
export const open = (url: string, asked: Asked): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const body = asked.json === undefined ? asked.body : JSON.stringify(asked.json);
    const { Origin = shop, ...headers } = asked.headers ?? {};
    const request = httpRequest({
      hostname,
      port,
      path: asked.path,
      method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
      agent: false,
      headers: {
        ...(Origin !== '' && { Origin }),
        ...(asked.json !== undefined && { 'Content-Type': 'application/json' }),
        ...(body !== undefined && !asked.chunked && { 'Content-Length': Buffer.byteLength(body) }),
        ...headers,
      },
      ...(asked.from !== undefined && { localAddress: asked.from }),
    });
    asked.signal?.addEventListener('abort', () => {
      if (asked.reset) request.socket?.resetAndDestroy();
      else request.destroy();
    });
    request.on('response', resolve);
    request.on('error', reject);
    if (body !== undefined && asked.chunked) {
      request.write(body.slice(0, body.length / 2));
      request.end(body.slice(body.length / 2));
    } else request.end(body);
  });

export const ask = async (url: string, asked: Asked): Promise<Answered> => {
  const message = await open(url, asked);
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    body: await text(message.setEncoding('latin1')),
  };
};
