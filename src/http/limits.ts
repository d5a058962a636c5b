/**
 * Budgets: how many points something may spend in a window of time. State that several processes
 * may share sits behind the two functions of `Store`; stored answers sit behind `AnswerCache`.
 */

/** Points to be taken from what a key may spend in a window, which begins with the first call. */
export interface Claim {
  readonly key: string;
  /** Negative points give back; 0 only asks. */
  readonly points: number;
  readonly limit: number;
  readonly windowMs: number;
  /** A lock, no budget: without the shared store it is counted here as a whole. */
  readonly undivided?: true;
}

/** What became of a claim. */
export interface Spent {
  /** Whether there was room for the points. */
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until the window ends and everything may be spent again. */
  readonly resetMs: number;
  /** The shared store is not reached: counted here, against this process's share of the limit. */
  readonly degraded?: true;
}

export interface Store {
  /**
   * Takes all claims or, when there is no room for one of them, none: atomically, however many ask
   * at once. Gives one answer for each claim, in their order.
   */
  readonly consume: (claims: readonly Claim[]) => Promise<readonly Spent[]>;

  /** Keeps a value under a new key and gives `undefined`; else gives the value that is there. */
  readonly putIfAbsent: (key: string, value: string, ttlMs: number) => Promise<string | undefined>;
}

/** Where answers are kept that many visitors share. It may forget at any time. */
export interface AnswerCache {
  readonly get: (key: string) => Promise<string | undefined>;
  readonly set: (key: string, value: string, ttlMs: number) => Promise<void>;
}

/** Both, as a server like Redis offers them. */
export interface SharedStore extends Store, AnswerCache {
  /** Lets go of the connection. */
  readonly close?: () => Promise<void>;
}

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
