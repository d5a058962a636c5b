/**
 * A stretch of speech without a break, played by an `<audio>` element that outlives it: a page may
 * play sound only through an element that the visitor has started once.
 */
export interface Track {
  /** Longest piece that should be appended at once, in seconds. */
  readonly piece: number;
  /** Seconds since the beginning of the stretch. */
  readonly time: number;
  /** Seconds that have been appended. */
  readonly length: number;
  /** Whether it can go to a moment by itself. */
  has(time: number): boolean;
  seek(time: number): void;
  /** Makes ready to take samples, `from` being the moment to start at, in seconds. */
  open(sampleRate: number, from: number): Promise<void>;
  append(samples: Int16Array<ArrayBuffer>): Promise<void>;
  /** Nothing more will come. */
  finish(): Promise<void>;
  /** Called when the element has ended: whether the stretch goes on all the same. */
  goesOn(): boolean;
  close(): void;
}

/** Resolves with the next event; rejects with the signal's reason once it aborts. */
export const nextEvent = (target: EventTarget, type: string, signal: AbortSignal): Promise<Event> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const done = new AbortController();
    const options = { once: true, signal: done.signal };
    target.addEventListener(
      type,
      (event) => {
        done.abort();
        resolve(event);
      },
      options,
    );
    signal.addEventListener(
      'abort',
      () => {
        done.abort();
        reject(signal.reason as Error);
      },
      options,
    );
  });
