/**
 * Client addresses: one spelling for each, so that nobody gets a second budget by writing the same
 * address differently, and `X-Forwarded-For` read only as far as it can be trusted.
 */

type Bytes = readonly number[];

const ipv4 = (text: string): Bytes | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
};

const ipv6 = (text: string): Bytes | undefined => {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(':')) return undefined;
  // The URL parser checks and canonicalises: `[::FFFF:1.2.3.4]` becomes `[::ffff:102:304]`.
  const canonical = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (canonical === undefined) return undefined;
  const [head = '', tail] = canonical.split('::');
  const groups = (part: string | undefined) =>
    part ? part.split(':').map((group) => parseInt(group, 16)) : [];
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 255]);
};

const isMapped = (bytes: Bytes): boolean =>
  bytes.length === 16 &&
  bytes.slice(0, 10).every((byte) => byte === 0) &&
  bytes[10] === 255 &&
  bytes[11] === 255;

/** The bytes of an address: 4, or 16 for IPv6. IPv4 inside IPv6 is IPv4. */
const parse = (text: string): Bytes | undefined => {
  // A zone (`fe80::1%eth0`) names an interface of this machine, not another peer.
  const bytes = ipv4(text) ?? ipv6(text.replace(/%.*$/, ''));
  return bytes && isMapped(bytes) ? bytes.slice(12) : bytes;
};

/**
 * The name under which an address is counted: IPv4 as it is, IPv6 by its /64, because a single
 * customer is given that many. `undefined` for what is no address.
 */
export const addressKey = (text: string): string | undefined => {
  const bytes = parse(text);
  if (!bytes) return undefined;
  if (bytes.length === 4) return bytes.join('.');
  const hex = bytes.slice(0, 8).map((byte) => byte.toString(16).padStart(2, '0'));
  return `${hex.join('')}/64`;
};

const loopback = ['127.0.0.0/8', '::1/128'];

const range = (text: string): ((bytes: Bytes) => boolean) => {
  const [address = '', prefix] = text.split('/');
  const network = parse(address);
  const bits = prefix === undefined ? (network?.length ?? 0) * 8 : Number(prefix);
  if (!network || !Number.isInteger(bits) || bits < 0 || bits > network.length * 8) {
    throw new TypeError(`"${text}" is no address and no range like 10.0.0.0/8.`);
  }
  return (bytes) =>
    bytes.length === network.length &&
    network.every((byte, index) => {
      const width = Math.min(8, Math.max(0, bits - index * 8));
      const mask = (0xff00 >> width) & 0xff;
      return (byte & mask) === ((bytes[index] ?? 0) & mask);
    });
};

/**
 * Whether an address is in one of the ranges: addresses, CIDR ranges, or `loopback`.
 *
 * @throws {TypeError} for a range that is none
 */
export const addressList = (ranges: readonly string[]): ((address: string) => boolean) => {
  if (ranges.length === 0) return () => false;
  const tests = ranges.flatMap((it) => (it === 'loopback' ? loopback : [it])).map(range);
  return (address) => {
    const bytes = parse(address);
    return bytes !== undefined && tests.some((test) => test(bytes));
  };
};

/** `1.2.3.4:5678` and `[::1]:5678`, as some load balancers write them. */
const withoutPort = (text: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;

/**
 * Who sent a request. The peer itself, unless it is a trusted proxy: then the last address in
 * `X-Forwarded-For` that no trusted proxy has. Read from the right, since anybody can write the
 * left part of that header.
 */
export const clientAddress = (
  peer: string | undefined,
  forwardedFor: string | null,
  trusts: (address: string) => boolean,
): string | undefined => {
  let address = peer;
  const hops = (forwardedFor ?? '').split(',').reverse();
  for (const hop of hops) {
    if (address === undefined || !trusts(address)) return address;
    const next = withoutPort(hop.trim());
    if (addressKey(next) === undefined) return address;
    address = next;
  }
  return address;
};

/**
 * Who sent a request that has come through so many proxies, counted as Express does: the peer is the
 * first of them, then come the addresses in `X-Forwarded-For` from the right, each written by the
 * proxy before. With fewer of them the farthest is it; what is no address ends the way. The number
 * must be right: with one too many, a visitor writes the address.
 *
 * @param peer `undefined` where the runtime does not tell; it is counted all the same
 */
export const clientAddressBehind = (
  proxies: number,
  peer: string | undefined,
  forwardedFor: string | null,
): string | undefined => {
  let address = peer;
  for (const hop of (forwardedFor ?? '').split(',').reverse().slice(0, proxies)) {
    const next = withoutPort(hop.trim());
    if (addressKey(next) === undefined) return address;
    address = next;
  }
  return address;
};
