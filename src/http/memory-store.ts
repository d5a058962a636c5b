import { boundedMap, textWeight } from './bounded-map.ts';
import type { SharedStore } from './limits.ts';

/**
 * A store in this process's memory. It counts for this process alone and never holds more than
 * `capacity` budgets, nor more than `bytes` of values and of answers.
 */
export const memoryStore = ({
  capacity = 100_000,
  bytes = 64 * 1024 * 1024,
  now = Date.now,
}: {
  readonly capacity?: number;
  readonly bytes?: number;
  readonly now?: () => number;
} = {}): SharedStore => {
  const budgets = boundedMap<number>({ capacity, now });
  const values = boundedMap<string>({ capacity: bytes, weigh: textWeight, now });
  const answers = boundedMap<string>({ capacity: bytes, weigh: textWeight, now });
  return {
    consume: async (claims) => {
      const spends = claims.map(({ key, points, limit, windowMs }) => {
        const entry = budgets.get(key) ?? budgets.set(key, 0, windowMs);
        const value = Math.max(0, entry.value + points);
        return { entry, value, limit, allowed: points <= 0 || value <= limit };
      });
      if (spends.every(({ allowed }) => allowed)) {
        for (const { entry, value } of spends) entry.value = value;
      }
      return spends.map(({ entry, limit, allowed }) => ({
        allowed,
        remaining: Math.max(0, limit - entry.value),
        resetMs: entry.endsAt - now(),
      }));
    },
    putIfAbsent: async (key, value, ttlMs) => {
      const entry = values.get(key);
      if (!entry) values.set(key, value, ttlMs);
      return entry?.value;
    },
    get: async (key) => answers.get(key)?.value,
    set: async (key, value, ttlMs) => {
      answers.set(key, value, ttlMs);
    },
  };
};
