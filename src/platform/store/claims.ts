import type { Insertable } from 'kysely';
import { jobText, type Claim } from './jobs.ts';
import type { Fields } from './records.ts';
import { isoTime, type Store } from './store.ts';
import type { JobTables } from './tables/jobs.ts';

/** @returns the leases that still hold; the jobs of the others have been stopped, or taken over */
export const renewLeases = async (
  store: Store,
  leases: readonly string[],
  lease: number,
): Promise<ReadonlySet<string>> => {
  const rows = await store.db
    .updateTable('jobs')
    .set({ due_at: isoTime(store.now() + lease) })
    .where('lease', 'in', leases)
    .where('status', '=', 'running')
    .returning('lease')
    .execute();
  return new Set(rows.flatMap((row) => row.lease ?? []));
};

/** Changes a job that is still in its worker's hands; gives whether it was. */
const leave = async (
  store: Store,
  { id, lease }: Claim,
  change: Partial<Insertable<JobTables['jobs']>>,
): Promise<boolean> => {
  const now = isoTime(store.now());
  const { numUpdatedRows } = await store.db
    .updateTable('jobs')
    .set({ due_at: now, ...change, updated_at: now, lease: null })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

/**
 * Ends a job, once.
 *
 * @returns false where it is not the worker's any more: then nothing of its work may be kept
 */
export const endJob = (
  store: Store,
  claim: Claim,
  status: 'done' | 'failed',
  document: Fields,
): Promise<boolean> => leave(store, claim, { status, document: jobText(store, document) });

/** Has it done again at a later time, as if it had never been begun: an interval. */
export const repeatJob = (
  store: Store,
  claim: Claim,
  at: number,
  document: Fields,
): Promise<boolean> =>
  leave(store, claim, {
    status: 'queued',
    due_at: isoTime(at),
    attempts: 0,
    document: jobText(store, document),
  });

/** Has it tried again at a later time, as often as it may be begun. */
export const retryJob = (store: Store, claim: Claim, at: number): Promise<boolean> =>
  leave(store, claim, { status: 'queued', due_at: isoTime(at) });

/** Gives it back as if it had not been taken, for a worker that has to stop. */
export const returnJob = async (store: Store, claim: Claim): Promise<boolean> => {
  const returned = await leave(store, claim, { status: 'queued', attempts: claim.attempt - 1 });
  if (returned) await store.notices.send(store.db, 'added');
  return returned;
};

/** Forgets jobs that ended before a time, in milliseconds since 1970. */
export const deleteEndedJobs = async (store: Store, before: number): Promise<void> => {
  await store.db
    .deleteFrom('jobs')
    .where('status', 'in', ['done', 'failed', 'stopped'])
    .where('due_at', '<', isoTime(before))
    .execute();
};
