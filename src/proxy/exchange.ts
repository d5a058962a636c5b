import { HttpError } from '../http/problem.ts';

/** One exchange with the upstream: who may still wait for it, and who ended it. */
export interface Exchange {
  /** Its reason is the `HttpError` that tells why. */
  readonly signal: AbortSignal;
  readonly abort: (reason: HttpError) => void;
  /** Begins the wait anew, as long as there is no answer; `reason` is what is said when it is over. */
  readonly wait: (milliseconds: number, reason?: () => HttpError) => void;
  /** Ends the wait for an answer; what streams from here on has this many milliseconds in all. */
  readonly answered: (totalMs?: number) => void;
  /** Lets go of everything, the connection included. */
  readonly end: () => void;
}

export const upstreamTimeout = (): HttpError =>
  new HttpError(504, 'upstream_timeout', 'The service took too long to answer.');

export const clientClosed = (): HttpError =>
  new HttpError(499, 'client_closed', 'The request was given up.');

/** Nobody sees it. Made once: without a reason, each `abort` would make an error with its stack. */
const over = clientClosed();

/**
 * Waits for something only as long as the exchange lasts: a `fetch` of the owner's own may take no
 * notice of the signal.
 */
export const within = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** A long wait is no reason for a process to stay; only Node.js has to be told so. */
const unhurried = (timer: ReturnType<typeof setTimeout>): ReturnType<typeof setTimeout> => {
  if (typeof timer === 'object' && 'unref' in timer) timer.unref();
  return timer;
};

/** Begins the wait; the client giving up ends it as well, so that nothing runs on for nobody. */
export const startExchange = (client: AbortSignal, waitMs: number): Exchange => {
  const controller = new AbortController();
  const abort = (reason: HttpError) => controller.abort(reason);
  let timer = setTimeout(() => abort(upstreamTimeout()), waitMs);
  let isAnswered = false;
  const leave = () => abort(clientClosed());
  client.addEventListener('abort', leave, { once: true });
  if (client.aborted) leave();
  return {
    signal: controller.signal,
    abort,
    wait: (milliseconds, reason = upstreamTimeout) => {
      if (isAnswered) return;
      clearTimeout(timer);
      timer = setTimeout(() => abort(reason()), milliseconds);
    },
    answered: (totalMs) => {
      isAnswered = true;
      clearTimeout(timer);
      if (totalMs === undefined) return;
      timer = unhurried(setTimeout(() => abort(upstreamTimeout()), totalMs));
    },
    end: () => {
      isAnswered = true;
      clearTimeout(timer);
      client.removeEventListener('abort', leave);
      controller.abort(over);
    },
  };
};
