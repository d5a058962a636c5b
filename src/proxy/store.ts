import type { AnswerCache, SharedStore, Store } from '../http/limits.ts';
import type { LogEvent } from '../http/log.ts';
import { memoryStore } from '../http/memory-store.ts';
import { HttpError } from '../http/problem.ts';
import { redacted } from './redacted.ts';
import type { Environment } from './key-safety.ts';
import type { ProxyOptions } from './options.ts';
import type { ServerlessRuntime } from './runtime-context.ts';
import { withFallback } from './stores/fallback-store.ts';
import { restStoreFromUrl } from './stores/redis-rest-store.ts';

/** Where budgets are counted, and what is known of it. */
export interface StoreSetting {
  readonly store: Store;
  /** The same, where it can keep answers for all proxies. */
  readonly cache: AnswerCache | undefined;
  readonly state: () => Promise<'memory' | 'ok' | 'degraded' | 'missing'>;
  /** What the owner has to set before anything that costs is let through. */
  readonly missing: string | undefined;
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

interface Given {
  readonly options: ProxyOptions;
  readonly env: Environment;
  readonly runtime: ServerlessRuntime | undefined;
  readonly openStore: ((url: string) => SharedStore) | undefined;
  /** All but the store's own: the error of an owner's store may quote anything. */
  readonly secrets: () => readonly string[];
  readonly log: (event: LogEvent) => void;
  readonly now: () => number;
}

const instancesOf = ({ options, env }: Given): number => {
  const instances = options.instances ?? Number(env['FAE_INSTANCES'] || 1);
  if (Number.isSafeInteger(instances) && instances > 0) return instances;
  throw new TypeError('FAE_INSTANCES must be a whole number, 1 or more.');
};

/** As it is written and as it is meant. */
const passwordIn = (url: string): readonly string[] => {
  const { password = '' } = URL.parse(url) ?? {};
  if (!password) return [];
  try {
    return [decodeURIComponent(password), password];
  } catch {
    throw new TypeError('Write a "%" in the password of FAE_REDIS_URL as "%25".');
  }
};

const fromUrl = (text: string, openStore: Given['openStore']): Store => {
  const { protocol } = URL.parse(text) ?? {};
  if (protocol === 'https:' || protocol === 'http:') return restStoreFromUrl(text);
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    throw new TypeError(
      'FAE_REDIS_URL must begin with redis://, rediss:// or https://, or be "memory".',
    );
  }
  if (!openStore) {
    throw new TypeError(
      'FAE_REDIS_URL names a TCP connection, which this entry does not open: on Node.js import ' +
        'createProxy from "fae-widgets/proxy/node", elsewhere use Redis over REST (https://…).',
    );
  }
  return openStore(text);
};

const inMemory = (now: () => number): StoreSetting => ({
  store: memoryStore({ now }),
  cache: undefined,
  state: async () => 'memory',
  missing: undefined,
  secrets: [],
  close: async () => undefined,
});

/** Every instance of a serverless runtime would begin with budgets of its own: that is none at all. */
const refusing = (runtime: ServerlessRuntime): StoreSetting => {
  const missing =
    `On ${runtime} budgets need a store that all instances share: set FAE_REDIS_URL, or to ` +
    '"memory" to do without.';
  const refuse = async (): Promise<never> => {
    throw new HttpError(503, 'not_configured', 'This service is not set up yet.', {
      hint: missing,
    });
  };
  return {
    store: { consume: refuse, putIfAbsent: refuse },
    cache: undefined,
    state: async () => 'missing',
    missing,
    secrets: [],
    close: async () => undefined,
  };
};

/** How long one answer may take over https, where a connection may have to be made first. */
const restWaitMs = 1_000;

const canKeep = (store: Store): store is SharedStore => 'get' in store && 'set' in store;

/** @throws {TypeError} for a variable that cannot be meant */
export const storeOf = (given: Given): StoreSetting => {
  const { options, env, runtime, openStore, log, now } = given;
  const url = options.store === undefined ? env['FAE_REDIS_URL'] : undefined;
  if (options.store === 'memory' || url === 'memory') return inMemory(now);
  if (options.store === undefined && !url) return runtime ? refusing(runtime) : inMemory(now);
  const passwords = passwordIn(url ?? '');
  const shared = options.store ?? fromUrl(url ?? '', openStore);
  const isRest = url !== undefined && /^https?:/.test(url);
  const settings = {
    instances: instancesOf(given),
    now,
    ...(isRest && { waitMs: restWaitMs }),
    onChange: (degraded: boolean, error?: unknown) => {
      const hint = degraded
        ? 'The shared store does not answer: this proxy counts against its share of the budgets.'
        : 'The shared store answers again.';
      const cause = error instanceof Error && {
        error: redacted(error.message, [...passwords, ...given.secrets()]),
      };
      log({
        time: new Date(now()).toISOString(),
        store: degraded ? 'degraded' : 'ok',
        hint,
        ...cause,
      });
    },
  };
  const keeping = canKeep(shared) ? withFallback(shared, settings) : undefined;
  const store = keeping ?? withFallback(shared, settings);
  return {
    store,
    cache: keeping,
    state: async () => ((await store.reachable()) ? 'ok' : 'degraded'),
    missing: undefined,
    secrets: passwords,
    close: async () => keeping?.close?.(),
  };
};
