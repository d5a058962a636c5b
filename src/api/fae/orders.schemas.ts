import * as v from 'valibot';
import { recordFields, recordId } from '../fields.schemas.ts';
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

/** How many at most. In a query it is text. */
const limit = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(Number),
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(1000),
);

export const ordersSchemas = {
  list: {
    /** `before`: the id of an order; only older ones are listed. */
    query: v.object({ limit: v.optional(limit, 1000), before: v.optional(recordId) }),
    answer: v.array(order),
  },
} satisfies SchemasOf<typeof orders>;
