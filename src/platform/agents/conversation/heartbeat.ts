export interface HeartbeatLimits {
  /** How often a process is asked whether it is there, in milliseconds. */
  readonly beat: number;
  /** How long it may take to answer, in milliseconds. */
  readonly patience: number;
  /** How much memory its process may take, in bytes. */
  readonly memory: number;
}

export interface Heartbeat {
  /** It is there: from now on it has to answer. */
  readonly start: () => void;
  /** There is something to do for it. */
  readonly resume: () => void;
  /** There is nothing to do for it. */
  readonly stop: () => void;
  readonly hear: (count: number, memory: number) => void;
  /** It has been asked, and others would have answered by now. */
  readonly isLate: () => boolean;
}

interface HeartbeatEvents {
  readonly ping: (count: number) => void;
  /** It has not answered for a while; told again with every beat until it does. */
  readonly onLate: () => void;
  readonly onFailure: (reason: string) => void;
}

/** Beats without an answer, after which others are preferred. */
const beatsUntilLate = 2;

/**
 * Finds out whether a process still takes notice of anything, and how large it is, for as long as it
 * has something to do.
 */
export const createHeartbeat = (
  { beat, patience, memory: mostMemory }: HeartbeatLimits,
  { ping, onLate, onFailure }: HeartbeatEvents,
): Heartbeat => {
  let timer: NodeJS.Timeout | undefined;
  let hasStarted = false;
  let isNeeded = false;
  let count = 0;
  let tickedAt = 0;
  /** When the question was asked that is still open. */
  let askedAt: number | undefined;

  const isLate = (): boolean =>
    askedAt !== undefined && performance.now() - askedAt > beatsUntilLate * beat;

  const tick = (): void => {
    const now = performance.now();
    // Where we have been held up ourselves, its answer may be waiting to be read.
    if (askedAt !== undefined && now - tickedAt > 2 * beat) askedAt = now;
    tickedAt = now;
    if (askedAt === undefined) {
      askedAt = now;
      count += 1;
      ping(count);
    } else if (now - askedAt > patience) {
      onFailure(`it did not answer for ${patience / 1000} seconds`);
    } else if (isLate()) onLate();
  };

  const update = (): void => {
    if (hasStarted && isNeeded) {
      if (timer) return;
      tickedAt = performance.now();
      askedAt = undefined;
      timer = setInterval(tick, beat).unref();
      tick();
    } else {
      clearInterval(timer);
      timer = undefined;
      askedAt = undefined;
    }
  };

  return {
    start: () => {
      hasStarted = true;
      update();
    },
    resume: () => {
      isNeeded = true;
      update();
    },
    stop: () => {
      isNeeded = false;
      update();
    },
    hear: (heard, memory) => {
      if (heard === count) askedAt = undefined;
      if (memory > mostMemory) onFailure('it takes too much memory');
    },
    isLate,
  };
};
