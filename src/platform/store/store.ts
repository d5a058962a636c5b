import type { Kysely } from 'kysely';
import type { OwnUrls } from './own-urls.ts';
import type { Tables } from './tables.ts';

/** What queries need. In a transaction, `db` is the transaction. */
export interface Store {
  readonly db: Kysely<Tables>;
  readonly urls: OwnUrls;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Everything in `work` happens, or nothing does. Only the store that it is given may be used in it. */
export const transact = <T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> =>
  store.db.transaction().execute((db) => work({ ...store, db }));

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
