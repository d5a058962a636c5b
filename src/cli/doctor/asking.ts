import type { LogEvent, ProxyOptions } from '../../proxy/index.ts';
import { createProxy, undiciFetch } from '../../proxy/node.ts';
import { only, type Environment } from './finding.ts';

/** What came of a call. */
export interface Answered {
  readonly status: number;
  /** Of the problem, where there was one. */
  readonly code: string | undefined;
  /** What the proxy would have its owner do. */
  readonly hint: string | undefined;
  readonly upstreamStatus: number | undefined;
  /** The system's code for a connection that failed. */
  readonly upstreamError: string | undefined;
  /** Whether it was given up after the time that was set. */
  readonly late: boolean;
  readonly milliseconds: number;
  readonly body: unknown;
}

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly origin?: string;
}

const apiVariables = [
  ...['FAE_API_URL', 'FAE_API_KEY', 'FAE_API_KEY_NEXT', 'FAE_WORKSPACE', 'FAE_SESSION_COOKIE'],
  ...['FLEEK_API_URL', 'FLEEK_API_KEY', 'FLEEK_API_KEY_NEXT', 'FLEEK_PROJECT'],
];

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
const number = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/**
 * A proxy in this very process, with the APIs of the environment and else with what `options` say: what
 * it answers, and what it would write into its log.
 */
export const inProcess = (env: Environment, waitMs: number, options: ProxyOptions = {}) => {
  const events = new Map<unknown, LogEvent>();
  const send = undiciFetch({ connectTimeout: waitMs });
  let skewMs: number | undefined;

  /** Each answer of an API tells what time it is there, to the second. */
  const observing: typeof fetch = async (input, init) => {
    const begin = Date.now();
    const response = await send(input, init);
    const there = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isFinite(there)) skewMs = there + 500 - (begin + Date.now()) / 2;
    return response;
  };

  const proxy = createProxy({
    env: only(env, apiVariables),
    fae: { fetch: observing },
    fleek: { fetch: observing },
    expose: ['*'],
    cache: false,
    store: 'memory',
    limits: { requestsPerMinute: 100_000 },
    log: (event) => events.set(event['requestId'], event),
    ...options,
  });

  const ask = async ({ method = 'GET', path, origin }: Asked): Promise<Answered> => {
    const requestId = crypto.randomUUID();
    const signal = AbortSignal.timeout(waitMs);
    const begin = Date.now();
    const response = await proxy.fetch(
      new Request(`http://localhost${proxy.basePath}${path}`, {
        method,
        signal,
        headers: { 'X-Request-Id': requestId, ...(origin !== undefined && { Origin: origin }) },
      }),
    );
    const event = events.get(requestId) ?? {};
    return {
      status: response.status,
      code: text(event['code']),
      hint: text(event['hint']),
      upstreamStatus: number(event['upstreamStatus']),
      upstreamError: text(event['upstreamError']),
      late: signal.aborted,
      milliseconds: Date.now() - begin,
      body: await response.json().catch(() => undefined),
    };
  };

  const close = async (): Promise<void> => {
    await proxy.close();
    await send.close();
  };
  return { ask, close, skewMs: () => skewMs };
};

export type InProcess = ReturnType<typeof inProcess>;
