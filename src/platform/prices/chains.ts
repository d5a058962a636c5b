import { HttpError } from '../../http/problem.ts';

/** A token where it lives, in the one spelling that engines and caches use. */
export interface TokenPlace {
  readonly chain: string;
  readonly address: string;
}

/** Chains of Ethereum's kind, as Moralis calls them; any other goes by its id: `0x2105`. */
const evm = new Set([
  ...['eth', 'polygon', 'bsc', 'arbitrum', 'base', 'optimism', 'linea', 'avalanche', 'fantom'],
  ...['cronos', 'gnosis', 'chiliz', 'moonbeam', 'moonriver', 'flow', 'ronin', 'lisk', 'pulse'],
]);

const aliases: Readonly<Record<string, string>> = {
  ethereum: 'eth',
  matic: 'polygon',
  binance: 'bsc',
  avax: 'avalanche',
};

const evmId = /^0x[0-9a-f]{1,8}$/;
const evmAddress = /^0x[0-9a-f]{40}$/;
/** 32 bytes in Bitcoin's base 58, which has no 0, O, I and l. */
const solanaAddress = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/;

const invalid = (field: string, what: string): HttpError =>
  new HttpError(400, 'invalid_request', `"${field}" must be ${what}.`);

/**
 * Finds out where a token is meant to be.
 *
 * @throws {HttpError} 400 `invalid_request` for a chain that is none, and for what is no address there
 */
export const tokenPlace = (chainName: string, address: string): TokenPlace => {
  const lower = chainName.toLowerCase();
  const chain = Object.hasOwn(aliases, lower) ? (aliases[lower] ?? lower) : lower;
  if (chain === 'solana') {
    if (!solanaAddress.test(address)) throw invalid('tokenAddress', 'an address on Solana');
    return { chain, address };
  }
  if (!evm.has(chain) && !evmId.test(chain)) {
    throw invalid('chain', 'solana, eth, polygon, bsc, base or the like, or a chain id like 0x1');
  }
  if (!evmAddress.test(address.toLowerCase())) {
    throw invalid('tokenAddress', `an address on ${chain}: 0x and 40 hexadecimal digits`);
  }
  return { chain, address: address.toLowerCase() };
};
