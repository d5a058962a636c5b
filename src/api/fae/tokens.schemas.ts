import * as v from 'valibot';
import { nonEmpty, open, recordFields } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as tokens from './tokens.operations.ts';

/** EVM and Solana addresses; others also have `:`, `.`, `-` and `_`. */
const address = v.pipe(v.string(), v.regex(/^[\w:.-]{1,128}$/));
/** `eth`, `solana`, `0x1`. */
const chain = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

const fields = {
  symbol: v.optional(v.string()),
  decimals: v.optional(v.number()),
  logo: v.optional(v.string()),
};

export const token = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  ...fields,
  address: v.optional(v.string()),
  chain: v.optional(v.string()),
});

export const tokenPrice = v.object({
  /** In US dollars; `null` where nobody trades it. */
  usdPrice: v.nullable(v.number()),
  /** The same as a decimal number in text, with all digits that are known. */
  usdPriceFormatted: v.optional(v.string()),
  /** In percent. */
  change24h: v.nullable(v.number()),
  /** What lies in the pool that the price is from. */
  liquidityUsd: v.nullable(v.number()),
  tokenAddress: v.optional(v.string()),
  chain: v.optional(v.string()),
  name: v.optional(v.string()),
  symbol: v.optional(v.string()),
  logo: v.optional(v.string()),
  decimals: v.optional(v.number()),
  verified: v.optional(v.boolean()),
  spam: v.optional(v.boolean()),
  /** The exchange. */
  venue: v.optional(v.string()),
  /** ISO 8601. */
  asOf: v.optional(v.string()),
  /** Made up, because no source of prices is configured. */
  sample: v.optional(v.boolean()),
});

export const tokensSchemas = {
  list: { answer: v.array(token) },
  create: {
    body: open({
      name: nonEmpty,
      ...fields,
      address: v.optional(address),
      chain: v.optional(chain),
    }),
    answer: token,
  },
  price: { query: v.object({ tokenAddress: address, chain }), answer: tokenPrice },
} satisfies SchemasOf<typeof tokens>;
