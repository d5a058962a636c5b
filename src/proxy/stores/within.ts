/** Nothing came in time. */
export class LateError extends Error {
  override readonly name = 'LateError';
}

/**
 * The promise, or a rejection when it takes longer than `ms` milliseconds; what it gives later is
 * ignored. Leaves no timer behind.
 *
 * @throws {LateError}
 */
export const within = <T>(ms: number, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = (): void => reject(new LateError(`no answer within ${ms} ms`));
    // A process that was busy all the while first reads what has arrived: timers run before sockets.
    let timer = setTimeout(() => {
      timer = setTimeout(late, 1);
    }, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
