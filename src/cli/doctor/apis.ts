import { documentedUrls, type NamedOperation } from '../../proxy/index.ts';
import type { Environment } from './finding.ts';

export type ApiName = NamedOperation['api'];

/** An API, and the variables that lead to it. */
export interface Api {
  readonly name: ApiName;
  readonly title: string;
  readonly url: string;
  readonly key: string;
  readonly next: string;
  readonly workspace: string;
  /** When the service at the documented address has ended. */
  readonly ended?: string;
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
    ended: '2026-01-31',
  },
];

/** Whether anything is set for an API, so that it is meant to be used. */
export const isMeant = ({ key, next, url, workspace }: Api, env: Environment): boolean =>
  [key, next, url, workspace].some((name) => Boolean(env[name]));

/** When the service has ended that an environment leads to; `undefined` where none has. */
export const endOf = ({ name, url, ended }: Api, env: Environment): string | undefined => {
  const documented = documentedUrls[name];
  const isThere = URL.parse(env[url] || documented)?.host === new URL(documented).host;
  return isThere ? ended : undefined;
};

/** Whether there is any use in asking an API. */
export const isAsked = (api: Api, env: Environment): boolean =>
  isMeant(api, env) && endOf(api, env) === undefined;
