import type { ProxyOptions } from '../../src/proxy/options.ts';
import { asked, id, proxyOf, upstreamOf } from './harness.ts';

export const idempotencyKey = 'key-0123456789-abcdef';

export interface Turn {
  readonly text?: string;
  readonly conversationId?: string;
  /** The `Idempotency-Key`. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One chat turn: a post that costs. */
export const turn = ({ text = 'Hi', key, headers, signal, ...more }: Turn = {}): Request =>
  asked({
    path: '/characters/response',
    json: { characterId: id, text, ...more },
    headers: { ...(key !== undefined && { 'Idempotency-Key': key }), ...headers },
    ...(signal && { signal }),
  });

/** An upstream whose answers are numbered from 0, so that no two are the same. */
export const numbered = () =>
  upstreamOf((_, number) => Response.json({ response: `answer ${number}` }));

/** Posts chat turns with an `Idempotency-Key`, through a proxy of its own. */
export const chatOf = (upstream: { readonly fetch: typeof fetch }, options: ProxyOptions = {}) => {
  const proxy = proxyOf(upstream.fetch, options);
  return (what: Turn = {}): Promise<Response> =>
    proxy.fetch(turn({ key: idempotencyKey, ...what }), { address: '203.0.113.7' });
};
