import { hashOf } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';

/** How often something may be tried, or how much of it there may be. */
export interface AttemptLimit {
  readonly limit: number;
  /** Milliseconds; it begins with the first attempt. */
  readonly window: number;
}

/**
 * Counts an attempt, however many are made at once and in however many processes.
 *
 * @param key whose attempts; only its hash is kept
 * @param amount as how many it counts
 * @returns milliseconds until there may be another one; 0 where this one may be
 */
export const countAttempt = async (
  store: Store,
  key: string,
  { limit, window }: AttemptLimit,
  amount = 1,
): Promise<number> => {
  const now = store.now();
  const time = isoTime(now);
  const fresh = { count: amount, ends_at: isoTime(now + window) };
  const row = await store.db
    .insertInto('attempts')
    .values({ key: hashOf(key), ...fresh })
    .onConflict((it) =>
      it.column('key').doUpdateSet((eb) => ({
        count: eb
          .case()
          .when('attempts.ends_at', '<=', time)
          .then(fresh.count)
          .else(eb('attempts.count', '+', amount))
          .end(),
        ends_at: eb
          .case()
          .when('attempts.ends_at', '<=', time)
          .then(fresh.ends_at)
          .else(eb.ref('attempts.ends_at'))
          .end(),
      })),
    )
    .returning(['count', 'ends_at'])
    .executeTakeFirstOrThrow();
  return row.count <= limit ? 0 : Math.max(1, Date.parse(row.ends_at) - now);
};

/** Begins to count anew: the attempt was a good one. */
export const forgetAttempts = async (store: Store, keys: readonly string[]): Promise<void> => {
  await store.db.deleteFrom('attempts').where('key', 'in', keys.map(hashOf)).execute();
};
