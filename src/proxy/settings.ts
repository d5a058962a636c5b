import { defaultDeadline, type Operation } from '../api/operation.ts';
import { namedOperations } from '../api/operations.ts';
import { exactOrigin } from '../http/cors.ts';
import type { AnswerCache, SharedStore, Store } from '../http/limits.ts';
import { unfailing, type LogEvent } from '../http/log.ts';
import { memoryStore } from '../http/memory-store.ts';
import { HttpError } from '../http/problem.ts';
import { forgiving, keptAnswers, type KeptAnswer, type KeptAnswers } from './answers.ts';
import { bearer } from './authorize.ts';
import { captchaOf, type Captcha } from './captcha.ts';
import { addressOf, type AddressOf } from './client-address.ts';
import { consoleLog } from './console-log.ts';
import { exposedByDefault, exposureOf, isAskedFor, type Exposure } from './exposure.ts';
import { alone, flights } from './flights.ts';
import { refusePublishedKey, type Environment } from './key-safety.ts';
import { limitsOf, parseLimits, type Limits } from './limits.ts';
import { metricsOf, type Metrics } from './metrics.ts';
import type { Assets, Authorize, ProxyOptions } from './options.ts';
import { runtimeOf } from './runtime-context.ts';
import { storeOf } from './store.ts';
import { telemetryOf, type Telemetry } from './telemetry.ts';
import { upstreams, type Upstreams } from './upstream.ts';
import { visitorTokens, type VisitorTokens } from './visitor-token.ts';

/** Milliseconds that the proxy waits. */
export interface Waits {
  /** Until a JSON answer is complete or a binary one begins. */
  readonly answer: (operation: Operation) => number;
  /** Between two pieces of a streamed answer. */
  readonly idle: number;
  /** For all of a streamed answer. */
  readonly total: number;
}

