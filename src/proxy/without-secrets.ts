import { mayBecomeSecret, quotesSecret } from './secrets.ts';
import { badUpstream } from './upstream-error.ts';

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  if (first.byteLength === 0) return second;
  const whole = new Uint8Array(first.byteLength + second.byteLength);
  whole.set(first);
  whole.set(second, first.byteLength);
  return whole;
};

/**
 * The same bytes, up to one of the secrets: there the stream breaks off. What may be the beginning of one
 * is held back until more has come.
 */
export const withoutSecrets = (
  source: ReadableStream<Uint8Array> | null,
  secrets: readonly string[],
): ReadableStream<Uint8Array> | null => {
  if (!source) return null;
  const reader = source.getReader();
  // One letter for each byte; secrets are ASCII, which is the same in it.
  const decoder = new TextDecoder('latin1');
  const written = secrets.flatMap((it) => [it, JSON.stringify(it).slice(1, -1)]);
  let held = new Uint8Array();

  /** What may go out of it now; nothing where more has to come first. */
  const ready = (bytes: Uint8Array, isLast: boolean): Uint8Array => {
    const text = decoder.decode(bytes);
    if (quotesSecret(text, secrets))
      throw badUpstream('The upstream repeated a key in its answer.');
    const length = text.length - (isLast ? 0 : mayBecomeSecret(text, written));
    held = bytes.slice(length);
    return bytes.subarray(0, length);
  };

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        for (;;) {
          const { done, value } = await reader.read();
          const bytes = ready(done ? held : joined(held, value), done);
          if (bytes.byteLength > 0) controller.enqueue(bytes);
          if (done) controller.close();
          if (done || bytes.byteLength > 0) return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
};
