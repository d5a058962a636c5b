import { documentedUrls } from '../api/hosts.ts';
import type { ApiName, NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import { refusePublishedKey, type Environment } from './key-safety.ts';
import type { ApiOptions, ProxyOptions } from './options.ts';

/** Where an API's operations are forwarded to, and what is added to them. */
export interface Upstream {
  /** Base URL without a slash at the end. */
  readonly base: string;
  /** The key that was last taken first, the other one of a rotation after it. */
  readonly keys: () => readonly string[];
  /** The key that the API takes: it comes first from now on. */
  readonly prefer: (key: string) => void;
  /** The FAE workspace or the Fleek project. */
  readonly workspace: string | undefined;
  readonly sessionCookie: string | undefined;
  readonly fetch: typeof fetch;
  /** The documented service and not a platform of ours: our extensions mean nothing to it. */
  readonly foreign: boolean;
}

interface Access {
  readonly url: string | undefined;
  readonly keys: readonly string[];
  readonly workspace: string | undefined;
  readonly sessionCookie?: string | undefined;
  readonly fetch: typeof fetch | undefined;
}

/** The key and, while it is being replaced, the next one. */
const keysOf = (
  given: string | readonly string[] | undefined,
  current: string | undefined,
  next: string | undefined,
): readonly string[] =>
  (given === undefined ? [current, next] : [given].flat()).filter(
    (it) => it !== undefined && it !== '',
  ) as string[];

/** A shorter value may be part of any text by chance. */
const telling = 12;

/** A cookie is a secret as a whole, and so is what it holds. */
const secretsOf = (cookie: string | undefined): readonly string[] =>
  cookie
    ? [
        cookie,
        ...cookie
          .split(';')
          .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
          .filter((value) => value.length >= telling),
      ]
    : [];

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

/**
 * Both upstreams, read when they are first needed: a runtime may have no environment before the first
 * request. What is missing is looked for again with the next one.
 */
export const upstreams = (
  options: ProxyOptions,
  env: Environment,
  defaultFetch: typeof fetch | undefined,
) => {
  const { fae, fleek } = options;
  const accessTo: Readonly<Record<ApiName, () => Access>> = {
    fae: () => ({
      url: fae?.url ?? env['FAE_API_URL'],
      keys: keysOf(fae?.key, env['FAE_API_KEY'], env['FAE_API_KEY_NEXT']),
      workspace: fae?.workspace ?? env['FAE_WORKSPACE'],
      sessionCookie: fae?.sessionCookie ?? env['FAE_SESSION_COOKIE'],
      fetch: fae?.fetch ?? defaultFetch,
    }),
    fleek: () => ({
      url: fleek?.url ?? env['FLEEK_API_URL'],
      keys: keysOf(fleek?.key, env['FLEEK_API_KEY'], env['FLEEK_API_KEY_NEXT']),
      workspace: fleek?.project ?? env['FLEEK_PROJECT'],
      fetch: fleek?.fetch ?? defaultFetch,
    }),
  };

  /** Whether the owner has set anything of an API: who has not, does without it. */
  const isBegun = (api: ApiName): boolean => {
    const { url, keys, workspace } = accessTo[api]();
    return Boolean(url || workspace) || keys.length > 0;
  };

  let known: readonly string[] | undefined;
  /** The keys that the APIs were found to take. */
  const preferred = new Map<ApiName, string>();

  /** Everything that must never leave this process but towards its own upstream. */
  const secrets = (): readonly string[] => {
    known ??= [accessTo.fae(), accessTo.fleek()].flatMap(({ keys, sessionCookie }) => [
      ...keys,
      ...secretsOf(sessionCookie),
    ]);
    return known;
  };

  /** @throws {TypeError} for a key that bundlers would publish */
  const checkKeys = (): void => {
    known = undefined;
    for (const secret of secrets()) refusePublishedKey(secret, env);
  };

  const read = (api: ApiName): Upstream => {
    const access = accessTo[api]();
    const named = variables[api];
    const [first] = access.keys;
    if (first === undefined) throw notConfigured(`Set ${named.key}.`);
    // A line break in it would make `fetch` throw an error that quotes the key.
    if (!access.keys.every((key) => /^[\x21-\x7e]+$/.test(key))) {
      throw notConfigured(`${named.key} contains a space, a line break or another odd character.`);
    }
    if (!/^[\x20-\x7e]*$/.test(access.sessionCookie ?? '')) {
      throw notConfigured('FAE_SESSION_COOKIE contains a line break or another odd character.');
    }
    checkKeys();
    const documented = documentedUrls[api];
    const base = baseOf(access.url || documented, named.url);
    return {
      base,
      keys: () => {
        const best = preferred.get(api) ?? first;
        return access.keys.toSorted((a, b) => Number(b === best) - Number(a === best));
      },
      prefer: (key) => {
        preferred.set(api, key);
      },
      workspace: access.workspace,
      sessionCookie: access.sessionCookie,
      fetch: access.fetch ?? fetch,
      foreign: new URL(base).host === new URL(documented).host,
    };
  };

  /** With the key that the options had then: an option may be a getter. */
  const complete = new Map<ApiName, readonly [Upstream, ApiOptions['key']]>();

  /** @throws {HttpError} 503 `not_configured` */
  const of = (operation: Pick<NamedOperation, 'api' | 'workspace'>): Upstream => {
    const { api } = operation;
    const key = options[api]?.key;
    const [kept, keptFor] = complete.get(api) ?? [];
    const upstream = kept && keptFor === key ? kept : read(api);
    if (upstream.workspace) complete.set(api, [upstream, key]);
    else if (operation.workspace) throw notConfigured(`Set ${variables[api].workspace}.`);
    return upstream;
  };

  /** What visitor tokens are signed with: the same in every proxy of one owner. */
  const signingSecrets = (): readonly [string, ...string[]] => {
    const { keys } = [accessTo.fae(), accessTo.fleek()].find((it) => it.keys.length > 0) ?? {};
    const [current, ...next] = keys ?? [];
    if (!current) throw notConfigured(`Set ${variables.fae.key} or ${variables.fleek.key}.`);
    return [current, ...next];
  };

  return { of, isBegun, secrets, signingSecrets, checkKeys };
};

export type Upstreams = ReturnType<typeof upstreams>;
