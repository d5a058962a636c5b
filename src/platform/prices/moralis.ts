import { price as readPrice } from '../../api/fae/tokens.read.ts';
import { readAtMost } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import type { Outbound, OutboundAnswer } from '../outbound.ts';
import type { TokenPlace } from './chains.ts';
import type { Prices } from './price-engine.ts';

/** Where Moralis answers: docs.moralis.com, "Get ERC20 token price" and "Get token price" of Solana. */
export interface MoralisHosts {
  readonly evm: string;
  readonly solana: string;
}

const documented: MoralisHosts = {
  evm: 'https://deep-index.moralis.io',
  solana: 'https://solana-gateway.moralis.io',
};

const mostBytes = 64 * 1024;

const unavailable = (cause?: unknown): HttpError =>
  new HttpError(503, 'unavailable', 'The price engine cannot be reached right now.', {
    headers: { 'Retry-After': '30' },
    cause,
  });

const urlOf = (hosts: MoralisHosts, { chain, address }: TokenPlace): URL => {
  if (chain === 'solana') return new URL(`${hosts.solana}/token/mainnet/${address}/price`);
  const query = new URLSearchParams({ chain, include: 'percent_change' });
  return new URL(`${hosts.evm}/api/v2.2/erc20/${address}/price?${query.toString()}`);
};

const unknownPrice = { usdPrice: null, change24h: null, liquidityUsd: null };

const read = async ({ body }: OutboundAnswer) => {
  let value: unknown;
  try {
    const bytes = await readAtMost(body, mostBytes);
    value = bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    // What broke off in the middle may well be there at the next attempt.
    if (cause instanceof HttpError) throw unavailable(cause);
  }
  const price = readPrice(value);
  if (price) return price;
  throw new HttpError(502, 'bad_upstream', 'The price engine answered what is no price.');
};

const refusals: Readonly<Record<number, () => HttpError>> = {
  400: () => new HttpError(400, 'invalid_request', 'The price engine knows no such token.'),
  401: () => new HttpError(503, 'not_configured', 'The price engine refuses its key.'),
  403: () => new HttpError(503, 'not_configured', 'The price engine refuses its key.'),
};

/**
 * Prices by Moralis: the last trade in the pool with the most trades of a day.
 *
 * @param options `key`: sent to Moralis and nobody else; `outbound`: the way there, with its deadlines
 */
export const createMoralis = ({
  key,
  outbound,
  now,
  hosts = documented,
}: {
  readonly key: string;
  readonly outbound: Outbound;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly hosts?: MoralisHosts;
}): Prices => {
  const ask = async (url: URL): Promise<OutboundAnswer> => {
    try {
      return await outbound(url, { headers: { 'X-API-Key': key, Accept: 'application/json' } });
    } catch (cause) {
      throw unavailable(cause);
    }
  };

  return {
    price: async (place) => {
      const answer = await ask(urlOf(hosts, place));
      const { status } = answer;
      if (status !== 200) await answer.body.cancel();
      // A token without a pool, or with next to nothing in it, has no price; that is not 0.
      const isUnknown = status === 404;
      if (status !== 200 && !isUnknown) throw refusals[status]?.() ?? unavailable();
      const price = isUnknown ? unknownPrice : await read(answer);
      return {
        asOf: new Date(now()).toISOString(),
        ...price,
        tokenAddress: place.address,
        chain: place.chain,
      };
    },
  };
};
