import { HttpError, problemResponse } from '../http/problem.ts';
import { arrive } from './arrive.ts';
import { answerAsset, finishAsset, isAssetPath } from './assets.ts';
import type { Arrival } from './call.ts';
import { finish, refusal } from './finish.ts';
import { refuseBrowser, type Environment } from './key-safety.ts';
import type { Bindings, ProxyOptions } from './options.ts';
import { ownPath } from './own-paths.ts';
import { answerCall } from './pipeline.ts';
import { preflight } from './preflight.ts';
import { contextOf } from './runtime-context.ts';
import { defaultWaits, settingsOf, type Settings, type Surroundings } from './settings.ts';

/**
 * Answers a request. What the runtime gives beside it may be passed on as it is: the environment and
 * context of Workers, the connection's details of Deno and Bun, the context of Netlify; or
 * `{ address }`, the address of the peer. Without an address all requests share one budget.
 */
type Handler = (request: Request, second?: unknown, third?: unknown) => Promise<Response>;

/** One handler under the names that the runtimes look for. */
export interface Proxy {
  /** The path below which it answers; `/fae` by default, empty for the root. */
  readonly basePath: string;
  readonly fetch: Handler;
  readonly GET: Handler;
  readonly HEAD: Handler;
  readonly POST: Handler;
  readonly PUT: Handler;
  readonly PATCH: Handler;
  readonly DELETE: Handler;
  readonly OPTIONS: Handler;
  /** Lets go of connections to the store. */
  readonly close: () => Promise<void>;
}

/** Answers that need no upstream. Scripts and styles bring their own headers, and are not finished. */
const answerDirectly = async (
  arrival: Arrival,
  answer: (arrival: Arrival) => Response | Promise<Response>,
  complete = finish,
): Promise<Response> => {
  try {
    return complete(arrival, await answer(arrival));
  } catch (error) {
    return finish(arrival, refusal(arrival, error));
  } finally {
    arrival.end();
  }
};

const answer = (arrival: Arrival): Promise<Response> => {
  const { path, request } = arrival;
  if (isAssetPath(path.slice(1))) return answerDirectly(arrival, answerAsset, finishAsset);
  if (request.method === 'OPTIONS') return answerDirectly(arrival, preflight);
  const own = ownPath(arrival);
  return own ? answerDirectly(arrival, own) : answerCall(arrival);
};

const processEnvironment = (): Environment =>
  (globalThis as { process?: { env?: Environment } }).process?.env ?? {};

const texts = (bindings: Bindings): Environment =>
  Object.fromEntries(
    Object.entries(bindings).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

/** The settings, for each environment that a runtime gives with its requests; usually that is one. */
const settingsPerEnvironment = (options: ProxyOptions, surroundings: Surroundings) => {
  const known = new WeakMap<Bindings, Settings>();
  let usual: Settings | undefined;
  return (bindings: Bindings | undefined): Settings => {
    if (options.env || !bindings) {
      usual ??= settingsOf(options, options.env ?? processEnvironment(), surroundings);
      return usual;
    }
    const found = known.get(bindings);
    if (found) return found;
    const env = { ...processEnvironment(), ...texts(bindings) };
    const settings = settingsOf(options, env, surroundings);
    known.set(bindings, settings);
    return settings;
  };
};

/** Settings that cannot be meant, in an environment that is seen only with a request. */
const misconfigured = (error: unknown): Response => {
  console.error(error instanceof TypeError ? error.message : 'The proxy cannot be set up.');
  const problem = new HttpError(503, 'not_configured', 'This service is not set up yet.');
  return problemResponse(problem, crypto.randomUUID());
};

/** `createProxy` with what a runtime's entry adds, and with waits that tests can shorten. */
export const createProxyWith = (options: ProxyOptions, surroundings: Surroundings): Proxy => {
  refuseBrowser();
  const settingsFor = settingsPerEnvironment(options, surroundings);
  const first = settingsFor(undefined);
  const handler: Handler = (request, second, third) => {
    const context = contextOf(request, second, third);
    let settings: Settings;
    try {
      settings = settingsFor(context.env);
    } catch (error) {
      return Promise.resolve(misconfigured(error));
    }
    return answer(arrive(settings, request, context));
  };
  return {
    basePath: first.basePath,
    fetch: handler,
    GET: handler,
    HEAD: handler,
    POST: handler,
    PUT: handler,
    PATCH: handler,
    DELETE: handler,
    OPTIONS: handler,
    close: () => first.close(),
  };
};

/**
 * The proxy: holds the API keys, lets an allow-list of operations through, hands out the elements'
 * scripts. A web-standard handler, free of state but for budgets, idempotency keys and kept answers.
 *
 * @example
 * const proxy = createProxy({ origins: ['https://shop.example'], expose: ['nfts.*'] });
 * const response = await proxy.fetch(request, { address: '203.0.113.7' });
 *
 * @throws {TypeError} for an option that cannot be meant, in a browser, and when a key is in a
 * variable that bundlers publish
 */
export const createProxy = (options: ProxyOptions = {}): Proxy =>
  createProxyWith(options, { waits: defaultWaits });
