import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable } from 'kysely';
import { objectId } from '../ids.ts';
import type { Fields } from './records.ts';
import { isoTime, locksRows, type Store } from './store.ts';
import type { JobTables } from './tables/jobs.ts';

/** Something to be done by whichever process comes first. */
export interface JobWish {
  /** Which worker can do it: `bot`, `speech`, … */
  readonly kind: string;
  /** Absent where the work is nobody's in particular. */
  readonly workspace?: string | undefined;
  /** What it is done for: a second one of the same kind waits for the first, it is not added. */
  readonly subject?: string | undefined;
  readonly document: Fields;
  /** When it may begin, in milliseconds since 1970; now, unless given. */
  readonly at?: number | undefined;
  /** Those with the greatest go first; 0, unless given. */
  readonly priority?: number | undefined;
  /** How often it may be begun; 1, unless given: then a process that dies takes it along. */
  readonly attempts?: number | undefined;
}

/** A job in the hands of one worker, for as long as its lease is renewed. */
export interface Claim {
  readonly id: string;
  readonly lease: string;
  readonly kind: string;
  readonly workspace: string | undefined;
  readonly subject: string | undefined;
  readonly document: Fields;
  /** The first is 1. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
}

type Row = Selectable<JobTables['jobs']>;

export const unended = ['queued', 'running'] as const;

/** A job's document on its way into the database. */
export const jobText = (store: Store, document: Fields): string =>
  store.urls.shorten(JSON.stringify(document));

const claimOf = (store: Store, row: Row, lease: string): Claim => ({
  id: row.id,
  lease,
  kind: row.kind,
  workspace: row.workspace ?? undefined,
  subject: row.subject ?? undefined,
  document: JSON.parse(store.urls.expand(row.document)) as Fields,
  attempt: row.attempts,
  isLastAttempt: row.attempts >= row.max_attempts,
});

const newJob = (store: Store, wish: JobWish): Insertable<JobTables['jobs']> => {
  const now = store.now();
  return {
    id: objectId(now),
    workspace: wish.workspace ?? null,
    created_at: isoTime(now),
    updated_at: isoTime(now),
    document: jobText(store, wish.document),
    kind: wish.kind,
    subject: wish.subject ?? null,
    status: 'queued',
    priority: wish.priority ?? 0,
    due_at: isoTime(wish.at ?? now),
    attempts: 0,
    max_attempts: wish.attempts ?? 1,
    lease: null,
  };
};

/**
 * Adds a job, and lets all workers know. In a transaction both happen with it.
 *
 * @returns its id; `undefined` where there is one for the same subject that has not ended
 */
export const addJob = async (store: Store, wish: JobWish): Promise<string | undefined> => {
  const row = await store.db
    .insertInto('jobs')
    .values(newJob(store, wish))
    .onConflict((it) => it.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row) await store.notices.send(store.db, 'added');
  return row?.id;
};

/**
 * Stops what is waiting or being done for a subject; its worker is told.
 *
 * @returns whether there was anything
 */
export const stopJob = async (store: Store, kind: string, subject: string): Promise<boolean> => {
  const now = isoTime(store.now());
  const { numUpdatedRows } = await store.db
    .updateTable('jobs')
    .set({ status: 'stopped', due_at: now, updated_at: now, lease: null })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('status', 'in', unended)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await store.notices.send(store.db, 'stopped');
  return true;
};

/**
 * Adds a job that whoever asks does at once.
 *
 * @param lease how long it is held, in milliseconds
 */
export const beginJob = async (
  store: Store,
  wish: Pick<JobWish, 'kind' | 'workspace' | 'document'>,
  lease: number,
): Promise<Claim> => {
  const name = randomUUID();
  const row = await store.db
    .insertInto('jobs')
    .values({
      ...newJob(store, wish),
      status: 'running',
      attempts: 1,
      due_at: isoTime(store.now() + lease),
      lease: name,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return claimOf(store, row, name);
};

/**
 * Takes the next job that may begin: one that waits, or one whose worker has not renewed its lease.
 * Nobody else gets it before the lease ends. Rows that another one is about to take are passed over.
 *
 * @param lease how long it is held, in milliseconds; clocks of processes may differ by far less
 */
export const claimJob = async (
  store: Store,
  kinds: readonly string[],
  lease: number,
): Promise<Claim | undefined> => {
  const now = store.now();
  const name = randomUUID();
  const next = store.db
    .selectFrom('jobs')
    .select('id')
    .where('status', 'in', unended)
    .where('due_at', '<=', isoTime(now))
    .where('kind', 'in', kinds)
    .whereRef('attempts', '<', 'max_attempts')
    .orderBy('priority', 'desc')
    .orderBy('due_at')
    .orderBy('id')
    .limit(1)
    .$if(locksRows(store), (query) => query.forUpdate().skipLocked());
  const row = await store.db
    .updateTable('jobs')
    .set((eb) => ({
      status: 'running',
      lease: name,
      attempts: eb('attempts', '+', 1),
      due_at: isoTime(now + lease),
      updated_at: isoTime(now),
    }))
    .where('id', '=', next)
    .where('status', 'in', unended)
    .where('due_at', '<=', isoTime(now))
    .returningAll()
    .executeTakeFirst();
  return row && claimOf(store, row, name);
};

/**
 * When the next job may begin, or the next lease ends.
 *
 * @param within how far to look ahead, in milliseconds
 * @returns milliseconds since 1970; `undefined` where nothing is due so soon
 */
export const nextJobAt = async (
  store: Store,
  kinds: readonly string[],
  within: number,
): Promise<number | undefined> => {
  const row = await store.db
    .selectFrom('jobs')
    .select('due_at')
    .where('status', 'in', unended)
    .where('due_at', '<=', isoTime(store.now() + within))
    .where('kind', 'in', kinds)
    .whereRef('attempts', '<', 'max_attempts')
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row && Date.parse(row.due_at);
};

/**
 * Takes the next job out of dead hands that may not be begun again, so that it can be failed. To be
 * called in a transaction that also ends it.
 *
 * @param kinds those that the caller knows how to end
 */
export const claimAbandonedJob = async (
  store: Store,
  kinds: readonly string[],
): Promise<Claim | undefined> => {
  const now = isoTime(store.now());
  const row = await store.db
    .selectFrom('jobs')
    .selectAll()
    .where('status', '=', 'running')
    .where('due_at', '<=', now)
    .where('kind', 'in', kinds)
    .whereRef('attempts', '>=', 'max_attempts')
    .orderBy('due_at')
    .limit(1)
    .$if(locksRows(store), (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
  return row && claimOf(store, row, row.lease ?? '');
};
