import type Stripe from 'stripe';
import type { Store } from '../store/store.ts';
import { putSubscription } from '../store/subscriptions.ts';
import type { NewSubscription, Subscription } from './billing.ts';

/** Stripe's statuses as the API has them. One that is new there is told as it is. */
const statuses: ReadonlyMap<string, string> = new Map([
  ['incomplete', 'Incomplete'],
  ['incomplete_expired', 'IncompleteExpired'],
  ['active', 'Active'],
  ['trialing', 'Trialing'],
  ['unpaid', 'Unpaid'],
  ['canceled', 'Canceled'],
  ['past_due', 'PastDue'],
  ['paused', 'Paused'],
]);

type Reference = string | { readonly id: string };

export const idOf = (reference: Reference): string =>
  typeof reference === 'string' ? reference : reference.id;

const time = (seconds: number | null): number | undefined =>
  seconds === null ? undefined : seconds * 1000;

/**
 * A subscription of Stripe's as ours are, of whose items the first one counts; `undefined` where it has
 * none. Periods are those of items since 2025.
 */
export const subscriptionOf = (
  project: string,
  it: Stripe.Subscription,
): Subscription | undefined => {
  const [item] = it.items.data;
  if (!item) return undefined;
  const { price } = item;
  const periodEnd = item.current_period_end * 1000;
  return {
    id: it.id,
    project,
    status: statuses.get(it.status) ?? it.status,
    product: idOf(price.product),
    price: price.id,
    item: item.id,
    quantity: item.quantity ?? 1,
    unitAmount: price.unit_amount ?? undefined,
    currency: it.currency,
    startedAt: it.start_date * 1000,
    periodStart: item.current_period_start * 1000,
    periodEnd,
    endsAt:
      time(it.ended_at) ?? time(it.cancel_at) ?? (it.cancel_at_period_end ? periodEnd : undefined),
    trialEndsAt: time(it.trial_end),
    schedule: it.schedule === null ? undefined : idOf(it.schedule),
  };
};

/**
 * Keeps what Stripe has told of a subscription, so that seats can be counted without asking it.
 *
 * @param seenAt when it was asked, in milliseconds since 1970
 */
export const recordSubscription = async (
  store: Store,
  project: string,
  told: Stripe.Subscription,
  seenAt: number,
  wish?: NewSubscription,
): Promise<Subscription | undefined> => {
  const subscription = subscriptionOf(project, told);
  if (subscription) {
    // Which request made it is for Stripe to know, which forgets that after a day.
    const kept = wish && { metadata: wish.metadata };
    await putSubscription(store, subscription, { provider: 'stripe', seenAt, wish: kept });
  }
  return subscription;
};
