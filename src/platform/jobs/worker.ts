import { returnJob } from '../store/claims.ts';
import { claimJob, nextJobAt, type Claim } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';
import { createAlarm } from './alarm.ts';
import type { JobHandler, JobHandlers } from './job.ts';
import type { Leases } from './leases.ts';
import { runJob } from './run.ts';
import { turn } from './turn.ts';

export interface WorkerOptions {
  readonly store: Store;
  readonly handlers: JobHandlers;
  readonly leases: Leases;
  /** How long a job is held, in milliseconds. */
  readonly lease: number;
  /** How often to look by oneself, in milliseconds. */
  readonly poll: number;
  /** How many jobs this process does at a time. */
  readonly places: number;
  readonly closing: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** Somebody else is taking what is due, and will soon have told. Milliseconds. */
const contested = 20;

/**
 * Does jobs, as many at a time as there are places, until `closing` aborts.
 *
 * @returns resolves once nothing is being done any more
 */
export const work = async (options: WorkerOptions): Promise<void> => {
  const { store, handlers, leases, lease, poll, places, closing, onError } = options;
  const alarm = createAlarm();
  const running = new Map<Promise<void>, string>();

  const countOf = (kind: string): number =>
    [...running.values()].filter((it) => it === kind).length;

  const freeKinds = (): string[] => {
    if (closing.aborted || running.size >= places) return [];
    return Object.entries(handlers)
      .filter(([kind, { limit = places }]) => countOf(kind) < limit)
      .map(([kind]) => kind);
  };

  const begin = (claim: Claim, handler: JobHandler): void => {
    const held = leases.hold(claim.lease);
    const run = runJob(store, claim, handler, { lease: held.signal, closing })
      .catch(onError)
      .finally(() => {
        held.release();
        running.delete(run);
        alarm.ring();
      });
    running.set(run, claim.kind);
  };

  /** Takes what is due; gives how long there is nothing to do, in milliseconds. */
  const take = async (): Promise<number> => {
    for (let kinds = freeKinds(); kinds.length > 0; kinds = freeKinds()) {
      await turn();
      const at = await nextJobAt(store, kinds, poll);
      if (at === undefined) return poll;
      if (at > store.now()) return at - store.now();
      const claim = await claimJob(store, kinds, lease);
      if (!claim) return contested;
      const handler = handlers[claim.kind];
      if (handler) begin(claim, handler);
      else await returnJob(store, claim);
    }
    return poll;
  };

  const silence = store.notices.subscribe(alarm.ring);
  closing.addEventListener('abort', alarm.ring, { once: true });
  while (!closing.aborted) {
    let rest = poll;
    try {
      rest = await take();
    } catch (error) {
      onError(error);
    }
    await alarm.sleep(rest);
  }
  silence();
  await Promise.all(running.keys());
};
