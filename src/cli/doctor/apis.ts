import type { NamedOperation } from '../../proxy/index.ts';

export type ApiName = NamedOperation['api'];

/** An API, and the variables that lead to it. */
export interface Api {
  readonly name: ApiName;
  readonly title: string;
  readonly url: string;
  readonly key: string;
  readonly next: string;
  readonly workspace: string;
}

export const apis: readonly Api[] = [
  {
    name: 'fae',
    title: 'FAE API',
    url: 'FAE_API_URL',
    key: 'FAE_API_KEY',
    next: 'FAE_API_KEY_NEXT',
    workspace: 'FAE_WORKSPACE',
  },
  {
    name: 'fleek',
    title: 'Fleek AI Agents API',
    url: 'FLEEK_API_URL',
    key: 'FLEEK_API_KEY',
    next: 'FLEEK_API_KEY_NEXT',
    workspace: 'FLEEK_PROJECT',
  },
];
