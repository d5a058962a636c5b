import type { JobHandler } from './jobs/job.ts';
import { deleteExpired } from './store/expired.ts';
import { addJob } from './store/jobs.ts';
import type { Store } from './store/store.ts';

const kind = 'expiry';
const hour = 60 * 60 * 1000;
const day = 24 * hour;

/**
 * Forgets every hour what has grown old, in one process of all that share the database.
 *
 * @param retainDays how long conversations are kept
 */
export const expiryHandlers = (store: Store, retainDays: number): Record<string, JobHandler> => ({
  [kind]: {
    run: async () => {
      await deleteExpired(store, store.now() - retainDays * day);
      return { again: hour };
    },
  },
});

/** Has it done from now on, unless it is already. */
export const scheduleExpiry = async (store: Store): Promise<void> => {
  // A database that is away for long must not end it.
  await addJob(store, { kind, subject: 'all', document: {}, attempts: 1_000 });
};
