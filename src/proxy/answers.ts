import { boundedMap, textWeight } from '../http/bounded-map.ts';
import type { AnswerCache } from '../http/limits.ts';
import { circuitBreaker } from './stores/circuit-breaker.ts';

/** An answer that many visitors share. */
export interface KeptAnswer {
  readonly body: string;
  readonly etag: string;
  /** When the upstream was asked for it; milliseconds since 1970. */
  readonly at: number;
}

/** What one process keeps, in bytes. */
const capacity = 64 * 1024 * 1024;
/** Longer answers are kept here alone, in characters. */
const longestShared = 1024 * 1024;
/** How long a cache is told to remember that a resource has changed. */
const changedMs = 24 * 60 * 60 * 1000;

const isKept = (value: unknown): value is KeptAnswer =>
  typeof value === 'object' &&
  value !== null &&
  'body' in value &&
  typeof value.body === 'string' &&
  'etag' in value &&
  typeof value.etag === 'string' &&
  'at' in value &&
  typeof value.at === 'number';

const parsed = (text: string | undefined): KeptAnswer | undefined => {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isKept(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * A cache of the owner's that may be away: nothing is found in it then, and nobody waits for it.
 *
 * @param onChange called when it no longer answers, and when it does again
 */
export const forgiving = (
  cache: AnswerCache,
  now: () => number,
  onChange: (failing: boolean) => void,
): AnswerCache => {
  const { attempt } = circuitBreaker({
    now,
    waitMs: 250,
    firstWaitMs: 2_000,
    retryMs: 1_000,
    onChange,
  });
  return {
    get: async (key) => (await attempt(() => cache.get(key)))?.value,
    set: async (key, value, ttlMs) => {
      await attempt(() => cache.set(key, value, ttlMs));
    },
  };
};

/**
 * Kept answers: in this process's memory, and behind it in what all proxies share, if anything. Keys
 * begin with the resource (`nfts.`).
 */
export const keptAnswers = (shared: AnswerCache | undefined, now: () => number) => {
  const near = boundedMap<KeptAnswer>({
    capacity,
    weigh: ({ body }, key) => textWeight(body, key),
    now,
  });
  /** When resources were changed through this process. There are a few dozen of them. */
  const changes = new Map<string, number>();
  const changeKey = (resource: string): string => `changed:${resource}`;
  const resourceOf = (key: string): string => key.split('.', 1)[0] ?? '';

  /** What this process has, however old. */
  const here = (key: string): KeptAnswer | undefined => near.get(key)?.value;

  /** What another process has put into the shared cache, unless the resource has changed since. */
  const elsewhere = async (key: string, ttlMs: number): Promise<KeptAnswer | undefined> => {
    if (!shared) return undefined;
    const [text, changed] = await Promise.all([
      shared.get(`answer:${key}`),
      shared.get(changeKey(resourceOf(key))),
    ]);
    const found = parsed(text);
    if (!found || found.at <= Number(changed ?? 0)) return undefined;
    near.set(key, found, ttlMs);
    return found;
  };

  /** Keeps an answer, unless its resource has changed since the upstream was asked for it. */
  const keep = async (key: string, answer: KeptAnswer, ttlMs: number): Promise<void> => {
    const changed = changes.get(resourceOf(key));
    if (changed !== undefined && answer.at <= changed) return;
    near.set(key, answer, ttlMs);
    if (answer.body.length > longestShared) return;
    await shared?.set(`answer:${key}`, JSON.stringify(answer), ttlMs);
  };

  /** An operator has changed something: here at once, elsewhere when their copies have aged. */
  const forget = async (resource: string): Promise<void> => {
    changes.set(resource, now());
    near.forget(`${resource}.`);
    await shared?.set(changeKey(resource), String(now()), changedMs);
  };

  return { here, elsewhere, keep, forget };
};

export type KeptAnswers = ReturnType<typeof keptAnswers>;
