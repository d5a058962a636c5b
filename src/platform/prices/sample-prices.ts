import type { Prices } from './price-engine.ts';
import { sampleTokens } from './sample-tokens.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** Drifts by a few percent, and is the same in every process. */
const priceAt = (base: number, milliseconds: number): number => {
  const hours = milliseconds / hour;
  return base * (1 + 0.04 * Math.sin(hours / 5 + base) + 0.015 * Math.sin(hours * 1.7));
};

/** Six significant digits, never with an exponent. */
const decimal = (value: number): string => {
  const digits = Math.max(0, 5 - Math.floor(Math.log10(value)));
  return value.toFixed(Math.min(digits, 20));
};

/**
 * Made-up prices of the made-up tokens of the sample workspace, each of which says so. Of a real token
 * nothing is made up: its price is unknown.
 *
 * @param now milliseconds since 1970
 */
export const samplePrices = (now: () => number): Prices => ({
  price: async ({ chain, address }) => {
    const time = now();
    const known = {
      tokenAddress: address,
      chain,
      asOf: new Date(time).toISOString(),
      sample: true,
    };
    const token = sampleTokens.find((it) => it.chain === chain && it.address === address);
    if (token?.base === undefined) {
      return { ...known, usdPrice: null, change24h: null, liquidityUsd: null };
    }
    const usdPrice = priceAt(token.base, time);
    const yesterday = priceAt(token.base, time - day);
    return {
      ...known,
      name: token.name,
      symbol: token.symbol,
      decimals: token.decimals,
      usdPrice,
      usdPriceFormatted: decimal(usdPrice),
      change24h: Math.round((usdPrice / yesterday - 1) * 10_000) / 100,
      liquidityUsd: token.liquidity,
      verified: false,
      spam: false,
      venue: 'Sample prices',
    };
  },
});
