import type { Speech } from './speech.ts';
import { createTimeline, type Timeline } from './timeline.ts';

interface Flight {
  readonly promise: Promise<Speech>;
  readonly controller: AbortController;
  callers: number;
}

/** The parts of a text in one voice: spoken on demand, once, and kept. */
export interface SpeechQueue {
  readonly timeline: Timeline;
  readonly length: number;
  /**
   * The speech of a part. Callers of the same part share one request; it is aborted when all of
   * their signals are. A failed part is asked for again by the next caller.
   */
  get(index: number, signal: AbortSignal): Promise<Speech>;
}

/**
 * @param synthesize speaks a text; `sampleRate` is what the parts before have, since parts have to
 * fit together
 */
export const createSpeechQueue = (
  texts: readonly string[],
  synthesize: (text: string, signal: AbortSignal, sampleRate?: number) => Promise<Speech>,
): SpeechQueue => {
  const timeline = createTimeline(texts);
  const done = new Map<number, Speech>();
  const flights = new Map<number, Flight>();
  let sampleRate: number | undefined;

  const take = async (index: number, signal: AbortSignal): Promise<Speech> => {
    const speech = await synthesize(texts[index] ?? '', signal, sampleRate);
    sampleRate ??= speech.sampleRate;
    done.set(index, speech);
    timeline.learn(index, speech.seconds);
    return speech;
  };

  const launch = (index: number): Flight => {
    const controller = new AbortController();
    const promise = take(index, controller.signal);
    const flight = { promise, controller, callers: 0 };
    flights.set(index, flight);
    const land = () => {
      if (flights.get(index) === flight) flights.delete(index);
    };
    promise.then(land, land);
    return flight;
  };

  return {
    timeline,
    length: texts.length,
    get: async (index, signal) => {
      signal.throwIfAborted();
      const speech = done.get(index);
      if (speech) return speech;
      const flight = flights.get(index) ?? launch(index);
      flight.callers += 1;
      const leave = () => {
        flight.callers -= 1;
        if (flight.callers) return;
        flights.delete(index);
        flight.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      try {
        return await flight.promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
};