/** What the entry for a runtime adds to the web-standard proxy. */
export interface Surroundings {
  readonly waits: Waits;
  /** Called instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Connects to `redis://` and `rediss://`. */
  readonly openStore?: (url: string) => SharedStore;
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
  readonly authorize: Authorize | undefined;
  readonly limits: Limits;
  readonly store: Store;
  /** How the store that proxies share is at the moment. */
  readonly storeState: () => Promise<'memory' | 'ok' | 'degraded' | 'missing'>;
  /** Counts requests in this process alone: cheap enough to come before any work. */
  readonly throttleStore: Store;
  readonly addressOf: AddressOf;
  readonly captcha: Captcha | undefined;
  readonly upstreams: Upstreams;
  readonly visitorTokens: VisitorTokens;
  /** Shared answers; `undefined` where the API is to be asked each time. */
  readonly answers: KeptAnswers | undefined;
  /** One load for all who want the same answer at the same time. */
  readonly fly: ReturnType<typeof flights<KeptAnswer & { readonly shared: boolean }>>;
  readonly waits: Waits;
  readonly assets: Assets | undefined;
  readonly version: string | undefined;
  readonly telemetry: Telemetry;
  readonly metrics: Metrics;
  readonly mayReadMetrics: (request: Request) => Promise<boolean>;
  /** Everything that must never leave this process but towards whom it is for. */
  readonly secrets: () => readonly string[];
  /** What the owner still has to set for the exposed operations to work. */
  readonly missing: () => string | undefined;
  readonly log: (event: LogEvent) => void;
  readonly now: () => number;
  readonly close: () => Promise<void>;
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

/** The upstream's own deadline and 2 s more, so that the party nearest to a fault tells of it. */
export const defaultWaits: Waits = {
  answer: (operation) => (operation.deadline ?? defaultDeadline) + 2_000,
  idle: 30_000,
  total: 30 * 60_000,
};

const captchaFrom = (options: ProxyOptions, env: Environment): Captcha | undefined => {
  if (options.captcha) return captchaOf(options.captcha);
  const siteKey = env['FAE_TURNSTILE_SITE_KEY'] ?? '';
  const secret = env['FAE_TURNSTILE_SECRET'] ?? '';
  return siteKey || secret ? captchaOf({ provider: 'turnstile', siteKey, secret }) : undefined;
};

const authorizeFrom = (options: ProxyOptions, env: Environment): Authorize | undefined => {
  const tokens = commaList(env['FAE_OPERATOR_TOKEN']);
  return options.authorize ?? (tokens.length > 0 ? bearer(...tokens) : undefined);
};

/** The owner's own cache comes before the store that proxies share. */
const cacheFrom = (
  { cache }: ProxyOptions,
  shared: AnswerCache | undefined,
  log: (event: LogEvent) => void,
  now: () => number,
): AnswerCache | undefined => {
  if (!cache) return shared;
  return forgiving(cache, now, (failing) => {
    const hint = failing
      ? 'The cache does not answer: answers are kept in this process alone.'
      : 'The cache answers again.';
    log({ time: new Date(now()).toISOString(), sharedCache: failing ? 'degraded' : 'ok', hint });
  });
};

/** @throws {TypeError} for an option or variable that cannot be meant */
export const settingsOf = (
  options: ProxyOptions,
  env: Environment,
  surroundings: Surroundings,
): Settings => {
  const now = options.now ?? Date.now;
  const publicUrl = publicUrlOf(options.publicUrl ?? env['FAE_PUBLIC_URL']);
  const own = ownOrigins(publicUrl);
  const allowed = (options.origins ?? commaList(env['FAE_ALLOWED_ORIGINS'])).map(exactOrigin);
  const origins = new Set([...own, ...allowed]);
  const returns = options.returnUrls ?? commaList(env['FAE_RETURN_URLS']);
  const fromEnv = commaList(env['FAE_EXPOSE']);
  const expose = options.expose ?? (fromEnv.length ? fromEnv : exposedByDefault);
  const authorize = authorizeFrom(options, env);
  const exposure = exposureOf(expose, authorize !== undefined);
  const runtime = runtimeOf(env);
  const captcha = captchaFrom(options, env);
  const metricsToken = options.metricsToken ?? env['FAE_METRICS_TOKEN'];
  const mayRead = metricsToken ? bearer(metricsToken) : undefined;
  const access = upstreams(options, env, surroundings.fetch);
  access.checkKeys();
  const log = unfailing(options.log ?? consoleLog());
  const further = [captcha?.secret, metricsToken, ...commaList(env['FAE_OPERATOR_TOKEN'])].filter(
    (it): it is string => Boolean(it),
  );
  const store = storeOf({
    options,
    env,
    runtime,
    openStore: surroundings.openStore,
    secrets: () => [...access.secrets(), ...further],
    log,
    now,
  });
  const otherSecrets = [...further, ...store.secrets];
  for (const secret of otherSecrets) refusePublishedKey(secret, env);
  const offered = namedOperations.filter(({ name }) => exposure.has(name));
  const wantsCache = options.cache ?? env['FAE_CACHE'] !== 'off';
  const answers = wantsCache
    ? keptAnswers(cacheFrom(options, store.cache, log, now), now)
    : undefined;
  return {
    basePath: basePathOf(options.basePath ?? (env['FAE_BASE_PATH'] || '/fae')),
    ownOrigins: new Set(own),
    origins,
    returnOrigins: returns.length ? new Set(returns.map(exactOrigin)) : origins,
    local: localHosts.has(publicUrl?.hostname ?? ''),
    exposure,
    authorize,
    limits: limitsOf(options.limits ?? (env['FAE_LIMITS'] ? parseLimits(env['FAE_LIMITS']) : {})),
    store: store.store,
    storeState: store.state,
    throttleStore: memoryStore({ now }),
    addressOf: addressOf(options.trustProxy ?? (env['FAE_TRUST_PROXY'] || undefined), runtime),
    captcha,
    upstreams: access,
    visitorTokens: visitorTokens(access.signingSecrets, now),
    answers,
    fly: runtime === 'workers' ? alone() : flights(),
    waits: surroundings.waits,
    assets: options.assets,
    version: options.version,
    telemetry: telemetryOf(options.openTelemetry),
    metrics: metricsOf(),
    mayReadMetrics: async (request) => (await mayRead?.(request)) ?? false,
    secrets: () => [...access.secrets(), ...otherSecrets],
    missing: () => {
      const needed = offered.filter((it) => isAskedFor(expose, it) || access.isBegun(it.api));
      try {
        for (const operation of needed.length > 0 ? needed : offered) access.of(operation);
        return offered.some(({ cost }) => cost) ? store.missing : undefined;
      } catch (error) {
        if (error instanceof HttpError) return error.hint;
        throw error;
      }
    },
    log,
    now,
    close: store.close,
  };
};
