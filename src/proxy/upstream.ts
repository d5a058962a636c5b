import { documentedUrls } from '../api/hosts.ts';
import type { ApiName, NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import { refusePublishedKey, type Environment } from './key-safety.ts';
import type { ProxyOptions } from './options.ts';

/** Where an API's operations are forwarded to, and what is added to them. */
export interface Upstream {
  /** Base URL without a slash at the end. */
  readonly base: string;
  readonly key: string;
  /** The FAE workspace or the Fleek project. */
  readonly workspace: string | undefined;
  readonly sessionCookie: string | undefined;
  readonly fetch: typeof fetch;
  /** The documented service and not a platform of ours: our extensions mean nothing to it. */
  readonly foreign: boolean;
}

interface Access {
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly workspace: string | undefined;
  readonly sessionCookie?: string | undefined;
  readonly fetch: typeof fetch | undefined;
}

/** The variables to name when something is missing. */
const variables: Readonly<Record<ApiName, { key: string; workspace: string; url: string }>> = {
  fae: { key: 'FAE_API_KEY', workspace: 'FAE_WORKSPACE', url: 'FAE_API_URL' },
  fleek: { key: 'FLEEK_API_KEY', workspace: 'FLEEK_PROJECT', url: 'FLEEK_API_URL' },
};

const notConfigured = (hint: string): HttpError =>
  new HttpError(503, 'not_configured', 'This service is not set up yet.', { hint });

const baseOf = (text: string, variable: string): string => {
  const url = URL.parse(text);
  const usable =
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[?#]/.test(text);
  if (!usable)
    throw notConfigured(`${variable} must be an http(s) URL without credentials or "?".`);
  return url.href.replace(/\/+$/, '');
};

/** Both upstreams, read anew for each request: a runtime may have no environment before the first. */
export const upstreams = (options: ProxyOptions, env: Environment) => {
  const { fae, fleek } = options;
  const accessTo: Readonly<Record<ApiName, () => Access>> = {
    fae: () => ({
      url: fae?.url ?? env['FAE_API_URL'],
      key: fae?.key ?? env['FAE_API_KEY'],
      workspace: fae?.workspace ?? env['FAE_WORKSPACE'],
      sessionCookie: fae?.sessionCookie ?? env['FAE_SESSION_COOKIE'],
      fetch: fae?.fetch,
    }),
    fleek: () => ({
      url: fleek?.url ?? env['FLEEK_API_URL'],
      key: fleek?.key ?? env['FLEEK_API_KEY'],
      workspace: fleek?.project ?? env['FLEEK_PROJECT'],
      fetch: fleek?.fetch,
    }),
  };

  /** Everything that must never leave this process but towards its own upstream. */
  const secrets = (): readonly string[] =>
    [accessTo.fae(), accessTo.fleek()]
      .flatMap((access) => [access.key, access.sessionCookie])
      .filter((secret): secret is string => Boolean(secret));

  const checked = new Set<string>();
  const checkKeys = (): void => {
    for (const secret of secrets()) {
      if (checked.has(secret)) continue;
      refusePublishedKey(secret, env);
      checked.add(secret);
    }
  };

  const of = (operation: NamedOperation): Upstream => {
    const access = accessTo[operation.api]();
    const named = variables[operation.api];
    if (!access.key) throw notConfigured(`Set ${named.key}.`);
    // A line break in it would make `fetch` throw an error that quotes the key.
    if (!/^[\x21-\x7e]+$/.test(access.key)) {
      throw notConfigured(`${named.key} contains a space, a line break or another odd character.`);
    }
    if (operation.workspace && !access.workspace) throw notConfigured(`Set ${named.workspace}.`);
    checkKeys();
    const documented = documentedUrls[operation.api];
    const base = baseOf(access.url || documented, named.url);
    return {
      base,
      key: access.key,
      workspace: access.workspace,
      sessionCookie: access.sessionCookie,
      fetch: access.fetch ?? fetch,
      foreign: new URL(base).host === new URL(documented).host,
    };
  };

  /** What visitor tokens are signed with: the same key in every proxy of one owner. */
  const signingSecret = (): string => {
    const secret = accessTo.fae().key || accessTo.fleek().key;
    if (!secret) throw notConfigured(`Set ${variables.fae.key} or ${variables.fleek.key}.`);
    return secret;
  };

  return { of, secrets, signingSecret, checkKeys };
};

export type Upstreams = ReturnType<typeof upstreams>;
