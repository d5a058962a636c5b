interface Entry<T> {
  value: T;
  readonly endsAt: number;
}

interface Bounds<T> {
  /** How much all entries together may weigh; without `weigh`, their number. */
  readonly capacity: number;
  readonly weigh?: (value: T, key: string) => number;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A map that forgets what has ended, and beyond its capacity what was not touched for longest. */
export const boundedMap = <T>({ capacity, weigh = () => 1, now }: Bounds<T>) => {
  const entries = new Map<string, Entry<T>>();
  let weight = 0;
  const remove = (key: string, entry: Entry<T>): void => {
    entries.delete(key);
    weight -= weigh(entry.value, key);
  };
  const get = (key: string): Entry<T> | undefined => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    if (entry.endsAt <= now()) {
      remove(key, entry);
      return undefined;
    }
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  };
  const set = (key: string, value: T, ttlMs: number): Entry<T> => {
    const old = entries.get(key);
    if (old) remove(key, old);
    const entry = { value, endsAt: now() + ttlMs };
    entries.set(key, entry);
    weight += weigh(value, key);
    for (const [oldest, it] of entries) {
      if (weight <= capacity || it === entry) break;
      remove(oldest, it);
    }
    return entry;
  };
  /** Forgets every key that begins so. */
  const forget = (prefix: string): void => {
    for (const [key, entry] of entries) if (key.startsWith(prefix)) remove(key, entry);
  };
  return { get, set, forget };
};

/** Roughly what an entry takes in memory beside its text, in bytes. */
const overhead = 200;

/** What text takes in memory, in bytes: beyond Latin-1 every character takes two. */
export const textWeight = (value: string, key: string): number =>
  2 * (value.length + key.length) + overhead;
