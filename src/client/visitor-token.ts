import { inStorage } from './storage.ts';

/**
 * The proxy's signed word on who this visitor is. It comes with the answer to a paid post and is
 * sent with the next one; no cookie is involved. It lives as long as the tab; where storage is full
 * or refused, as long as the page.
 */
const tokens = new Map<string, string>();

const storageKey = (endpoint: string) => `fae-visitor:${endpoint}`;

export const visitorToken = (endpoint: string): string | undefined =>
  tokens.get(endpoint) ?? inStorage((it) => it.getItem(storageKey(endpoint))) ?? undefined;

export const keepVisitorToken = (endpoint: string, token: string): void => {
  tokens.set(endpoint, token);
  inStorage((it) => it.setItem(storageKey(endpoint), token));
};
