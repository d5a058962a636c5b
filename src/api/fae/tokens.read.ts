import { flag, list, number, object, record, text, type Read } from '../read.ts';

const decimal = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Also a number as text, but no empty text: an unknown price is not 0. */
const amount: Read<number> = (value) =>
  number(typeof value === 'string' && decimal.test(value) ? Number(value) : value);

/** ISO 8601, also from seconds or milliseconds since 1970. */
const time: Read<string> = (value) => {
  const since = amount(value);
  // The seconds of today are the milliseconds of January 1970.
  const date = new Date(
    since === undefined ? (text(value) ?? '') : since * (since < 1e11 ? 1000 : 1),
  );
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const filled: Read<string> = (value) => text(value) || undefined;

/** What the first of several readings finds. */
const first = <T>(read: Read<T>, ...values: readonly unknown[]): T | undefined =>
  values.map(read).find((it) => it !== undefined);

const token = record({
  name: text,
  symbol: text,
  address: [text, 'tokenAddress', 'contract'],
  chain: text,
  decimals: amount,
  logo: [text, 'tokenLogo', 'image'],
});

const tokens = list(token);
export { token as create, tokens as list };

/**
 * One price out of Moralis’ three shapes (EVM, Solana, the newer one for both), or out of ours.
 * What is not known is `null` or absent, never 0.
 */
export const price = (value: unknown) => {
  const source = object(value);
  if (!source) return undefined;
  const venue = object(source['dexInformation']) ?? {};
  const usdPrice = amount(source['usdPrice']) ?? null;
  const optional = {
    tokenAddress: filled(source['tokenAddress']),
    chain: filled(source['chain']),
    name: first(filled, source['name'], source['tokenName']),
    symbol: first(filled, source['symbol'], source['tokenSymbol']),
    logo: first(filled, source['logo'], source['tokenLogo']),
    decimals: first(amount, source['decimals'], source['tokenDecimals']),
    usdPriceFormatted: filled(source['usdPriceFormatted']),
    verified: first(flag, source['verified'], source['verifiedContract']),
    spam: first(flag, source['spam'], source['possibleSpam']),
    venue: first(filled, source['venue'], source['exchangeName'], venue['exchangeName']),
    asOf: first(time, source['asOf'], object(source['updatedAt'])?.['timestamp']),
    sample: flag(source['sample']),
  };
  return {
    ...Object.fromEntries(Object.entries(optional).filter(([, it]) => it !== undefined)),
    usdPrice,
    change24h:
      first(
        amount,
        source['change24h'],
        source['usdPrice24hrPercentChange'],
        source['24hrPercentChange'],
        source['24hrChangePercent'],
      ) ?? null,
    liquidityUsd:
      first(
        amount,
        source['liquidityUsd'],
        source['pairTotalLiquidityUsd'],
        venue['pairLiquidityUsd'],
      ) ?? null,
  };
};
