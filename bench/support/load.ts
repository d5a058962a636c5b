/** What a load has met. */
export interface Load {
  /** Milliseconds from the sending of each request to the last byte of its answer. */
  readonly latencies: readonly number[];
  readonly failures: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Milliseconds by which requests left later than planned; they are not part of the latencies. */
  readonly lateness: readonly number[];
}

/** One request; gives the bytes of its answer, and throws for an answer that is not the right one. */
export type Call = () => Promise<number>;

const observed = (call: Call) => {
  const latencies: number[] = [];
  let failures = 0;
  let bytes = 0;
  const run = async (): Promise<void> => {
    const begin = performance.now();
    try {
      // Not added to at once: `bytes += await …` would read the sum before it waits.
      const got = await call();
      bytes += got;
      latencies.push(performance.now() - begin);
    } catch {
      failures += 1;
    }
  };
  const result = () => ({ latencies, failures, bytes });
  return { run, result };
};

/**
 * An open loop: requests leave at a fixed rate, whether earlier ones have been answered or not, on as
 * many connections as that takes. So a proxy that stalls is met by all the requests of that time; a
 * closed loop would wait with it, and leave them out ("coordinated omission").
 */
export const atRate = async (call: Call, rate: number, seconds: number): Promise<Load> => {
  const { run, result } = observed(call);
  const lateness: number[] = [];
  const running: Promise<void>[] = [];
  const begin = performance.now();
  const total = rate * seconds;
  for (let sent = 0; sent < total;) {
    const due = begin + (sent * 1000) / rate;
    const late = performance.now() - due;
    if (late >= 0) {
      lateness.push(late);
      running.push(run());
      sent += 1;
    } else {
      await new Promise((resolve) => setTimeout(resolve, -late));
    }
  }
  await Promise.all(running);
  return { ...result(), lateness, seconds: (performance.now() - begin) / 1000 };
};

/** A closed loop: on each connection the next request leaves when the last one is answered. */
export const atMost = async (call: Call, connections: number, seconds: number): Promise<Load> => {
  const { run, result } = observed(call);
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end) await run();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { ...result(), lateness: [], seconds: (performance.now() - begin) / 1000 };
};
