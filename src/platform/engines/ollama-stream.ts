import { unavailable } from './reply-engine.ts';
import { replyText } from './reply-text.ts';

interface Chunk {
  readonly content: string;
  readonly done: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const readChunk = (line: string): Chunk => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw unavailable('The reply engine gave an answer that cannot be read.', cause);
  }
  if (!isObject(value)) throw unavailable('The reply engine gave an answer that cannot be read.');
  // The status was 200 when the stream began, so a later failure comes as a line of its own.
  if ('error' in value) throw unavailable('The reply engine failed.', value['error']);
  const message = value['message'];
  const content = isObject(message) ? message['content'] : undefined;
  return { content: typeof content === 'string' ? content : '', done: value['done'] === true };
};

/** Splits a stream of bytes at line feeds, whatever the chunks are. */
async function* lines(body: ReadableStream<Uint8Array>, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let size = 0;
  for await (const bytes of body) {
    size += bytes.byteLength;
    if (size > limit) throw unavailable('The reply engine gave an answer without end.');
    rest += decoder.decode(bytes, { stream: true });
    const complete = rest.split('\n');
    rest = complete.pop() ?? '';
    yield* complete;
  }
  yield rest + decoder.decode();
}

/**
 * Reads a chat answer of Ollama's, one JSON object a line, to its end. Thoughts are left out: they
 * come in a field of their own, or from older versions as a `<think>` block.
 *
 * @param limit in bytes
 * @param onText takes the reply piece by piece
 * @returns the whole reply, trimmed
 * @throws {HttpError} 503 `unavailable` for an error line, a broken or endless stream, or no reply
 */
export const readChatStream = async (
  body: ReadableStream<Uint8Array>,
  limit: number,
  onText?: (piece: string) => void,
): Promise<string> => {
  const reply = replyText(onText);
  let done = false;
  for await (const line of lines(body, limit)) {
    if (line.trim() === '') continue;
    const chunk = readChunk(line);
    reply.add(chunk.content);
    done = chunk.done;
    if (done) break;
  }
  if (!done) throw unavailable('The reply engine stopped in the middle of its answer.');
  const text = reply.end();
  if (text === '') throw unavailable('The reply engine gave no answer.');
  return text;
};
