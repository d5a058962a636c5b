import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '../store/faults.ts';
import { deleteEndedJobs, endJob } from '../store/claims.ts';
import { beginJob, claimAbandonedJob } from '../store/jobs.ts';
import { transact, type Store } from '../store/store.ts';
import { createAlarm } from './alarm.ts';
import type { JobHandlers, Jobs } from './job.ts';
import { createLeases } from './leases.ts';
import { Closing, fail, reasonOf } from './run.ts';
import { work } from './worker.ts';

export interface JobsOptions {
  readonly store: Store;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
  /** How long ended jobs are kept, in milliseconds. */
  readonly retain: number;
  /** How many jobs this process does at a time; 8 by default. */
  readonly places?: number;
  /** How long a job is held without a sign of life, in milliseconds; 30 seconds by default. */
  readonly lease?: number;
  /** How often to give one, in milliseconds; every 5 seconds by default. */
  readonly beat?: number;
  /** How often to look for jobs that nobody told of, in milliseconds; every second by default. */
  readonly poll?: number;
}

/** How long work that takes no notice of its signal is waited for at the end, in milliseconds. */
const grace = 10_000;

const hour = 3_600_000;

const died = 'The process that was doing it ended.';

/** Jobs of this process and, through the store, of all that share the database. */
export const createJobs = ({
  store,
  log,
  retain,
  places = 8,
  lease = 30_000,
  beat = 5_000,
  poll = 1_000,
}: JobsOptions): Jobs => {
  const leases = createLeases(store, lease);
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const pulse = createAlarm();
  let handlers: JobHandlers = {};
  /** While processes of two versions run side by side, an old one leaves the new one's kinds alone. */
  let known: readonly string[] = [];
  let isOver = false;

  const onError = (error: unknown): void => {
    // Of a database that is away the store has told.
    if (error instanceof Unavailable) return;
    log({ event: 'jobs_failed', error: String(error) });
  };

  const watch = <T>(work: Promise<T>): Promise<T> => {
    const watched = work.finally(() => underWay.delete(watched));
    underWay.add(watched);
    return watched;
  };

  /** Fails what died with its process and may not be begun again; gives whether there was one. */
  const bury = async (): Promise<boolean> => {
    if (known.length === 0) return false;
    return transact(store, async (inner) => {
      const claim = await claimAbandonedJob(inner, known);
      if (claim) await fail(inner, claim, died, handlers[claim.kind]);
      return claim !== undefined;
    });
  };

  let forgottenAt = -Infinity;
  const forget = async (): Promise<void> => {
    if (performance.now() < forgottenAt + hour) return;
    await deleteEndedJobs(store, store.now() - retain);
    forgottenAt = performance.now();
  };

  const live = async (): Promise<void> => {
    while (!isOver) {
      try {
        await leases.renew();
        while (await bury());
        await forget();
      } catch (error) {
        onError(error);
      }
      await pulse.sleep(beat);
    }
  };
  const silence = store.notices.subscribe((notice) => {
    if (notice === 'stopped') pulse.ring();
  });
  const life = live();

  return {
    start: (given, performed = []) => {
      handlers = given;
      known = [...Object.keys(given), ...performed];
      pulse.ring();
      if (Object.keys(given).length === 0) return;
      const { signal } = closing;
      void watch(work({ store, handlers, leases, lease, poll, places, closing: signal, onError }));
    },

    perform: async (wish, action) => {
      const claim = await beginJob(store, wish, lease);
      const held = leases.hold(claim.lease);
      try {
        const { answer, document } = await watch(action(held.signal));
        await endJob(store, claim, 'done', { ...claim.document, ...document });
        return answer;
      } catch (error) {
        await endJob(store, claim, 'failed', { ...claim.document, error: reasonOf(error) });
        throw error;
      } finally {
        held.release();
      }
    },

    close: async () => {
      closing.abort(new Closing());
      const patience = new AbortController();
      await Promise.race([
        Promise.allSettled(underWay),
        pause(grace, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
      silence();
      isOver = true;
      pulse.ring();
      await life;
    },
  };
};
