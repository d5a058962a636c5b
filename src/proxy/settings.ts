import { defaultDeadline, type Operation } from '../api/operation.ts';
import { addressList } from '../http/address.ts';
import { exactOrigin } from '../http/cors.ts';
import { memoryStore, type Store } from '../http/limits.ts';
import { jsonLines, unfailing, type LogEvent } from '../http/log.ts';
import { exposedByDefault, exposureOf, type Exposure } from './exposure.ts';
import type { Environment } from './key-safety.ts';
import { limitsOf, parseLimits, type Limits } from './limits.ts';
import type { Assets, ProxyOptions } from './options.ts';
import { upstreams, type Upstreams } from './upstream.ts';
import { visitorTokens, type VisitorTokens } from './visitor-token.ts';

/** Milliseconds that the proxy waits. */
export interface Waits {
  /** Until a JSON answer is complete or a binary one begins. */
  readonly answer: (operation: Operation) => number;
  /** Between two pieces of a streamed answer. */
  readonly idle: number;
}

/** The options and the environment, read, checked and filled with defaults. */
export interface Settings {
  readonly basePath: string;
  readonly ownOrigins: ReadonlySet<string>;
  /** The own ones included. */
  readonly origins: ReadonlySet<string>;
  readonly returnOrigins: ReadonlySet<string>;
  /** The proxy runs on its developer's machine, so that its answers may help in setting it up. */
  readonly local: boolean;
  readonly exposure: Exposure;
  readonly authorize: ProxyOptions['authorize'];
  readonly limits: Limits;
  readonly store: Store;
  /** Counts requests in this process alone: cheap enough to come before any work. */
  readonly throttleStore: Store;
  readonly trusts: (address: string) => boolean;
  readonly upstreams: Upstreams;
  readonly visitorTokens: VisitorTokens;
  readonly waits: Waits;
  readonly assets: Assets | undefined;
  readonly version: string | undefined;
  readonly log: (event: LogEvent) => void;
  readonly now: () => number;
}

const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

const commaList = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');

/** On one's own machine the same server is also reached by its number. */
const ownOrigins = (publicUrl: URL | undefined): readonly string[] => {
  if (!publicUrl) return [];
  if (publicUrl.hostname !== 'localhost') return [publicUrl.origin];
  const numeric = new URL(publicUrl);
  numeric.hostname = '127.0.0.1';
  return [publicUrl.origin, numeric.origin];
};

const publicUrlOf = (text: string | undefined): URL | undefined => {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new TypeError(`The public URL "${text}" is not an http(s) URL.`);
};

const basePathOf = (text: string): string => {
  const path = text.replace(/\/+$/, '');
  if (/^(\/[\w.~-]+)*$/.test(path)) return path;
  throw new TypeError(`The base path "${text}" must look like "/fae".`);
};

const mostHints = 1_000;

/** Only what the owner has to act upon, and each piece of advice once: anybody can cause it again. */
const consoleLog = (): ((event: LogEvent) => void) => {
  const write = jsonLines((line) => console.warn(line));
  const given = new Set<unknown>();
  return (event) => {
    const { hint, status } = event;
    if (hint === undefined) {
      if (Number(status) >= 500) write(event);
    } else if (!given.has(hint) && given.size < mostHints) {
      given.add(hint);
      write(event);
    }
  };
};

/** The upstream's own deadline and 2 s more, so that the party nearest to a fault tells of it. */
export const defaultWaits: Waits = {
  answer: (operation) => (operation.deadline ?? defaultDeadline) + 2_000,
  idle: 30_000,
};

const processEnvironment = (): Environment =>
  (globalThis as { process?: { env?: Environment } }).process?.env ?? {};

/** @throws {TypeError} for an option or variable that cannot be meant */
export const settingsOf = (options: ProxyOptions, waits: Waits): Settings => {
  const env = options.env ?? processEnvironment();
  const now = options.now ?? Date.now;
  const publicUrl = publicUrlOf(options.publicUrl ?? env['FAE_PUBLIC_URL']);
  const own = ownOrigins(publicUrl);
  const allowed = (options.origins ?? commaList(env['FAE_ALLOWED_ORIGINS'])).map(exactOrigin);
  const origins = new Set([...own, ...allowed]);
  const returns = options.returnUrls ?? commaList(env['FAE_RETURN_URLS']);
  const fromEnv = commaList(env['FAE_EXPOSE']);
  const expose = options.expose ?? (fromEnv.length ? fromEnv : exposedByDefault);
  const trusted = options.trustProxy ?? env['FAE_TRUST_PROXY'];
  const access = upstreams(options, env);
  access.checkKeys();
  return {
    basePath: basePathOf(options.basePath ?? '/fae'),
    ownOrigins: new Set(own),
    origins,
    returnOrigins: returns.length ? new Set(returns.map(exactOrigin)) : origins,
    local: localHosts.has(publicUrl?.hostname ?? ''),
    exposure: exposureOf(expose, options.authorize !== undefined),
    authorize: options.authorize,
    limits: limitsOf(options.limits ?? (env['FAE_LIMITS'] ? parseLimits(env['FAE_LIMITS']) : {})),
    store: options.store ?? memoryStore({ now }),
    throttleStore: memoryStore({ now }),
    trusts: addressList(typeof trusted === 'string' ? commaList(trusted) : (trusted ?? [])),
    upstreams: access,
    visitorTokens: visitorTokens(access.signingSecret, now),
    waits,
    assets: options.assets,
    version: options.version,
    log: unfailing(options.log ?? consoleLog()),
    now,
  };
};
