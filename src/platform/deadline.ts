import { HttpError } from '../http/problem.ts';

/**
 * Gives up on work that takes too long or that nobody waits for any more, even where the work
 * itself takes no notice of its signal.
 *
 * @param milliseconds from now, and from each time that the work calls `renew`
 * @param signal the caller's; its reason is thrown when it aborts
 * @throws {HttpError} 503 `timeout` once the time is over
 */
export const withDeadline = async <T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal, renew: () => void) => Promise<T>,
): Promise<T> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    const message = `No answer came within ${milliseconds / 1000} seconds.`;
    deadline.abort(new HttpError(503, 'timeout', message));
  }, milliseconds);
  const either = AbortSignal.any([signal, deadline.signal]);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(either.reason);
  either.addEventListener('abort', onAbort, { once: true });
  try {
    either.throwIfAborted();
    return await Promise.race([work(either, () => timer.refresh()), aborted]);
  } catch (error) {
    throw either.aborted ? either.reason : error;
  } finally {
    clearTimeout(timer);
    either.removeEventListener('abort', onAbort);
  }
};
