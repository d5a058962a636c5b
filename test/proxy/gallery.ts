import type { ProxyOptions } from '../../src/proxy/options.ts';
import { asked, clockAt, id, proxyOf, upstreamOf, type Reply } from './harness.ts';

/** The answers are numbered from 0, so that no two are the same. */
export const numberedNfts: Reply = (_, number) =>
  Response.json([{ _id: id, name: `NFT ${number}` }]);

/** A proxy whose gallery is read, fresh for 30 s and stale for 30 s more. */
export const gallery = (options: ProxyOptions = {}, reply: Reply = numberedNfts) => {
  const clock = clockAt();
  const upstream = upstreamOf(reply);
  const events: Readonly<Record<string, unknown>>[] = [];
  const work: Promise<unknown>[] = [];
  const proxy = proxyOf(upstream.fetch, {
    now: clock.now,
    log: (event) => events.push(event),
    authorize: () => true,
    ...options,
  });
  const context = { address: '203.0.113.7', waitUntil: (it: Promise<unknown>) => work.push(it) };
  const read = (headers: Readonly<Record<string, string>> = {}, path = '/public/nfts') =>
    proxy.fetch(asked({ path, headers }), context);
  const name = async (response: Promise<Response>) => {
    const [first] = (await (await response).json()) as { name: string }[];
    return first?.name;
  };
  return { clock, upstream, events, work, proxy, read, name };
};
