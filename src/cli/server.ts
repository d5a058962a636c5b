import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cutSlowRequests } from './slow-requests.ts';
import { stopOnSignals } from './stop.ts';
import { UsageError } from './usage-error.ts';

export type Handler = (request: Request, address: string) => Response | Promise<Response>;

/** How long clients may take, in milliseconds. */
export interface Timeouts {
  /** Until the head of a request is there; 10 s. */
  readonly headers?: number;
  /** Until all of a request is there; 30 s. Between two looks at how an upload goes on. */
  readonly request?: number;
  /** Until all of an upload is there, as long as it goes on; 30 min. */
  readonly upload?: number;
  /** Between two requests on one connection; 65 s, longer than load balancers keep theirs idle. */
  readonly keepAlive?: number;
  /** For requests under way when the process is told to stop; 3 s. */
  readonly drain?: number;
}

export interface ListenSettings {
  readonly port: string;
  readonly host: string;
  readonly publicUrl?: string | undefined;
  readonly timeouts?: Timeouts | undefined;
  /** Beyond so many connections at once, new ones are closed; 4,096. */
  readonly maxConnections?: number | undefined;
}

export interface Listening {
  /** Where browsers find it: FAE_PUBLIC_URL, else this machine's address. No slash at the end. */
  readonly publicUrl: string;
  /** Where it listens, `http://127.0.0.1:4600` for example. */
  readonly address: string;
  /** Requests are answered by `handler` from now on. */
  serve(handler: Handler): void;
  /** The same with a listener of `node:http`. */
  serveNode(listener: RequestListener): void;
  /** Runs when the process is told to stop, after the last request has been answered. */
  onStop(close: () => Promise<void>): void;
}

/** In bytes; far more than browsers and load balancers send. */
const maxHeaderSize = 16 * 1024;
const maxHeadersCount = 200;
const defaultConnections = 4_096;

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`"${text}" is no port: give a number from 0 to 65535.`);
};

const publicUrlOf = (text: string | undefined): string | undefined => {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text.replace(/\/+$/, '');
  throw new UsageError(`FAE_PUBLIC_URL must be an http or https URL; it is "${text}".`);
};

const bind = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problems: Record<string, string> = {
        EADDRINUSE: `port ${port} is in use: set PORT or --port to another one.`,
        EACCES: `port ${port} may not be used by this user: set PORT or --port to another one.`,
        EADDRNOTAVAIL: `${host} is not an address of this machine: mend HOST or --host.`,
        ENOTFOUND: `${host} is not an address of this machine: mend HOST or --host.`,
      };
      const problem = problems[error.code ?? ''];
      reject(problem ? new UsageError(problem) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const notYet: RequestListener = (_, response) => {
  response.writeHead(503).end();
};

const webListener = (handler: Handler): RequestListener => {
  const listener = getRequestListener((request, bindings) =>
    handler(request, (bindings as HttpBindings).incoming.socket.remoteAddress ?? ''),
  );
  return (request, response) => void listener(request, response);
};

/** A server that a client cannot hold by sending its request drop by drop. */
const boundedServer = (
  { headers = 10_000, request = 30_000, upload = 30 * 60_000, keepAlive = 65_000 }: Timeouts,
  maxConnections: number,
  listener: RequestListener,
): Server => {
  const server = createServer(
    {
      headersTimeout: headers,
      // The longest that any may take; `cutSlowRequests` allows most of them less.
      requestTimeout: upload,
      keepAliveTimeout: keepAlive,
      // Node.js looks for what is late at this interval only; every 30 s unless told otherwise.
      connectionsCheckingInterval: Math.min(2_000, headers / 4, request / 4),
      maxHeaderSize,
    },
    listener,
  );
  cutSlowRequests(server, request);
  server.maxHeadersCount = maxHeadersCount;
  server.maxConnections = maxConnections;
  return server;
};

/**
 * Listens on `PORT` and `HOST`, and stops cleanly when it is told to: no new connections, requests
 * under way are finished as far as the time for it goes, then what `onStop` was given is closed.
 *
 * @throws {UsageError} for a port in use, or a host that others reach without FAE_PUBLIC_URL
 */
export const listen = async (settings: ListenSettings): Promise<Listening> => {
  const { host, timeouts = {}, maxConnections = defaultConnections } = settings;
  const given = publicUrlOf(settings.publicUrl);
  if (!given && !loopback.has(host)) {
    throw new UsageError(
      `HOST is ${host}, which others reach: set FAE_PUBLIC_URL to the address that they use.`,
    );
  }
  let listener = notYet;
  const server = boundedServer(timeouts, maxConnections, (request, response) =>
    listener(request, response),
  );
  const onStop = stopOnSignals(server, timeouts.drain ?? 3_000);
  const port = await bind(server, portOf(settings.port), host);
  const serveNode = (next: RequestListener): void => {
    listener = next;
  };

  return {
    publicUrl: given ?? `http://localhost:${port}`,
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    serve: (handler) => serveNode(webListener(handler)),
    serveNode,
    onStop,
  };
};
