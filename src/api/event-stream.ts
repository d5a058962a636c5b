/**
 * The data of each server-sent event, as it arrives. HTML Standard, "Interpreting an event stream";
 * names and ids of events are of no use here. What is not ended by an empty line is no event. Leaving
 * the loop ends the stream.
 *
 * @param limit in bytes, for the whole stream
 * @throws {RangeError} where there is more
 */
export const eventData = async function* (
  body: ReadableStream<Uint8Array>,
  limit = Infinity,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let line = '';
  let data: string[] = [];
  let afterReturn = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
      if (size > limit) throw new RangeError(`The stream is longer than ${limit} bytes.`);
      const text = decoder.decode(value, { stream: true });
      let start = 0;
      for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) {
        // A line break may be cut in two.
        const isSecondHalf = afterReturn && index === 0 && ending === '\n';
        line += text.slice(start, index);
        start = index + ending.length;
        if (isSecondHalf) continue;
        const field = /^data(?:: ?(.*))?$/s.exec(line);
        if (field) data.push(field[1] ?? '');
        if (line === '' && data.length > 0) {
          yield data.join('\n');
          data = [];
        }
        line = '';
      }
      if (text !== '') afterReturn = text.endsWith('\r');
      line += text.slice(start);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
};
