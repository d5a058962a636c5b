import * as v from 'valibot';
import { objectId, recordId } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as payments from './payments.operations.ts';

const localhost = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `https:`, or `http:` on this machine; no credentials in it. */
const returnUrl = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.check((text) => {
    const url = URL.parse(text);
    if (!url || url.username || url.password) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && localhost.has(url.hostname));
  }, 'must be an https URL, or http on localhost'),
);

export const product = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  /** In the currency's minor unit, as Stripe counts it: 1050 is 10.50 EUR and 1,050 JPY. */
  amount: v.optional(v.number()),
  /** ISO 4217, lower case. */
  currency: v.optional(v.string()),
  images: v.optional(v.array(v.string())),
});

export const paymentsSchemas = {
  product: { params: v.object({ productId: objectId }), answer: product },
  checkout: {
    body: v.object({
      productId: recordId,
      successUrl: returnUrl,
      cancelUrl: returnUrl,
      customerEmail: v.optional(v.pipe(v.string(), v.maxLength(320), v.email())),
      /** Kept with the order; Stripe allows letters, digits, `_` and `-`, at most 200. */
      ref: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[\w-]{1,200}$/, 'must be 1 to 200 letters, digits, "_" or "-"'),
        ),
      ),
    }),
    answer: v.object({ url: v.string() }),
  },
} satisfies SchemasOf<typeof payments>;
