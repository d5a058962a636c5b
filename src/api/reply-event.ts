import { isErrorCode, type ErrorCode } from './errors.ts';
import { response } from './fae/characters.read.ts';
import type { ReplyEvent } from './fae/characters.schemas.ts';
import { object, text } from './read.ts';

type Told<E> = E extends { code: string } ? Omit<E, 'code'> & { code: ErrorCode } : E;

const parsed = (data: string): unknown => {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
};

/**
 * Reads one event of a reply that comes piece by piece. An error whose code nobody knows is the
 * server's.
 *
 * @returns `undefined` for what is none
 */
export const readReplyEvent = (data: string): Told<ReplyEvent> | undefined => {
  const event = object(parsed(data)) ?? {};
  const error = text(event['error']);
  if (error !== undefined) {
    const { code } = event;
    return { error, code: isErrorCode(code) ? code : 'server_error' };
  }
  if (event['done'] === true) {
    const whole = response(event);
    if (!whole) return undefined;
    const { response: reply, characterId } = whole;
    return { done: true, response: reply, ...(characterId && { characterId }) };
  }
  const piece = text(event['text']);
  return piece === undefined ? undefined : { text: piece };
};
