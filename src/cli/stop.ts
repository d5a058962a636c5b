import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { constants } from 'node:os';

/** A terminal and the npm in it both pass on one and the same Ctrl-C. */
const sameSignalMs = 1_000;

/**
 * Takes no more connections, and tells clients of those there are not to use them again. Resolves when
 * the last answer is out; what is not finished within `drainMs` milliseconds is cut off.
 */
const drain = (
  server: Server,
  sockets: ReadonlySet<Socket>,
  underWay: ReadonlySet<ServerResponse>,
  drainMs: number,
): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    // Browsers connect in advance; to Node.js such a connection is not idle.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    for (const response of underWay) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
      // Where the head was already out, the connection is left open after the answer.
      response.once('close', () => setImmediate(() => server.closeIdleConnections()));
    }
    setTimeout(() => server.closeAllConnections(), drainMs).unref();
  });

/**
 * Ends the process on SIGINT and SIGTERM, with exit code 0 once every request under way is answered; on
 * a second signal at once.
 *
 * @returns takes what is to be closed when no request needs it any more
 */
export const stopOnSignals = (
  server: Server,
  drainMs: number,
): ((close: () => Promise<void>) => void) => {
  const closers: (() => Promise<void>)[] = [];
  const sockets = new Set<Socket>();
  const underWay = new Set<ServerResponse>();
  let stoppedAt: number | undefined;

  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_, response: ServerResponse) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    // A request may come on a connection that another one keeps open.
    if (stoppedAt !== undefined) response.setHeader('Connection', 'close');
  });

  const stop = (signal: NodeJS.Signals): void => {
    if (stoppedAt === undefined) {
      stoppedAt = Date.now();
      void drain(server, sockets, underWay, drainMs)
        .then(() => Promise.allSettled(closers.map((close) => close())))
        .then(() => process.exit(0));
    } else if (Date.now() - stoppedAt > sameSignalMs) {
      process.exit(128 + constants.signals[signal]);
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  return (close) => closers.push(close);
};
