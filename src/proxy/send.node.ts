import { ServerResponse } from 'node:http';
import { isExclusive } from '../http/exclusive-stream.ts';
import { mediaType } from '../http/headers.ts';
import { textOf } from '../http/text-response.ts';

/** Waits until there is room again, or nobody left to write to. */
const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const settle = () => {
      outgoing.off('drain', settle);
      outgoing.off('close', settle);
      resolve();
    };
    outgoing.on('drain', settle);
    outgoing.on('close', settle);
  });

/** Gives back the memory of a piece that fills it. */
const giveBack = ({ buffer, byteLength }: Uint8Array): void => {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
};

/** Whether a piece can be given back once it is written: somebody who has put himself in between may keep it. */
const isLastReader = (body: ReadableStream, outgoing: ServerResponse): boolean =>
  isExclusive(body) && outgoing.write === ServerResponse.prototype.write;

const stream = async (
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
): Promise<void> => {
  const written = isLastReader(body, outgoing) ? giveBack : undefined;
  const reader = body.getReader();
  const leave = () => {
    reader.cancel('the client has left').catch(() => undefined);
  };
  outgoing.on('close', leave);
  if (outgoing.destroyed) leave();
  // The head goes out before the first piece is there.
  outgoing.flushHeaders();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const hasRoom = outgoing.write(value, written && (() => written(value)));
    if (!hasRoom && !outgoing.destroyed) await drained(outgoing);
  }
  outgoing.off('close', leave);
  outgoing.end();
};

/**
 * Writes an answer, piece by piece and no faster than the client reads. When the client leaves, the
 * body is cancelled; a body that breaks off cuts the connection, so that nobody takes it for whole.
 * Never throws.
 */
export const send = async (answer: Response, outgoing: ServerResponse): Promise<void> => {
  try {
    const { status, headers } = answer;
    const head = Object.fromEntries(headers);
    const text = textOf(answer);
    if (text !== undefined) {
      outgoing.writeHead(status, { ...head, 'content-length': Buffer.byteLength(text) }).end(text);
      return;
    }
    const { body } = answer;
    // JSON is complete before it is answered: sent in one piece, it can tell its length.
    if (body && mediaType(headers).endsWith('json')) {
      const whole = new Uint8Array(await answer.arrayBuffer());
      outgoing.writeHead(status, { ...head, 'content-length': whole.byteLength }).end(whole);
      return;
    }
    outgoing.writeHead(status, head);
    if (body) await stream(body, outgoing);
    else outgoing.end();
  } catch {
    outgoing.destroy();
  }
};
