import { json } from '../http/problem.ts';
import { arrive, type RequestContext } from './arrive.ts';
import { answerAsset, finishAsset, isAssetPath } from './assets.ts';
import type { Arrival } from './call.ts';
import { finish, refusal } from './finish.ts';
import { refuseBrowser } from './key-safety.ts';
import type { ProxyOptions } from './options.ts';
import { answerCall } from './pipeline.ts';
import { preflight } from './preflight.ts';
import { defaultWaits, settingsOf, type Waits } from './settings.ts';

type Handler = (request: Request, context?: RequestContext) => Promise<Response>;

/** One handler under the names that the runtimes look for. */
export interface Proxy {
  readonly fetch: Handler;
  readonly GET: Handler;
  readonly HEAD: Handler;
  readonly POST: Handler;
  readonly PUT: Handler;
  readonly PATCH: Handler;
  readonly DELETE: Handler;
  readonly OPTIONS: Handler;
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

const health = ({ settings }: Arrival): Response =>
  json({ status: 'ok', version: settings.version }, { headers: { 'Cache-Control': 'no-store' } });

const answer = async (arrival: Arrival): Promise<Response> => {
  const { path, request } = arrival;
  if (isAssetPath(path.slice(1))) return answerDirectly(arrival, answerAsset, finishAsset);
  if (request.method === 'OPTIONS') return answerDirectly(arrival, preflight);
  if (path === '/-/health' && (request.method === 'GET' || request.method === 'HEAD')) {
    return answerDirectly(arrival, health);
  }
  return answerCall(arrival);
};

/** `createProxy` with waits that tests can shorten. */
export const createProxyWith = (options: ProxyOptions, waits: Waits): Proxy => {
  refuseBrowser();
  const settings = settingsOf(options, waits);
  const handler: Handler = (request, context = {}) => answer(arrive(settings, request, context));
  return {
    fetch: handler,
    GET: handler,
    HEAD: handler,
    POST: handler,
    PUT: handler,
    PATCH: handler,
    DELETE: handler,
    OPTIONS: handler,
  };
};

/**
 * The proxy: holds the API keys, lets an allow-list of operations through, hands out the elements'
 * scripts. A web-standard handler, free of state but for the budgets in its store.
 *
 * @example
 * const proxy = createProxy({ origins: ['https://shop.example'], expose: ['nfts.*'] });
 * const response = await proxy.fetch(request, { address: '203.0.113.7' });
 *
 * @throws {TypeError} for an option that cannot be meant, in a browser, and when a key is in a
 * variable that bundlers publish
 */
export const createProxy = (options: ProxyOptions = {}): Proxy =>
  createProxyWith(options, defaultWaits);
