import { isErrorCode } from '../../api/errors.ts';
import type { ReplyEvent } from '../../api/fae/characters.schemas.ts';
import { eventHeaders, eventOf } from '../../http/event-stream.ts';
import { HttpError } from '../../http/problem.ts';
import { withDeadline } from '../deadline.ts';

type LastEvent = Extract<ReplyEvent, { done: true }>;

export interface Writing {
  /** Aborts when the visitor has left, or the time is over. */
  readonly signal: AbortSignal;
  /** Takes the reply piece by piece. */
  readonly onText?: (piece: string) => void;
}

interface Terms {
  /** The request's own. */
  readonly signal: AbortSignal;
  /** Until the first piece, and from each to the next; in milliseconds. */
  readonly deadline: number;
  /** Is waited for when the process ends, and logs what nobody is told of. */
  readonly background: (work: Promise<void>) => void;
}

/** What a visitor is told of a failure after the first piece. */
const told = (error: unknown): ReplyEvent =>
  error instanceof HttpError && isErrorCode(error.code)
    ? { error: error.message, code: error.code }
    : { error: 'Something went wrong on this server.', code: 'server_error' };

/**
 * Answers with a reply as it is written. What fails before the first piece fails as any request; what
 * fails later is told by the last event, as the status is out by then.
 *
 * Pieces wait for a slow reader in memory: a reply is short, and its engine bounds it.
 *
 * @param write writes the reply; when it is done, nothing is left to be done for it
 * @throws {HttpError} what `write` throws; 503 `timeout` where the first piece takes too long
 */
export const answerWithEvents = async (
  { signal, deadline, background }: Terms,
  write: (writing: Writing) => Promise<Omit<LastEvent, 'done'>>,
): Promise<Response> => {
  const left = new AbortController();
  const gone = AbortSignal.any([signal, left.signal]);
  const begun = Promise.withResolvers<undefined>();
  let hasBegun = false;

  const work = async (stream: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const send = (event: ReplyEvent): void => {
      if (gone.aborted) return;
      stream.enqueue(eventOf(event));
      hasBegun = true;
      begun.resolve(undefined);
    };
    try {
      const whole = await withDeadline(deadline, gone, (within, renew) => {
        const onText = (text: string): void => {
          renew();
          send({ text });
        };
        return write({ signal: within, onText });
      });
      if (!hasBegun) send({ text: whole.response });
      send({ done: true, ...whole });
    } catch (error) {
      if (!hasBegun) {
        begun.reject(error);
        return;
      }
      send(told(error));
      if (!(error instanceof HttpError || gone.aborted)) throw error;
    } finally {
      if (!left.signal.aborted) stream.close();
    }
  };

  const body = new ReadableStream<Uint8Array>({
    start: (stream) => background(work(stream)),
    cancel: (reason) => left.abort(reason),
  });
  await begun.promise;
  return new Response(body, { headers: eventHeaders });
};
