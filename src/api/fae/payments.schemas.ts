import * as v from 'valibot';
import { isSafeUrl, objectId, recordId } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as payments from './payments.operations.ts';

/** Where the buyer comes back to; no credentials in it. */
const returnUrl = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.check(isSafeUrl, 'must be an https URL, or http on localhost'),
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

const buyer = {
  customerEmail: v.optional(v.pipe(v.string(), v.maxLength(320), v.email())),
  /** Kept with the order; Stripe allows letters, digits, `_` and `-`, at most 200. */
  ref: v.optional(
    v.pipe(v.string(), v.regex(/^[\w-]{1,200}$/, 'must be 1 to 200 letters, digits, "_" or "-"')),
  ),
};

export const paymentsSchemas = {
  product: { params: v.object({ productId: objectId }), answer: product },
  checkout: {
    body: v.object({
      productId: recordId,
      successUrl: returnUrl,
      cancelUrl: returnUrl,
      ...buyer,
    }),
    answer: v.object({ url: v.string() }),
  },
  /** A checkout within the shop's own page, which Stripe.js shows with what is answered. */
  createSession: {
    body: v.object({ productId: recordId, returnUrl, ...buyer }),
    answer: v.object({
      id: v.string(),
      clientSecret: v.string(),
      publishableKey: v.string(),
      /** Stripe.js is told whose session it is. */
      stripeAccount: v.string(),
    }),
  },
  session: {
    params: v.object({ sessionId: v.pipe(v.string(), v.regex(/^[\w-]{8,255}$/)) }),
    /** As Stripe counts: only `complete` and `paid` together mean that the money has come. */
    answer: v.object({
      id: v.string(),
      status: v.picklist(['open', 'complete', 'expired']),
      paymentStatus: v.picklist(['paid', 'unpaid', 'no_payment_required']),
      productId: v.optional(v.string()),
      amount: v.optional(v.number()),
      currency: v.optional(v.string()),
      ref: v.optional(v.string()),
    }),
  },
} satisfies SchemasOf<typeof payments>;
