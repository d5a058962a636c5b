import { HttpError, json } from '../http/problem.ts';
import type { Arrival } from './call.ts';
import { metricsType } from './metrics.ts';

const unkept = { 'Cache-Control': 'no-store' };

/** The process is alive. */
const health = ({ settings }: Arrival): Response =>
  json({ status: 'ok', version: settings.version }, { headers: unkept });

/**
 * Whether calls can be answered: keys are there, and the store that proxies share is reached. It asks
 * no API, so that whoever asks often costs nothing. A store that is down leaves the proxy ready: it goes
 * on with its share of the budgets.
 */
const ready = async ({ settings, event }: Arrival): Promise<Response> => {
  const missing = settings.missing();
  const store = await settings.storeState();
  const isReady = missing === undefined;
  if (missing !== undefined) event['hint'] = missing;
  const checks = { configuration: isReady ? 'ok' : 'incomplete', store };
  return json(
    { status: isReady ? 'ready' : 'not_ready', checks },
    { status: isReady ? 200 : 503, headers: unkept },
  );
};

/** In OpenMetrics, for whoever brings the token; else it does not exist. */
const metrics = async ({ settings, request }: Arrival): Promise<Response> => {
  if (!(await settings.mayReadMetrics(request))) {
    throw new HttpError(404, 'not_found', 'There is nothing at this address.');
  }
  return new Response(settings.metrics.text(), {
    headers: { ...unkept, 'Content-Type': metricsType },
  });
};

const pages: Readonly<Record<string, (arrival: Arrival) => Response | Promise<Response>>> = {
  '/-/health': health,
  '/-/ready': ready,
  '/-/metrics': metrics,
};

/** What answers at a path of the proxy's own, below `-/`; `undefined` for all others. */
export const ownPath = ({ path, request }: Arrival) =>
  Object.hasOwn(pages, path) && (request.method === 'GET' || request.method === 'HEAD')
    ? pages[path]
    : undefined;
