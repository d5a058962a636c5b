import { addressList, clientAddress, clientAddressBehind } from '../http/address.ts';
import type { ProxyOptions } from './options.ts';
import {
  forwardedAddress,
  type Platform,
  type RuntimeContext,
  type ServerlessRuntime,
} from './runtime-context.ts';

/** Tells whom a request comes from; `undefined` where nobody can be believed. */
export type AddressOf = (headers: Headers, context: RuntimeContext) => string | undefined;

const platforms: readonly Platform[] = ['cloudflare', 'vercel', 'netlify'];

/** On these runtimes every request has come through the platform's own edge. */
const ownEdge: Partial<Record<ServerlessRuntime, Platform>> = {
  workers: 'cloudflare',
  vercel: 'vercel',
  netlify: 'netlify',
};

/**
 * @param trusted the option `trustProxy`, or its variable
 * @throws {TypeError} for a range that is none
 */
export const addressOf = (
  trusted: ProxyOptions['trustProxy'],
  runtime: ServerlessRuntime | undefined,
): AddressOf => {
  const chosen = trusted ?? (runtime && ownEdge[runtime]) ?? [];
  const platform = platforms.find((it) => it === chosen);
  if (platform) {
    return (headers, { address }) => forwardedAddress(headers, platform) ?? address;
  }
  if (typeof chosen === 'number' || (typeof chosen === 'string' && /^\d+$/.test(chosen.trim()))) {
    const hops = Number(chosen);
    if (!Number.isInteger(hops) || hops < 0) {
      throw new TypeError(`${chosen} is no number of proxies.`);
    }
    return (headers, { address }) =>
      clientAddressBehind(hops, address, headers.get('X-Forwarded-For'));
  }
  const ranges = typeof chosen === 'string' ? chosen.split(',').map((it) => it.trim()) : chosen;
  const trusts = addressList(ranges.filter((it) => it !== ''));
  return (headers, { address }) => clientAddress(address, headers.get('X-Forwarded-For'), trusts);
};
