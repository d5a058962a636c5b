/**
 * A line in which work waits for its turn. Whose signal aborts leaves it at once; work that has begun
 * keeps its place until it takes notice of the signal itself.
 *
 * @param longest how many may wait
 * @param refusal for whoever comes when as many do
 */
export const oneAtATime = (longest: number, refusal: () => Error) => {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  return async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    if (waiting >= longest) throw refusal();
    waiting += 1;
    const before = last;
    const turn = (async () => {
      await before;
      waiting -= 1;
      signal.throwIfAborted();
      return work();
    })();
    last = turn.catch(() => undefined);

    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([turn, aborted]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };
};
