import { eventData } from '../api/event-stream.ts';
import type { Operation } from '../api/operation.ts';
import { object, text, type Read } from '../api/read.ts';
import { readReplyEvent } from '../api/reply-event.ts';
import { ApiError, requestIdOf } from './errors.ts';
import type { Input } from './request.ts';
import { send, type CallOptions, type Target } from './transport.ts';

/** A character's reply as it grows: pieces of text, and at last the whole of it. */
export type ReplyPiece =
  | { readonly text: string }
  | { readonly done: true; readonly response: string; readonly characterId?: string | undefined };

const brokenOff = (response: Response, cause?: unknown): ApiError => {
  const { status } = response;
  const details = { status, requestId: requestIdOf(response), cause };
  return new ApiError('bad_response', 'The reply broke off or cannot be read.', details);
};

/** A reply that is there at once: as one piece. */
const whole = async function* (response: Response, read: Read<unknown>) {
  const answer = object(read(await response.json()));
  const reply = text(answer?.['response']);
  if (reply === undefined) throw brokenOff(response);
  const characterId = text(answer?.['characterId']);
  yield { text: reply };
  yield { done: true, response: reply, ...(characterId && { characterId }) } as const;
};

const pieces = async function* (response: Response) {
  if (!response.body) throw brokenOff(response);
  for await (const data of eventData(response.body)) {
    const event = readReplyEvent(data);
    if (!event) throw brokenOff(response);
    if ('error' in event) {
      throw new ApiError(event.code, event.error, { requestId: requestIdOf(response) });
    }
    yield event;
    if ('done' in event) return;
  }
  throw brokenOff(response);
};

/**
 * Asks for a reply piece by piece. An upstream that cannot do that answers in JSON, and the reply
 * comes as one piece.
 *
 * @throws {ApiError} what a call throws, and `bad_response` when the reply breaks off
 */
export const replyStream = async function* (
  target: Target,
  operation: Operation,
  read: Read<unknown>,
  input: Input | undefined,
  options: CallOptions = {},
): AsyncGenerator<ReplyPiece, void, undefined> {
  const Accept = 'text/event-stream, application/json;q=0.9';
  const headers = { ...options.headers, Accept };
  const asked = { ...operation, answer: 'stream' } as const;
  const response = (await send(target, asked, read, input, { ...options, headers })) as Response;
  const type = response.headers.get('Content-Type') ?? '';
  try {
    yield* type.startsWith('text/event-stream') ? pieces(response) : whole(response, read);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error instanceof ApiError ? error : brokenOff(response, error);
  }
};
