import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { constants } from 'node:os';

/** A terminal and the npm in it both pass on one and the same Ctrl-C. */
const sameSignalMs = 1_000;

/** With the answer that is under way on each. */
type Connections = ReadonlyMap<Socket, ServerResponse | undefined>;

/**
 * Takes no more connections, and tells clients of those there are not to use them again. Resolves when
 * the last answer is out; what is not finished within `drainMs` milliseconds is cut off.
 */
const drain = (server: Server, connections: Connections, drainMs: number): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    // Browsers connect in advance; to Node.js such a connection is not idle.
    for (const socket of connections.keys()) if (socket.bytesRead === 0) socket.destroy();
    for (const response of connections.values()) {
      if (!response) continue;
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
  // By connection: in a set of answers, which come and go by the thousand, the engine would keep those
  // that are gone, with all they hold, until it next looks through the whole heap.
  const connections = new Map<Socket, ServerResponse | undefined>();
  let stoppedAt: number | undefined;

  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    connections.set(socket, response);
    response.once('close', () => {
      if (connections.get(socket) === response) connections.set(socket, undefined);
    });
    // A request may come on a connection that another one keeps open.
    if (stoppedAt !== undefined) response.setHeader('Connection', 'close');
  });

  const stop = (signal: NodeJS.Signals): void => {
    if (stoppedAt === undefined) {
      stoppedAt = Date.now();
      void drain(server, connections, drainMs)
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
