import { within } from './exchange.ts';

interface Flight<T> {
  readonly controller: AbortController;
  waiting: number;
  result: Promise<T>;
}

/** Stands in for the result of what is over. */
const nothing = new Promise<never>(() => undefined);

/**
 * One piece of work for all who want the same at the same time. It goes on as long as one of them
 * waits, and is aborted when the last one has left.
 */
export const flights = <T>() => {
  const under = new Map<string, Flight<T>>();

  const begin = (key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const controller = new AbortController();
    const result = work(controller.signal).finally(() => {
      if (under.get(key) === flight) under.delete(key);
      // The engine may keep what was in a map until it next looks through the whole heap: not the answer
      // and all that hangs on it.
      flight.result = nothing;
    });
    const flight: Flight<T> = { controller, waiting: 0, result };
    under.set(key, flight);
    return flight;
  };

  const leave = (key: string, flight: Flight<T>): void => {
    flight.waiting -= 1;
    const isOver = under.get(key) !== flight;
    if (flight.waiting > 0 || isOver) return;
    // Who comes from now on begins anew: this one is already given up.
    under.delete(key);
    flight.controller.abort();
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
    flight.waiting += 1;
    try {
      return await within(signal, flight.result);
    } finally {
      leave(key, flight);
    }
  };
};

/** Each does the work alone: on Workers no request may wait for what another one does. */
export const alone =
  <T>(): ReturnType<typeof flights<T>> =>
  async (_key, signal, work) =>
    work(signal);
