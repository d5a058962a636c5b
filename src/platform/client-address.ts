import { addressList, clientAddress, clientAddressBehind } from '../http/address.ts';

/** Whom a connection is with: said by its address, or as `@hono/node-server` hands it to a handler. */
export interface Connection {
  readonly address?: string | undefined;
  readonly incoming?:
    { readonly socket: { readonly remoteAddress?: string | undefined } } | undefined;
}

export const peerOf = (connection: Connection | undefined): string | undefined =>
  connection?.address ?? connection?.incoming?.socket.remoteAddress;

/** Tells whom a request comes from, out of whom the connection is with and `X-Forwarded-For`. */
export type AddressOf = (peer: string | undefined, headers: Headers) => string | undefined;

/** Networks with headers of their own, which only the proxy reads. */
const networks = new Set(['cloudflare', 'vercel', 'netlify']);

/**
 * @param trusted `FAE_TRUST_PROXY`: how many proxies there are in front, or their addresses and ranges
 * @throws {TypeError} for a range that is none
 */
export const addressOf = (trusted: string): AddressOf => {
  if (/^\d+$/.test(trusted)) {
    return (peer, headers) =>
      clientAddressBehind(Number(trusted), peer, headers.get('X-Forwarded-For'));
  }
  const ranges = trusted
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '' && !networks.has(it));
  const trusts = addressList(ranges);
  return (peer, headers) => clientAddress(peer, headers.get('X-Forwarded-For'), trusts);
};
