import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { NamedOperation } from '../../src/api/operations.ts';
import { arrive } from '../../src/proxy/arrive.ts';
import type { Call } from '../../src/proxy/call.ts';
import { createProxyWith, type Proxy } from '../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { defaultWaits, settingsOf, type Waits } from '../../src/proxy/settings.ts';
import { match } from '../../src/proxy/steps/match.ts';

export const key = 'sentinel-Key_0123456789abcdef';
export const workspace = 'aaaaaaaaaaaaaaaaaaaaaaaa';
export const id = '64b5f0c2a1d3e4f5a6b7c8d9';
/** Of the other API. */
export const fleekKey = 'sentinel-Fleek_0123456789abcdef';
export const project = 'pppppppppppppppppppppppp';
export const agentId = '3f0c9a52-6d1b-4c8e-9a47-5b1d2e3f4a60';
export const shop = 'https://shop.example';
export const endpoint = 'http://proxy.test/fae';

/** An upstream that must not be called. */
export const noFetch: typeof fetch = () => {
  throw new Error('the upstream was called');
};

/** Both APIs at one host. */
export function upstreamsAt(origin: string, send?: typeof fetch) {
  const url = `${origin}/api`;
  return {
    fae: { url, key, workspace, fetch: send },
    fleek: { url, key: fleekKey, project, fetch: send },
  };
}

/** What goes with an operation: its API's key, and its workspace or project. */
export const accessOf = ({ api }: Pick<NamedOperation, 'api'>) =>
  api === 'fae' ? { key, workspace } : { key: fleekKey, workspace: project };

const parameters: Readonly<Record<string, string>> = {
  agentId,
  peerId: 'Ada',
  key: 'hello',
  subscriptionId: 'sub_1',
};

/** The path of an operation with something for each parameter. */
export const filledIn = (path: string): string =>
  path.replace(/\{\*?(\w+)\}/g, (_, name: string) => parameters[name] ?? id);

export const baseOptions: ProxyOptions = {
  origins: [shop],
  expose: ['*'],
  ...upstreamsAt('http://upstream.test', noFetch),
  env: {},
  log: () => undefined,
};

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A request to the endpoint; from the allowed shop unless `headers` says otherwise. */
export const asked = ({ method, path, json, body, headers, signal }: Asked): Request =>
  new Request(endpoint + path, {
    method: method ?? (json === undefined && body === undefined ? 'GET' : 'POST'),
    headers: {
      Origin: shop,
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });

/** The same without an `Origin`, as images, programs and same-origin reads send it. */
export const withoutOrigin = (request: Request): Request => {
  const headers = new Headers(request.headers);
  headers.delete('Origin');
  return new Request(request.url, { method: request.method, headers });
};

export const arrivalOf = (
  request: Request,
  options: ProxyOptions = {},
  { address = '203.0.113.7', waits = defaultWaits }: { address?: string; waits?: Waits } = {},
) => {
  const all = { ...baseOptions, ...options };
  return arrive(settingsOf(all, all.env ?? {}, { waits }), request, { address });
};

/** A call as the step after `match` finds it. */
export const callOf = (request: Request | Asked, options: ProxyOptions = {}): Call =>
  match(arrivalOf(request instanceof Request ? request : asked(request), options));

/** A clock that stands still until the test lets time pass. */
export const clockAt = (start = Date.UTC(2030, 0, 1)) => {
  let time = start;
  return {
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
  };
};

export interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

export type Reply = (sent: Sent, number: number) => Response | Promise<Response>;

/** An upstream that remembers what it was sent; `number` counts from 0. */
export const upstreamOf = (reply: Reply) => {
  const calls: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const { method, headers } = request;
    const signal = init?.signal ?? request.signal;
    const sent = { url: new URL(request.url), method, headers, body: body || undefined, signal };
    calls.push(sent);
    return reply(sent, calls.length - 1);
  };
  return { fetch, calls };
};

/** What a problem says. */
export const problemOf = async (response: Response) => {
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  return { status: response.status, code: body['code'], body, headers: response.headers };
};

/** A proxy with an upstream that is a function. */
export const proxyOf = (
  fetch: typeof globalThis.fetch,
  options: ProxyOptions = {},
  waits: Partial<Waits> = {},
): Proxy =>
  createProxyWith(
    { ...baseOptions, ...upstreamsAt('http://upstream.test', fetch), ...options },
    { waits: { ...defaultWaits, ...waits } },
  );

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Listener = Parameters<typeof createServer>[1];

/** A real server on a free port; ends with the test. */
export const serve = async (
  t: TestContext,
  listener: NonNullable<Listener>,
): Promise<{ url: string; port: number; received: Received[]; sockets: Set<Socket> }> => {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      listener(request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, received, sockets };
};

/** The proxy on a real port, with `events` that it has logged. */
export const serveProxy = async (
  t: TestContext,
  upstream: string,
  options: ProxyOptions = {},
  waits: Partial<Waits> = {},
): Promise<{ url: string; port: number; events: Readonly<Record<string, unknown>>[] }> => {
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxy = createProxyWith(
    {
      ...baseOptions,
      ...upstreamsAt(upstream),
      log: (event) => events.push(event),
      ...options,
    },
    { waits: { ...defaultWaits, ...waits } },
  );
  const server = createAdaptorServer({
    fetch: (request, env) =>
      proxy.fetch(request, { address: (env as HttpBindings).incoming.socket.remoteAddress }),
  });
  // The server library prints every stream that it has to cut.
  t.mock.method(console, 'error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/fae`, port, events };
};

/** A request whose path reaches the server letter for letter, which `fetch` would tidy up. */
export const raw = (
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ port, path, headers, host: '127.0.0.1' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });

/** Waits for what will come true, and fails the test when it does not within two seconds. */
export const until = async (isTrue: () => boolean): Promise<void> => {
  const end = Date.now() + 2_000;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`still waiting for ${isTrue.toString()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

export const jsonResponse = (value: unknown, init: ResponseInit = {}): Response =>
  Response.json(value, init);
