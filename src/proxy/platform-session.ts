import { readOf } from '../api/reads.ts';
import { isAtLeast, isRole, leastRole, type Role } from '../api/roles.ts';
import { readAtMost } from '../http/body.ts';
import { boundedMap } from '../http/bounded-map.ts';
import { HttpError } from '../http/problem.ts';
import { sessionCookieName } from '../http/session-cookie-name.ts';
import { toBase64Url } from '../http/signing.ts';
import type { Authorize } from './options.ts';

export interface PlatformSessionOptions {
  /** The platform's API, `/api` included, where the proxy itself reaches it. */
  readonly url: string;
  /** The workspace of the proxy's key: what somebody is there is what counts. */
  readonly workspace: string;
  /** Called instead of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** The clock, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** So long somebody may still be let in who has logged out, or is no member any more. */
const keptMs = 3_000;
const mostKept = 1_000;
const waitMs = 5_000;
const longestAnswer = 1024 * 1024;

const names: ReadonlySet<string> = new Set(Object.values(sessionCookieName));

/** Of a page's cookies, the platform's own. What is no token is not sent anywhere. */
const sessionOf = ({ headers }: Request): string | undefined => {
  const found = (headers.get('Cookie') ?? '')
    .split(';')
    .map((it) => it.trim())
    .filter((it) => names.has(it.split('=', 1)[0] ?? '') && /^[\w-]+=[\w-]{16,256}$/.test(it));
  return found.length > 0 ? found.join('; ') : undefined;
};

const digest = async (text: string): Promise<string> =>
  toBase64Url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  );

const unavailable = (url: string, cause?: unknown): HttpError =>
  new HttpError(503, 'unavailable', 'The check cannot be made at the moment.', {
    hint: `The platform at ${url} does not say who is logged in.`,
    cause,
  });

const workspacesOf = readOf('workspaces.list');

const roleIn = (workspaces: unknown, workspace: string): Role | undefined => {
  const found = (Array.isArray(workspaces) ? workspaces : []).find(
    (it: { readonly id: string }) => it.id === workspace,
  ) as { readonly role?: unknown } | undefined;
  return isRole(found?.role) ? found.role : undefined;
};

/**
 * An `authorize` hook for whoever is logged in to the platform, where that and the proxy are on one
 * origin: viewers of the workspace read, editors write, as at the platform itself. The proxy gives
 * cookies to hooks only with requests of its own pages, and writes say by their `Origin` that they are.
 *
 * @example
 * platformSession({ url: 'http://127.0.0.1:4601/api', workspace: process.env.FAE_WORKSPACE });
 *
 * @throws {TypeError} for a URL that is none, or without a workspace
 */
export const platformSession = (options: PlatformSessionOptions): Authorize => {
  const { workspace, fetch: send = fetch, now = Date.now } = options;
  const url = options.url.replace(/\/+$/, '');
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new TypeError(`"${url}" is no http(s) URL.`);
  }
  if (!workspace) throw new TypeError('A session is checked against a workspace.');
  const known = boundedMap<{ readonly role: Role | undefined }>({ capacity: mostKept, now });

  const ask = async (session: string): Promise<Role | undefined> => {
    const response = await send(`${url}/workspaces`, {
      headers: { Accept: 'application/json', Cookie: session },
      redirect: 'manual',
      signal: AbortSignal.timeout(waitMs),
    });
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      return undefined;
    }
    if (response.status !== 200) throw unavailable(url);
    const bytes = await readAtMost(response.body, longestAnswer);
    return roleIn(workspacesOf(JSON.parse(new TextDecoder().decode(bytes))), workspace);
  };

  const roleOf = async (session: string): Promise<Role | undefined> => {
    const key = await digest(session);
    const kept = known.get(key)?.value;
    if (kept) return kept.role;
    const asked = now();
    const role = await ask(session).catch((error: unknown) => {
      throw error instanceof HttpError ? error : unavailable(url, error);
    });
    const left = asked + keptMs - now();
    if (left > 0) known.set(key, { role }, left);
    return role;
  };

  return async (request, operation) => {
    const session = sessionOf(request);
    if (session === undefined) return false;
    const role = await roleOf(session);
    return role !== undefined && isAtLeast(role, leastRole(operation));
  };
};
