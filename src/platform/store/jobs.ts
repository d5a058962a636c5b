import { objectId } from '../ids.ts';
import type { Fields } from './records.ts';
import { isoTime, type Store } from './store.ts';
import type { JobStatus } from './tables.ts';

/** @returns the job's id; its status is `running` */
export const startJob = async (
  store: Store,
  workspace: string,
  kind: string,
  document: Fields,
): Promise<string> => {
  const now = store.now();
  const id = objectId(now);
  await store.db
    .insertInto('jobs')
    .values({
      id,
      workspace,
      kind,
      status: 'running',
      created_at: isoTime(now),
      updated_at: isoTime(now),
      document: JSON.stringify(document),
    })
    .execute();
  return id;
};

/**
 * Marks as failed what a process left running when it died. To be called on start. A job at which
 * another process still is gets marked too, for the moment until that process tells how it ended.
 */
export const failUnendedJobs = async (store: Store): Promise<void> => {
  await store.db
    .updateTable('jobs')
    .set({ status: 'failed', updated_at: isoTime(store.now()) })
    .where('status', '=', 'running')
    .execute();
};

export const endJob = async (
  store: Store,
  id: string,
  status: Exclude<JobStatus, 'running'>,
  document: Fields,
): Promise<void> => {
  await store.db
    .updateTable('jobs')
    .set({ status, updated_at: isoTime(store.now()), document: JSON.stringify(document) })
    .where('id', '=', id)
    .execute();
};
