import * as v from 'valibot';
import { nonEmpty, params, recordFields, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import { product } from './payments.schemas.ts';
import type * as products from './products.operations.ts';

const image = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.check((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http(s) URL'),
);

const optional = {
  description: v.optional(v.pipe(v.string(), v.maxLength(5000))),
  /** As Stripe takes them: at most eight. */
  images: v.optional(v.pipe(v.array(image), v.maxLength(8))),
  active: v.optional(v.boolean()),
  /** How many are left; `null` where they are not counted. */
  stock: v.optional(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000))),
  ),
};

const name = v.pipe(nonEmpty, v.maxLength(250));
/** In the currency's minor unit; Stripe takes eight digits at most. */
const amount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99_999_999));
const currency = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(/^[a-z]{3}$/, 'must be a currency code, "eur"'),
);

/** A product as its owner sees it. */
export const ownProduct = v.looseObject({
  ...product.entries,
  ...recordFields,
  active: v.optional(v.boolean()),
  stock: v.optional(v.nullable(v.number())),
});

export const productsSchemas = {
  list: { answer: v.array(ownProduct) },
  create: { body: v.object({ name, amount, currency, ...optional }), answer: ownProduct },
  update: {
    params: params.id,
    body: v.object({
      name: v.optional(name),
      amount: v.optional(amount),
      currency: v.optional(currency),
      ...optional,
    }),
    answer: ownProduct,
  },
  delete: { params: params.id, answer: success },
} satisfies SchemasOf<typeof products>;
