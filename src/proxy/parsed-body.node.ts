import type { IncomingMessage } from 'node:http';

/** What body parsers leave on a request; the listener takes `rawBody` for the body where it is there. */
type Parsed = IncomingMessage & { body?: unknown; rawBody?: unknown };

const bytesOf = ({ body, headers }: Parsed): Buffer => {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (body === undefined || !/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    return Buffer.alloc(0);
  }
  try {
    return Buffer.from(JSON.stringify(body));
  } catch {
    return Buffer.alloc(0);
  }
};

/**
 * Makes bytes again out of what a body parser has left, where one has read the request before us. A
 * form becomes an empty body, which is shorter than was announced, and refused as such.
 */
export const restoreBody = (request: Parsed): void => {
  // Some parsers leave an empty object on what they did not read; that is still to be read.
  if (!request.readableDidRead || request.rawBody instanceof Buffer) return;
  request.rawBody = bytesOf(request);
};
