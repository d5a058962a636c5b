import * as v from 'valibot';
import { recordFields } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as orders from './orders.operations.ts';

export const order = v.looseObject({
  ...recordFields,
  /** `open`, `paid`, `expired`. */
  status: v.optional(v.string()),
  productId: v.optional(v.string()),
  productName: v.optional(v.string()),
  /** In the currency's minor unit. */
  amount: v.optional(v.number()),
  currency: v.optional(v.string()),
  customerEmail: v.optional(v.string()),
  ref: v.optional(v.string()),
});

export const ordersSchemas = {
  list: { answer: v.array(order) },
} satisfies SchemasOf<typeof orders>;
