import type { ApiName } from './operations.ts';

/** The base URLs that the APIs' documents give. */
export const documentedUrls: Readonly<Record<ApiName, string>> = {
  fae: 'https://faeframeworks.com/api',
  fleek: 'https://api.fleek.xyz/api',
};
