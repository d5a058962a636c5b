import * as v from 'valibot';
import { ours } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as subscriptions from './subscriptions.operations.ts';

export const subscriptionStatuses = [
  'Incomplete',
  'IncompleteExpired',
  'Active',
  'Trialing',
  'Unpaid',
  'Canceled',
  'PastDue',
  'Paused',
] as const;

export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

const absent = v.optional(v.nullable(v.string()));

const item = v.looseObject({
  id: absent,
  priceId: absent,
  productId: absent,
  /** Seats: agents that may be published. */
  quantity: v.optional(v.number()),
  /** In cents. */
  unitAmount: v.optional(v.nullable(v.number())),
  usageType: v.optional(v.string()),
});

/** Times without a zone are UTC. Statuses that are not known are taken as they are. */
export const subscription = v.looseObject({
  id: v.string(),
  status: v.optional(v.string()),
  startDate: absent,
  endDate: absent,
  periodStartDate: absent,
  periodEndDate: absent,
  trialEndDate: absent,
  productId: absent,
  scheduleId: absent,
  items: v.optional(v.array(item)),
});

const params = v.object({ subscriptionId: v.pipe(v.string(), v.regex(/^\w{1,100}$/)) });

const seats = v.pipe(
  v.number(),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(10_000, 'must be at most 10,000'),
);

/** A record alone would take a list for an object without fields. */
const metadata = v.pipe(
  v.custom<Readonly<Record<string, unknown>>>((it) => !Array.isArray(it), 'must be an object'),
  v.record(v.string(), v.unknown()),
);

const change = v.looseObject({
  updateBy: v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.notValue(0, 'must not be 0'),
    v.minValue(-10_000),
    v.maxValue(10_000),
  ),
});

/** What a preview says, and a change may repeat, so that it costs exactly that: UTC, without a zone. */
const prorationDate = v.optional(v.pipe(v.nullable(v.string()), v.metadata(ours)));

const preview = v.looseObject({
  prorationDate,
  quantity: v.optional(v.number()),
  /** What is due at once, in cents; negative where something is given back. */
  dueNow: v.optional(v.number()),
  /** What each period will cost from the next one on, in cents. */
  nextAmount: v.optional(v.number()),
  currency: v.optional(v.string()),
  nextDate: absent,
});

export const subscriptionsSchemas = {
  list: { answer: v.array(subscription) },
  get: { params, answer: subscription },
  create: {
    body: v.looseObject({
      product: v.looseObject({ id: v.pipe(v.string(), v.nonEmpty()), quantity: seats }),
      planId: v.optional(v.nullable(v.string())),
      metadata: v.optional(v.nullable(metadata)),
    }),
    answer: subscription,
  },
  updateQuantity: {
    params,
    body: v.looseObject({ ...change.entries, prorationDate }),
    answer: subscription,
  },
  previewQuantity: { params, body: change, answer: preview },
  cancel: { params, answer: subscription },
  resume: { params, answer: subscription },
} satisfies SchemasOf<typeof subscriptions>;
