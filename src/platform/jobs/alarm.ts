export interface Alarm {
  readonly ring: () => void;
  /** Until it rings, at most for so many milliseconds; not at all where it rang while nobody slept. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** An alarm for one sleeper. */
export const createAlarm = (): Alarm => {
  let rang = false;
  let wake = (): void => undefined;
  return {
    ring: () => {
      rang = true;
      wake();
    },
    sleep: async (milliseconds) => {
      if (!rang) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rang = false;
    },
  };
};
