import { sql, type Kysely, type Transaction } from 'kysely';
import { isConflict, isTaken, Unavailable } from './faults.ts';
import type { Notices } from './notices.ts';
import type { OwnUrls } from './own-urls.ts';
import type { Vault } from '../vault.ts';
import type { Tables } from './tables.ts';

/** What queries need. In a transaction, `db` is the transaction. */
export interface Store {
  readonly db: Kysely<Tables>;
  readonly notices: Notices;
  readonly urls: OwnUrls;
  /** Seals what must not be read in the database. */
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long transactions that meet one another are tried again, in milliseconds. */
const patience = 5_000;

/**
 * PostgreSQL may tell a transaction that a value is taken which was free when it looked. The second
 * time it sees the value; a third time would be its own mistake.
 */
const mostTaken = 2;

/**
 * Whether writers lock single rows, as PostgreSQL's do, and meet one another in the middle of their
 * transactions. SQLite's lock everything and come one after the other.
 */
export const locksRows = ({ db }: Pick<Store, 'db'>): boolean =>
  db.getExecutor().adapter.supportsMultipleConnections !== false;

/**
 * Transactions run side by side, until one has met another: that one takes its turn alone, and so
 * meets nobody again. The lock comes first because what a transaction sees is what there was when it
 * first read, and a lock of this kind is no reading.
 */
const takeTurn = async (db: Transaction<Tables>, alone: boolean): Promise<void> => {
  if (!locksRows({ db })) return;
  await sql`lock table turns in ${sql.raw(alone ? 'exclusive' : 'row share')} mode`.execute(db);
};

/**
 * Everything in `work` happens, or nothing does, and nobody else's writes come in between: what it has
 * read is still so when it writes. Only the store that it is given may be used in it; it may be done
 * several times, so it must do nothing but read and write; and it must end with the first statement
 * that fails, as PostgreSQL takes no further one.
 *
 * @throws {HttpError} 503 `unavailable` where others get in the way all the time
 */
export const transact = async <T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> => {
  const transaction = store.db.transaction().setIsolationLevel('serializable');
  const giveUpAt = performance.now() + patience;
  for (let round = 1; ; round += 1) {
    try {
      return await transaction.execute(async (db) => {
        await takeTurn(db, round > 1);
        return work({ ...store, db });
      });
    } catch (error) {
      const again = isConflict(error) || (isTaken(error) && round < mostTaken);
      if (!again) throw error;
      if (performance.now() > giveUpAt) throw new Unavailable(error);
    }
  }
};

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
