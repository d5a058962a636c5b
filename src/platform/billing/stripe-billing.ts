import type Stripe from 'stripe';
import { notFound } from '../handlers/refusals.ts';
import { openStripe } from '../payments/open-stripe.ts';
import type { StripeSettings } from '../payments/stripe-settings.ts';
import { customerOf } from '../store/billing-customers.ts';
import type { Store } from '../store/store.ts';
import { listSubscriptions } from '../store/subscriptions.ts';
import type { Billing, NewSubscription, QuantityChange, Subscription } from './billing.ts';
import { wholeSeconds } from './calendar.ts';
import { changedQuantity, changeTime, noPaymentMethod, notCancelled, notPaid } from './refusals.ts';
import { freeSeatsOf, isInGoodStanding } from './seats.ts';
import { asked, type StripeAccess } from './stripe-access.ts';
import {
  chargedMethod,
  ensureCustomer,
  idempotencyKey,
  listMethods,
  markOf,
} from './stripe-customers.ts';
import { ownedSubscriptions } from './stripe-owned.ts';
import { stripePlans } from './stripe-plans.ts';
import { recordSubscription, subscriptionOf } from './stripe-subscription.ts';

export interface StripeBillingParts {
  readonly store: Store;
  readonly log: StripeAccess['log'];
  readonly publicUrl: string;
  readonly enforces: boolean;
  /** Milliseconds that one request may take. */
  readonly timeout?: number;
}

/**
 * Billing by Stripe: plans are its products, projects its customers. Changes are paid for at once, or
 * are not made.
 *
 * @throws {TypeError} where Stripe's library is not installed
 */
export const createStripeBilling = async (
  settings: StripeSettings,
  { store, log, publicUrl, enforces, timeout = 4_000 }: StripeBillingParts,
): Promise<Billing> => {
  const stripe = await openStripe(settings, timeout);
  const access: StripeAccess = { store, stripe, log };

  const { recorded, ownedAlive, owned, alone } = ownedSubscriptions(access);

  const changeOf = async ({ project, id, by, from }: QuantityChange) => {
    const { subscription } = await ownedAlive(project, id);
    if (!isInGoodStanding(subscription)) throw notPaid(subscription.status);
    const quantity = changedQuantity(subscription.quantity, by);
    const at = changeTime(subscription, from, wholeSeconds(store.now()));
    return { subscription, quantity, at };
  };

  const begin = async (wish: NewSubscription): Promise<Subscription> => {
    const { project, request } = wish;
    const plan = (await asked(access, stripePlans(stripe))).find(({ id }) => id === wish.product);
    if (!plan) throw notFound('plan');
    const customer = await customerOf(store, project);
    const method = customer === undefined ? undefined : await chargedMethod(access, customer);
    if (customer === undefined || method === undefined) throw noPaymentMethod();
    const params: Stripe.SubscriptionCreateParams = {
      customer,
      items: [{ price: plan.price, quantity: wish.quantity }],
      default_payment_method: method,
      off_session: true,
      payment_behavior: 'error_if_incomplete',
      metadata: { ...wish.metadata, ...markOf(project) },
    };
    const options = request && { idempotencyKey: idempotencyKey('create', project, request.key) };
    const made = await recorded(project, () => stripe.subscriptions.create(params, options), wish);
    return made.subscription;
  };

  return {
    plans: () => asked(access, stripePlans(stripe)),

    subscriptions: async (project) => {
      const customer = await customerOf(store, project);
      if (customer === undefined) return [];
      const seenAt = store.now();
      const all = stripe.subscriptions.list({ customer, status: 'all', limit: 100 });
      const told = await asked(access, all.autoPagingToArray({ limit: 1_000 }));
      for (const it of told) await recordSubscription(store, project, it, seenAt);
      return told
        .flatMap((it) => subscriptionOf(project, it) ?? [])
        .sort((one, other) => one.startedAt - other.startedAt);
    },

    subscription: async (project, id) => (await owned(project, id)).subscription,
    create: begin,

    previewQuantity: async (wish) => {
      const { subscription, quantity, at } = await changeOf(wish);
      const { total, amount_due, currency } = await asked(
        access,
        stripe.invoices.createPreview({
          subscription: subscription.id,
          subscription_details: {
            items: [{ id: subscription.item, quantity }],
            proration_behavior: 'always_invoice',
            proration_date: at / 1000,
          },
        }),
      );
      const goesOn = subscription.endsAt === undefined;
      return {
        quantity,
        dueNow: total < 0 ? total : amount_due,
        nextAmount: goesOn ? quantity * (subscription.unitAmount ?? 0) : 0,
        currency,
        nextAt: goesOn ? subscription.periodEnd : undefined,
        from: at,
      };
    },

    updateQuantity: (wish) =>
      alone(wish.project, wish.id, async () => {
        const { subscription, quantity, at } = await changeOf(wish);
        const changed = await recorded(wish.project, () =>
          stripe.subscriptions.update(wish.id, {
            items: [{ id: subscription.item, quantity }],
            off_session: true,
            payment_behavior: 'error_if_incomplete',
            proration_behavior: 'always_invoice',
            proration_date: at / 1000,
          }),
        );
        return changed.subscription;
      }),

    cancel: (project, id) =>
      alone(project, id, async () => {
        const { subscription } = await ownedAlive(project, id);
        if (subscription.endsAt !== undefined) return subscription;
        const ended = { cancel_at_period_end: true };
        return (await recorded(project, () => stripe.subscriptions.update(id, ended))).subscription;
      }),

    resume: (project, id) =>
      alone(project, id, async () => {
        const { told, subscription } = await ownedAlive(project, id);
        if (subscription.endsAt === undefined) throw notCancelled();
        const goesOn: Stripe.SubscriptionUpdateParams = told.cancel_at_period_end
          ? { cancel_at_period_end: false }
          : { cancel_at: '' };
        return (await recorded(project, () => stripe.subscriptions.update(id, goesOn)))
          .subscription;
      }),

    paymentMethods: async (project, wish) => {
      const customer = await customerOf(store, project);
      if (customer === undefined) return { data: [], next: undefined, previous: undefined };
      return listMethods(access, customer, wish);
    },

    manage: async (project) => {
      const customer = await ensureCustomer(access, project);
      const session = stripe.billingPortal.sessions.create({ customer, return_url: publicUrl });
      return (await asked(access, session)).url;
    },

    freeSeats: async (inner, project) =>
      enforces
        ? freeSeatsOf(inner, project, await listSubscriptions(inner, 'stripe', project))
        : undefined,
  };
};
