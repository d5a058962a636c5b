/**
 * The proxy's signed word on who this visitor is. It comes with the answer to a paid post and is
 * sent with the next one; no cookie is involved. It lives as long as the tab.
 */
const tokens = new Map<string, string>();

const storageKey = (endpoint: string) => `fae-visitor:${endpoint}`;

/** Storage throws in sandboxed frames and where the visitor has switched it off. */
const storage = (): Storage | undefined => {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
};

export const visitorToken = (endpoint: string): string | undefined =>
  tokens.get(endpoint) ?? storage()?.getItem(storageKey(endpoint)) ?? undefined;

export const keepVisitorToken = (endpoint: string, token: string): void => {
  tokens.set(endpoint, token);
  try {
    storage()?.setItem(storageKey(endpoint), token);
  } catch {
    // Full or refused: the token in memory serves this page.
  }
};
