import { createAdaptorServer } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { UsageError } from './usage-error.ts';

export type Handler = (request: Request, address: string) => Response | Promise<Response>;

export interface Listening {
  /** Where browsers find it: FAE_PUBLIC_URL, else this machine's address. No slash at the end. */
  readonly publicUrl: string;
  /** Requests are answered by `handler` from now on. */
  serve(handler: Handler): void;
  /** Runs when the process is told to stop, after the last request has been answered. */
  onStop(close: () => Promise<void>): void;
}

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`"${text}" is no port: give a number from 0 to 65535.`);
};

const publicUrlOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
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

/**
 * Listens on `PORT` and `HOST`, and stops cleanly on Ctrl-C: no new requests, those under way are
 * finished, then what `onStop` was given is closed.
 *
 * @throws {UsageError} for a port in use, or a host that others reach without FAE_PUBLIC_URL
 */
export const listen = async (settings: {
  readonly port: string;
  readonly host: string;
  readonly publicUrl?: string | undefined;
}): Promise<Listening> => {
  const { host } = settings;
  const given = publicUrlOf(settings.publicUrl);
  if (!given && !loopback.has(host)) {
    throw new UsageError(
      `HOST is ${host}, which others reach: set FAE_PUBLIC_URL to the address that they use.`,
    );
  }
  let handler: Handler = () => new Response(null, { status: 503 });
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => handler(request, incoming.socket.remoteAddress ?? ''),
  }) as Server;
  // A client that sends its request drop by drop does not hold a connection for minutes.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  const port = await bind(server, portOf(settings.port), host);

  const closers: (() => Promise<void>)[] = [];
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close(() => {
      void Promise.all(closers.map((close) => close())).finally(() => process.exit(0));
    });
    server.closeIdleConnections();
    // Streams that never end do not keep the process.
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  return {
    publicUrl: given ?? `http://localhost:${port}`,
    serve: (next) => {
      handler = next;
    },
    onStop: (close) => closers.push(close),
  };
};
