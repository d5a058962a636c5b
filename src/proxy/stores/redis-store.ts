import type { Claim, SharedStore, Spent } from '../../http/limits.ts';
import { consumeScript, putIfAbsentScript, scriptRunner } from './redis-scripts.ts';

/** Sends a command, gives the reply; rejects with Redis' own error, whose text it keeps. */
export type Send = (command: readonly string[]) => Promise<unknown>;

export interface RedisStoreOptions {
  /**
   * What every key begins with; `{fae}:` by default. What stands in braces decides where in a Redis
   * Cluster a key lives: one script takes several keys, so they must be together.
   */
  readonly prefix?: string | undefined;
}

const assertWhole = ({ key, points, limit, windowMs }: Claim): void => {
  if ([points, limit, windowMs].every(Number.isSafeInteger) && windowMs > 0) return;
  throw new TypeError(`Points, limit and window of "${key}" must be whole numbers.`);
};

const spentOf = (reply: unknown, claims: readonly Claim[]): readonly Spent[] => {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  if (numbers.length !== 3 * claims.length || !numbers.every(Number.isSafeInteger)) {
    throw new Error('Redis gave an answer that is none of the script’s');
  }
  return claims.map((_, index) => {
    const [allowed, remaining = 0, resetMs = 0] = numbers.slice(3 * index);
    return { allowed: allowed === 1, remaining, resetMs };
  });
};

const textOf = (reply: unknown): string | undefined =>
  typeof reply === 'string' ? reply : undefined;

/**
 * Budgets, idempotency keys and answers in Redis 6.2 or newer, or Valkey, however its commands get
 * there. Each call is one round trip; it rejects when Redis does, and bounds no time by itself.
 */
export const storeThrough = (
  send: Send,
  { prefix = '{fae}:' }: RedisStoreOptions = {},
): SharedStore => {
  const consume = scriptRunner(send, consumeScript);
  const putIfAbsent = scriptRunner(send, putIfAbsentScript);
  const named = (kind: 'answer' | 'budget' | 'value', key: string): string =>
    `${prefix}${kind}:${key}`;
  return {
    consume: async (claims) => {
      if (claims.length === 0) return [];
      claims.forEach(assertWhole);
      const reply = await consume(
        claims.map(({ key }) => named('budget', key)),
        claims.flatMap(({ points, limit, windowMs }) => [points, limit, windowMs].map(String)),
      );
      return spentOf(reply, claims);
    },
    putIfAbsent: async (key, value, ttlMs) =>
      textOf(await putIfAbsent([named('value', key)], [value, String(ttlMs)])),
    get: async (key) => textOf(await send(['GET', named('answer', key)])),
    set: async (key, value, ttlMs) => {
      await send(['SET', named('answer', key), value, 'PX', String(ttlMs)]);
    },
  };
};
