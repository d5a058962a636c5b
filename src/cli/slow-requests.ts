import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** An upload that is slower than 1 KiB a second does not go on. */
const leastBytesPerMs = 1024 / 1000;

/** What Node.js itself answers to a request that does not come to its end in time. */
const tooSlow = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The one kind of body that may be large; whoever takes none refuses it before it is read. */
const isUpload = ({ headers }: IncomingMessage): boolean =>
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

/** Looks at a request again and again until all of it is there. */
const watch = (request: IncomingMessage, response: ServerResponse, everyMs: number): void => {
  const { socket } = request;
  let seen = socket.bytesRead;
  const goesOn = (): boolean => {
    const bytes = socket.bytesRead - seen;
    seen = socket.bytesRead;
    // Nobody waits for what has been answered.
    return isUpload(request) && !response.writableEnded && bytes >= everyMs * leastBytesPerMs;
  };
  const timer = setInterval(() => {
    if (!request.complete && goesOn()) return;
    clearInterval(timer);
    if (request.complete || socket.destroyed) return;
    if (!response.headersSent) socket.write(tooSlow);
    socket.destroy();
  }, everyMs);
  timer.unref();
  response.once('close', () => {
    if (request.complete || socket.destroyed) clearInterval(timer);
  });
};

/**
 * Cuts off requests that are not all there after some time. A form with files may take longer, as long
 * as somebody listens and it comes at 1 KiB a second or more. Node.js knows only one time for all.
 *
 * @param withinMs for all of a request, and between two looks at an upload
 */
export const cutSlowRequests = (server: Server, withinMs: number): void => {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (hasBody(request)) watch(request, response, withinMs);
  });
};
