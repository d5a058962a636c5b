/**
 * Budgets: how many points something may spend in a window of time. State that several processes
 * may share sits behind the two functions of `Store`.
 */
export interface Spent {
  /** Whether the points were taken; if not, none of them was. */
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until the window ends and everything may be spent again. */
  readonly resetMs: number;
}

export interface Store {
  /**
   * Takes `points` from what `key` may spend in the current window, atomically: all or nothing.
   * The window begins with the first call. Negative points give back.
   */
  readonly consume: (
    key: string,
    points: number,
    limit: number,
    windowMs: number,
  ) => Promise<Spent>;

  /** Keeps a value under a new key and gives `undefined`; else gives the value that is there. */
  readonly putIfAbsent: (key: string, value: string, ttlMs: number) => Promise<string | undefined>;
}

interface Entry<T> {
  value: T;
  readonly endsAt: number;
}

/** A map that forgets what has ended, and beyond `capacity` what was not touched for longest. */
const bounded = <T>(capacity: number, now: () => number) => {
  const entries = new Map<string, Entry<T>>();
  const get = (key: string): Entry<T> | undefined => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    entries.delete(key);
    if (entry.endsAt <= now()) return undefined;
    entries.set(key, entry);
    return entry;
  };
  const set = (key: string, value: T, ttl: number): Entry<T> => {
    const oldest = entries.keys().next();
    if (entries.size >= capacity && !oldest.done) entries.delete(oldest.value);
    const entry = { value, endsAt: now() + ttl };
    entries.set(key, entry);
    return entry;
  };
  return { get, set };
};

/**
 * A store in this process's memory. It counts for this process alone and never holds more than
 * `capacity` keys of a kind.
 */
export const memoryStore = ({
  capacity = 100_000,
  now = Date.now,
}: { readonly capacity?: number; readonly now?: () => number } = {}): Store => {
  const budgets = bounded<number>(capacity, now);
  const values = bounded<string>(capacity, now);
  return {
    consume: async (key, points, limit, windowMs) => {
      const entry = budgets.get(key) ?? budgets.set(key, 0, windowMs);
      const resetMs = entry.endsAt - now();
      const spent = Math.max(0, entry.value + points);
      const allowed = spent <= limit;
      if (allowed) entry.value = spent;
      return { allowed, remaining: Math.max(0, limit - entry.value), resetMs };
    },
    putIfAbsent: async (key, value, ttlMs) => {
      const entry = values.get(key);
      if (!entry) values.set(key, value, ttlMs);
      return entry?.value;
    },
  };
};

export const seconds = (milliseconds: number): number =>
  Math.max(1, Math.ceil(milliseconds / 1000));

/** `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10. */
export const rateLimitHeaders = (
  policy: { readonly name: string; readonly limit: number; readonly windowMs: number },
  spent: Spent,
): Record<string, string> => ({
  'RateLimit-Policy': `"${policy.name}";q=${policy.limit};w=${seconds(policy.windowMs)}`,
  RateLimit: `"${policy.name}";r=${spent.remaining};t=${seconds(spent.resetMs)}`,
});
