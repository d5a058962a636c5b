import type Stripe from 'stripe';
import { projectOfCustomer } from '../store/billing-customers.ts';
import { asked, type StripeAccess } from './stripe-access.ts';
import { idOf, recordSubscription } from './stripe-subscription.ts';

const isSubscription = (object: object): object is Stripe.Subscription =>
  'object' in object && object.object === 'subscription';

/** Events come in any order, and late: what counts is how the subscription is by now. */
const refresh = async (access: StripeAccess, event: Stripe.Event): Promise<void> => {
  const { store, stripe } = access;
  const { object } = event.data;
  // Those of connected accounts are between them and their customers.
  if (event.account !== undefined || !isSubscription(object)) return;
  const project = await projectOfCustomer(store, idOf(object.customer));
  if (project === undefined) return;
  const seenAt = store.now();
  const current = await asked(access, stripe.subscriptions.retrieve(object.id));
  await recordSubscription(store, project, current, seenAt);
};

/** What is listened to about subscriptions, by its type. */
export const subscriptionEvents = {
  'customer.subscription.created': refresh,
  'customer.subscription.updated': refresh,
  'customer.subscription.deleted': refresh,
  'customer.subscription.paused': refresh,
  'customer.subscription.resumed': refresh,
  'customer.subscription.pending_update_applied': refresh,
  'customer.subscription.pending_update_expired': refresh,
} as const;
