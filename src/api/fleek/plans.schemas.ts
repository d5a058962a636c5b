import * as v from 'valibot';
import type { SchemasOf } from '../schema.ts';
import type * as plans from './plans.operations.ts';

export const plan = v.looseObject({
  id: v.string(),
  name: v.optional(v.string()),
  description: v.optional(v.nullable(v.string())),
  /** In cents a month. */
  price: v.optional(v.number()),
  createdAt: v.optional(v.string()),
  updatedAt: v.optional(v.string()),
  metadata: v.optional(v.record(v.string(), v.unknown())),
});

export const plansSchemas = { list: { answer: v.array(plan) } } satisfies SchemasOf<typeof plans>;
