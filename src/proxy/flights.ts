import { within } from './exchange.ts';

/**
 * One piece of work for all who want the same at the same time. It goes on as long as one of them
 * waits, and is aborted when the last one has left.
 */
export const flights = <T>() => {
  const under = new Map<
    string,
    { readonly promise: Promise<T>; leave: () => void; join: () => void }
  >();

  const begin = (key: string, work: (signal: AbortSignal) => Promise<T>) => {
    const controller = new AbortController();
    let waiting = 0;
    const promise = work(controller.signal).finally(() => {
      if (under.get(key) === flight) under.delete(key);
    });
    const flight = {
      promise,
      join: () => {
        waiting += 1;
      },
      leave: () => {
        waiting -= 1;
        const isOver = under.get(key) !== flight;
        if (waiting > 0 || isOver) return;
        // Who comes from now on begins anew: this one is already given up.
        under.delete(key);
        controller.abort();
      },
    };
    under.set(key, flight);
    return flight;
  };

  /**
   * The result of the work that is under way under this key, begun if there is none.
   *
   * @param signal who waits leaves with it, and gets its reason as the error
   */
  return async (
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted();
    const flight = under.get(key) ?? begin(key, work);
    flight.join();
    try {
      return await within(signal, flight.promise);
    } finally {
      flight.leave();
    }
  };
};

/** Each does the work alone: on Workers no request may wait for what another one does. */
export const alone =
  <T>(): ReturnType<typeof flights<T>> =>
  async (_key, signal, work) =>
    work(signal);
