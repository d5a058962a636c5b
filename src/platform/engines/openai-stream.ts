import { eventData } from '../../api/event-stream.ts';
import { object, text } from '../../api/read.ts';
import { unavailable } from './reply-engine.ts';
import { replyText } from './reply-text.ts';

const parsed = (data: string): Record<string, unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // Without the parser's message, which quotes the data.
  }
  const chunk = object(value);
  if (!chunk) throw unavailable('The reply engine gave an answer that cannot be read.');
  return chunk;
};

interface Chunk {
  readonly content: string;
  /** Why the model has stopped: `stop`, `length`, `tool_calls`, …; nothing while it goes on. */
  readonly finish: string | undefined;
}

/**
 * One chunk of a completion. A last one without `choices` only counts tokens; calls of tools, which
 * nobody offered, and a model's reasoning are fields of their own beside `content`.
 */
const readChunk = (data: string): Chunk => {
  const chunk = parsed(data);
  // The status was 200 when the stream began, so a later failure comes as an event.
  if (chunk['error']) throw unavailable('The reply engine failed.');
  const { choices } = chunk;
  const choice = object(Array.isArray(choices) ? choices[0] : undefined);
  return {
    content: text(object(choice?.['delta'])?.['content']) ?? '',
    finish: text(choice?.['finish_reason']) || undefined,
  };
};

/**
 * Reads a streamed chat completion to its end: `data: [DONE]`, or the end of the stream after the model
 * has said why it stopped.
 *
 * @param limit in bytes
 * @param onText takes the reply piece by piece
 * @returns the whole reply, trimmed
 * @throws {HttpError} 503 `unavailable` for an error event, a broken stream, or no reply
 * @throws {RangeError} where the stream does not end
 */
export const readCompletion = async (
  body: ReadableStream<Uint8Array>,
  limit: number,
  onText?: (piece: string) => void,
): Promise<string> => {
  const reply = replyText(onText);
  let isOver = false;
  for await (const data of eventData(body, limit)) {
    if (data === '[DONE]') {
      isOver = true;
      break;
    }
    const { content, finish } = readChunk(data);
    reply.add(content);
    isOver ||= finish !== undefined;
  }
  if (!isOver) throw unavailable('The reply engine stopped in the middle of its answer.');
  const whole = reply.end();
  if (whole === '') throw unavailable('The reply engine gave no answer.');
  return whole;
};
