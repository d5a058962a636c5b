import type Stripe from 'stripe';
import { HttpError } from '../../http/problem.ts';
import { notFound } from '../handlers/refusals.ts';
import { customerOf } from '../store/billing-customers.ts';
import { holdSubscription, releaseSubscription } from '../store/subscriptions.ts';
import type { NewSubscription, Subscription } from './billing.ts';
import { hasEnded } from './refusals.ts';
import { asked, type StripeAccess } from './stripe-access.ts';
import { idOf, recordSubscription } from './stripe-subscription.ts';

/** How long a change may take, at most. */
const changeLifetime = 60_000;

const busy = (): HttpError =>
  new HttpError(409, 'conflict', 'This subscription is being changed right now.', {
    headers: { 'Retry-After': '5' },
  });

/** A subscription of the project's, as Stripe has it and as ours are. */
interface Owned {
  readonly told: Stripe.Subscription;
  readonly subscription: Subscription;
}

/** How the subscriptions of projects are asked for and changed. */
export const ownedSubscriptions = (access: StripeAccess) => {
  const { store, stripe } = access;

  /** What Stripe answers about a subscription, which is kept. */
  const recorded = async (
    project: string,
    ask: () => Promise<Stripe.Subscription>,
    wish?: NewSubscription,
  ): Promise<Owned> => {
    const seenAt = store.now();
    const told = await asked(access, ask());
    const subscription = await recordSubscription(store, project, told, seenAt, wish);
    if (!subscription) throw notFound('subscription');
    return { told, subscription };
  };

  const owned = async (project: string, id: string): Promise<Owned> => {
    const customer = await customerOf(store, project);
    if (customer === undefined) throw notFound('subscription');
    return recorded(project, async () => {
      const told = await stripe.subscriptions.retrieve(id);
      if (idOf(told.customer) !== customer) throw notFound('subscription');
      return told;
    });
  };

  const ownedAlive = async (project: string, id: string): Promise<Owned> => {
    const found = await owned(project, id);
    if (['Canceled', 'IncompleteExpired'].includes(found.subscription.status)) throw hasEnded();
    return found;
  };

  /** Makes one change at a time: what it starts from is still so when it is made. */
  const alone = async <T>(project: string, id: string, change: () => Promise<T>): Promise<T> => {
    if (!(await holdSubscription(store, project, id, changeLifetime))) {
      // One that nobody has told us of is known from now on.
      await owned(project, id);
      if (!(await holdSubscription(store, project, id, changeLifetime))) throw busy();
    }
    try {
      return await change();
    } finally {
      await releaseSubscription(store, id);
    }
  };

  return { recorded, owned, ownedAlive, alone };
};
