import { boundedMap, textWeight } from '../../http/bounded-map.ts';
import type { AnswerCache, Claim, SharedStore, Spent, Store } from '../../http/limits.ts';
import { memoryStore } from '../../http/memory-store.ts';
import { circuitBreaker } from './circuit-breaker.ts';

export interface FallbackOptions {
  /** How many processes share the store; 1 by default. */
  readonly instances?: number | undefined;
  /** The clock, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** The longest that a request waits for the shared store; 250 ms by default. */
  readonly waitMs?: number | undefined;
  /** The same until the store's first answer, since a connection must be made; 2,000 ms by default. */
  readonly firstWaitMs?: number | undefined;
  /** How long a failing store is left alone before one request tries it again; 1,000 ms. */
  readonly retryMs?: number | undefined;
  /** Called once when the store is no longer reached, with what it said, and once when it is again. */
  readonly onChange?: ((degraded: boolean, error?: unknown) => void) | undefined;
}

export interface Reachability {
  /** What was found out last, without asking. */
  readonly state: () => 'shared' | 'degraded';
  /** Asks the store, at most as often as a failing one may be asked. Never rejects. */
  readonly reachable: () => Promise<boolean>;
}

const capacity = 100_000;
const bytes = 16 * 1024 * 1024;
/** More than anybody can have spent. */
const unlimited = Number.MAX_SAFE_INTEGER;

const keepsAnswers = (store: Store): store is Store & AnswerCache =>
  'get' in store && 'set' in store;

const givesBack = (claims: readonly Claim[]): boolean =>
  claims.some(({ points }) => points < 0) && claims.every(({ points }) => points <= 0);

const asking = (claim: Claim): Claim => ({ ...claim, points: 0, limit: unlimited });

const degraded = (spends: readonly Spent[]): readonly Spent[] =>
  spends.map((spent) => ({ ...spent, degraded: true }));

/**
 * A shared store that may go away. While it does not answer, budgets are counted in this process's
 * memory, against its share of what was left of each limit when the store last spoke of it: the
 * limit divided by `instances`. Values are kept in memory, answers are not found. One request in
 * `retryMs` finds out whether the store is back; no request waits longer than `waitMs`, but for the
 * first ones.
 *
 * What was counted here is not carried over to the store. So in a window with an outage at most
 * twice the limit is spent, and with load spread evenly no more than the limit, unless the store
 * forgot its counts or was not asked before.
 */
export function withFallback(
  store: SharedStore,
  options?: FallbackOptions,
): SharedStore & Reachability;
export function withFallback(store: Store, options?: FallbackOptions): Store & Reachability;
export function withFallback(
  store: Store & { readonly close?: SharedStore['close'] },
  {
    instances = 1,
    now = Date.now,
    waitMs = 250,
    firstWaitMs = 2_000,
    retryMs = 1_000,
    onChange = () => undefined,
  }: FallbackOptions = {},
): Store & Partial<AnswerCache> & Reachability {
  if (!Number.isSafeInteger(instances) || instances < 1) {
    throw new TypeError('The number of instances must be a whole number, 1 or more.');
  }
  const { attempt, isFailing } = circuitBreaker({
    now,
    waitMs,
    firstWaitMs,
    retryMs,
    onChange,
  });
  const own = memoryStore({ capacity, bytes, now });
  /** Until when points may be held that were taken from `own`. */
  let ownUntil = 0;
  /** What all processes together had spent when the store was last asked. */
  const lastKnown = boundedMap<number>({ capacity, now });
  /** The values that this process has put, wherever: the other place need not know of them. */
  const put = boundedMap<string>({ capacity: bytes, weigh: textWeight, now });

  const shareOf = (claim: Claim): Claim => {
    if (claim.undivided) return claim;
    const left = Math.max(0, claim.limit - (lastKnown.get(claim.key)?.value ?? 0));
    return { ...claim, limit: Math.floor(left / instances) };
  };

  const takeOwn = async (claims: readonly Claim[]): Promise<readonly Spent[]> => {
    const spends = await own.consume(claims.map(shareOf));
    if (claims.some(({ points }) => points > 0) && spends.every(({ allowed }) => allowed)) {
      ownUntil = Math.max(ownUntil, ...spends.map(({ resetMs }) => now() + resetMs));
    }
    return degraded(spends);
  };

  const askShared = async (claims: readonly Claim[]): Promise<readonly Spent[] | undefined> => {
    const answer = await attempt(() => store.consume(claims));
    answer?.value.forEach(({ remaining, resetMs }, index) => {
      const claim = claims[index];
      if (claim) lastKnown.set(claim.key, claim.limit - remaining, resetMs);
    });
    return answer?.value;
  };

  /** In doubt points count as taken here: a store must not get back what it never gave. */
  const wereTakenHere = async (claims: readonly Claim[]): Promise<boolean> => {
    if (now() >= ownUntil) return false;
    const held = await own.consume(claims.map(asking));
    return claims.every(({ points }, index) => {
      const spent = unlimited - (held[index]?.remaining ?? unlimited);
      return spent >= -points;
    });
  };

  const giveBack = async (claims: readonly Claim[]): Promise<readonly Spent[]> => {
    if (await wereTakenHere(claims)) return takeOwn(claims);
    return (await askShared(claims)) ?? takeOwn(claims.map((it) => ({ ...it, points: 0 })));
  };

  return {
    consume: async (claims) => {
      if (givesBack(claims)) return giveBack(claims);
      return (await askShared(claims)) ?? takeOwn(claims);
    },
    putIfAbsent: async (key, value, ttlMs) => {
      const earlier = put.get(key)?.value;
      if (earlier !== undefined) return earlier;
      const answer = await attempt(() => store.putIfAbsent(key, value, ttlMs));
      const there = answer ? answer.value : await own.putIfAbsent(key, value, ttlMs);
      if (there === undefined) put.set(key, value, ttlMs);
      return there;
    },
    ...(keepsAnswers(store) && {
      get: async (key: string) => (await attempt(() => store.get(key)))?.value,
      set: async (key: string, value: string, ttlMs: number) => {
        await attempt(() => store.set(key, value, ttlMs));
      },
    }),
    ...(store.close && { close: store.close }),
    state: () => (isFailing() ? 'degraded' : 'shared'),
    reachable: async () => {
      const ask = { key: 'reachable', points: 0, limit: 1, windowMs: 1_000 };
      return (await attempt(() => store.consume([ask]))) !== undefined;
    },
  };
}
