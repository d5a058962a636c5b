import * as v from 'valibot';
import type { SchemasOf } from '../schema.ts';
import { page, pageQuery } from './fields.schemas.ts';
import type * as paymentMethods from './payment-methods.operations.ts';

export const paymentMethod = v.looseObject({
  id: v.string(),
  brand: v.optional(v.string()),
  country: v.optional(v.string()),
  /** As text, without a leading zero. */
  expiryMonth: v.optional(v.string()),
  expiryYear: v.optional(v.string()),
  last4: v.optional(v.string()),
});

const session = v.looseObject({ url: v.string() });

export const paymentMethodsSchemas = {
  list: { query: pageQuery, answer: page(paymentMethod) },
  manage: { body: v.looseObject({}), answer: session },
  openManagement: { body: v.looseObject({}), answer: session },
} satisfies SchemasOf<typeof paymentMethods>;
