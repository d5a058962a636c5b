import { isExclusive, markExclusive } from '../http/exclusive-stream.ts';
import { HttpError } from '../http/problem.ts';
import { upstreamTimeout, within, type Exchange } from './exchange.ts';

const tooMuch = (): HttpError =>
  new HttpError(502, 'bad_upstream', 'The service sent more than it should.');

/**
 * Passes a stream on, piece by piece and no faster than it is read. Ends it when the upstream is
 * silent for `idleMs`, or has sent more than `limit` bytes; a reader that pauses is no silence. When
 * either side breaks off, so does the other: a stream that cannot be finished is cut, never rounded
 * off.
 *
 * @param onEnd called once, with the number of bytes and what went wrong
 */
export const relay = (
  source: ReadableStream<Uint8Array>,
  exchange: Exchange,
  { idleMs, limit }: { readonly idleMs: number; readonly limit: number },
  onEnd: (bytes: number, error?: unknown) => void,
): ReadableStream<Uint8Array> => {
  const reader = source.getReader();
  let bytes = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const timer = setTimeout(() => exchange.abort(upstreamTimeout()), idleMs);
        try {
          const { done, value } = await within(exchange.signal, reader.read());
          if (done) {
            controller.close();
            onEnd(bytes);
            return;
          }
          bytes += value.byteLength;
          if (bytes > limit) throw tooMuch();
          controller.enqueue(value);
        } catch (error) {
          reader.cancel(error).catch(() => undefined);
          onEnd(bytes, error);
          throw error;
        } finally {
          clearTimeout(timer);
        }
      },
      cancel: async (reason) => {
        try {
          await reader.cancel(reason);
        } finally {
          onEnd(bytes, reason ?? 'cancelled');
        }
      },
    },
    { highWaterMark: 0 },
  );
  if (isExclusive(source)) markExclusive(stream);
  return stream;
};
