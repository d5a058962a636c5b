import { HttpError } from '../../http/problem.ts';
import { notFound } from '../handlers/refusals.ts';
import type { Invoice } from '../store/invoices.ts';
import { insertPortalSession } from '../store/portal-sessions.ts';
import { transact, type Store } from '../store/store.ts';
import { subscriptionOfRequest } from '../store/subscriptions.ts';
import { listTestCards } from '../store/test-cards.ts';
import type { Billing, NewSubscription, Plan, Subscription } from './billing.ts';
import { periodEndOf, wholeSeconds } from './calendar.ts';
import {
  collect,
  isPaid,
  newBillingId,
  newInvoice,
  periodLine,
  withSubscription,
  type Account,
} from './cycle.ts';
import { pageOf } from './pages.ts';
import { portalPath } from './portal-routes.ts';
import { hasEnded, noPaymentMethod, notCancelled, paymentFailed } from './refusals.ts';
import { freeSeatsOf } from './seats.ts';
import { changeAccount, readAccount } from './test-account.ts';
import { changeOf, found, previewOf } from './test-changes.ts';
import { testPlans } from './test-plans.ts';

const planOf = (product: string): Plan => {
  const plan = testPlans.find(({ id }) => id === product);
  if (!plan) throw notFound('plan');
  return plan;
};

/** @throws {HttpError} 402 where the card does not pay, so that nothing has happened */
const paid = (account: Account, invoice: Invoice, at: number): Account => {
  const asked = collect(account, invoice, at);
  if (isPaid(asked, invoice)) return asked;
  throw paymentFailed('The card was declined. Nothing has been changed.');
};

const newSubscription = (wish: NewSubscription, at: number): Subscription => {
  const plan = planOf(wish.product);
  return {
    id: newBillingId('sub'),
    project: wish.project,
    status: 'Active',
    product: plan.id,
    price: plan.price,
    item: newBillingId('si'),
    quantity: wish.quantity,
    unitAmount: plan.amount,
    currency: plan.currency,
    startedAt: at,
    periodStart: at,
    periodEnd: periodEndOf(at, at),
    endsAt: undefined,
    trialEndsAt: undefined,
    schedule: undefined,
  };
};

const checkSame = (hash: string | null, wish: NewSubscription): void => {
  if (hash === wish.request?.hash) return;
  const message = 'This Idempotency-Key was already used for another request.';
  throw new HttpError(422, 'idempotency_key_reused', message);
};

/**
 * Billing where no money is taken, by the rules of Stripe's: what is due follows from the store's clock,
 * and test cards pay it or do not.
 */
export const createTestBilling = (
  store: Store,
  { publicUrl, enforces }: { readonly publicUrl: string; readonly enforces: boolean },
): Billing => {
  const read = (project: string) => transact(store, (inner) => readAccount(inner, project));

  const change = async (
    project: string,
    id: string,
    make: (account: Account, now: number) => Account,
  ): Promise<Subscription> =>
    found(await transact(store, (inner) => changeAccount(inner, project, make)), id);

  /** Has one subscription become what `make` says. */
  const changeOne = (project: string, id: string, make: (it: Subscription) => Subscription) =>
    change(project, id, (account) => {
      const subscription = found(account, id);
      if (subscription.status === 'Canceled') throw hasEnded();
      return withSubscription(account, make(subscription));
    });

  const begin = async (inner: Store, wish: NewSubscription): Promise<Subscription> => {
    const { project, request } = wish;
    const before = request && (await subscriptionOfRequest(inner, 'test', project, request.key));
    if (before) {
      checkSame(before.hash, wish);
      return found(await readAccount(inner, project), before.id);
    }
    let id = '';
    const make = (account: Account, now: number): Account => {
      const subscription = newSubscription(wish, now);
      ({ id } = subscription);
      if (!account.card) throw noPaymentMethod();
      const invoice = newInvoice(account, subscription, now, [periodLine(subscription)]);
      return withSubscription(paid(account, invoice, now), subscription);
    };
    return found(await changeAccount(inner, project, make, wish), id);
  };

  return {
    plans: async () => testPlans,
    subscriptions: async (project) => (await read(project)).subscriptions,
    subscription: async (project, id) => found(await read(project), id),
    create: (wish) => transact(store, (inner) => begin(inner, wish)),

    previewQuantity: async (wish) =>
      transact(store, async (inner) =>
        previewOf(
          changeOf(await readAccount(inner, wish.project), wish, wholeSeconds(inner.now())),
        ),
      ),

    updateQuantity: (wish) =>
      change(wish.project, wish.id, (account, now) => {
        const { changed, invoice } = changeOf(account, wish, now);
        return withSubscription(paid(account, invoice, now), changed);
      }),

    cancel: (project, id) => changeOne(project, id, (it) => ({ ...it, endsAt: it.periodEnd })),

    resume: (project, id) =>
      changeOne(project, id, (it) => {
        if (it.endsAt === undefined) throw notCancelled();
        return { ...it, endsAt: undefined };
      }),

    paymentMethods: async (project, wish) => pageOf(await listTestCards(store, project), wish),

    manage: async (project) =>
      `${publicUrl}${portalPath}${await insertPortalSession(store, project)}`,

    freeSeats: async (inner, project) => {
      if (!enforces) return undefined;
      const { subscriptions } = await readAccount(inner, project);
      return freeSeatsOf(inner, project, subscriptions);
    },
  };
};
