import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { HttpError } from '../../http/problem.ts';
import { notConfigured } from '../handlers/refusals.ts';
import { findOrder, insertOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { findWorkspace } from '../store/workspaces.ts';
import { openStripe } from './open-stripe.ts';
import type { Payments, Purchase } from './payments.ts';
import { returnUrl } from './return-url.ts';
import { stripeRefusal } from './stripe-refusal.ts';
import { metadataOf, recordSession, statusOf } from './stripe-session.ts';
import type { StripeSettings } from './stripe-settings.ts';
import { receiveEvent } from './stripe-webhook.ts';

export interface StripeParts {
  readonly store: Store;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds that one request may take; twice that and a pause fit into what a proxy waits. */
  readonly timeout?: number;
}

const accountOf = async (store: Store, workspace: string): Promise<string> => {
  const account = (await findWorkspace(store, workspace))?.stripeAccount;
  if (account !== undefined) return account;
  throw notConfigured('Payments are not set up: this workspace has no Stripe account.');
};

/** Stripe fetches images by itself, from the internet. */
const isFetched = (url: string): boolean => url.startsWith('https://');

const itemOf = ({ product }: Purchase): Stripe.Checkout.SessionCreateParams.LineItem => {
  const { name, description, amount, currency } = product;
  const images = product.images.filter(isFetched);
  return {
    quantity: 1,
    price_data: {
      currency,
      unit_amount: amount,
      product_data: {
        name,
        ...(description && { description }),
        ...(images.length > 0 && { images }),
      },
    },
  };
};

const paramsOf = (purchase: Purchase): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [itemOf(purchase)],
  metadata: metadataOf(purchase.workspace, purchase.product.id),
  ...(purchase.customerEmail !== undefined && { customer_email: purchase.customerEmail }),
  ...(purchase.ref !== undefined && { client_reference_id: purchase.ref }),
});

/** Of one account and one request there is one key, which nobody else's request can have. */
const idempotencyKeyOf = ({ workspace, request }: Purchase): string | undefined =>
  request &&
  `fae-${createHash('sha256').update(`${workspace} ${request.key}`).digest('base64url')}`;

const incomplete = (): HttpError =>
  new HttpError(502, 'bad_upstream', 'The payment provider gave no way to pay.');

/**
 * Checkouts by Stripe, each paid to the account that the workspace has connected. Its library is
 * installed by whoever wants it.
 *
 * @throws {TypeError} where it is not
 */
export const createStripePayments = async (
  settings: StripeSettings,
  { store, log, timeout = 4_000 }: StripeParts,
): Promise<Payments> => {
  const stripe = await openStripe(settings, timeout);

  /** Begins a session and keeps its order. */
  const begin = async (
    purchase: Purchase,
    account: string,
    mode: Stripe.Checkout.SessionCreateParams,
  ): Promise<Stripe.Checkout.Session> => {
    const idempotencyKey = idempotencyKeyOf(purchase);
    let session: Stripe.Checkout.Session;
    try {
      session = await stripe.checkout.sessions.create(
        { ...paramsOf(purchase), ...mode },
        { stripeAccount: account, ...(idempotencyKey !== undefined && { idempotencyKey }) },
      );
    } catch (error) {
      throw stripeRefusal(error, log);
    }
    const order = {
      ...purchase,
      session: session.id,
      provider: 'stripe',
      account,
      successUrl: mode.success_url ?? mode.return_url ?? '',
      cancelUrl: mode.cancel_url ?? mode.return_url ?? '',
      url: session.url ?? undefined,
      expiresAt: session.expires_at * 1000,
    } as const;
    // Stripe forgets a request's name after a day, and then makes another session for it.
    if (!(await insertOrder(store, order)) && !(await findOrder(store, session.id))) {
      await insertOrder(store, { ...order, request: undefined });
    }
    return session;
  };

  return {
    checkout: async (purchase) => {
      const account = await accountOf(store, purchase.workspace);
      const { url } = await begin(purchase, account, {
        ui_mode: 'hosted_page',
        success_url: returnUrl(purchase.successUrl),
        cancel_url: returnUrl(purchase.cancelUrl),
      });
      if (!url) throw incomplete();
      return url;
    },

    embed: async (purchase) => {
      const { publishableKey } = settings;
      if (publishableKey === undefined) throw notConfigured('STRIPE_PUBLISHABLE_KEY is not set.');
      const stripeAccount = await accountOf(store, purchase.workspace);
      const { id, client_secret } = await begin(purchase, stripeAccount, {
        ui_mode: 'embedded_page',
        return_url: returnUrl(purchase.returnUrl),
      });
      if (!client_secret) throw incomplete();
      return { id, clientSecret: client_secret, publishableKey, stripeAccount };
    },

    refresh: async (order) => {
      const { account, session: id } = order;
      const isEnded = order.status !== 'open' && order.status !== 'pending';
      if (isEnded || account === undefined || order.provider !== 'stripe') return order;
      let session: Stripe.Checkout.Session;
      try {
        session = await stripe.checkout.sessions.retrieve(id, {}, { stripeAccount: account });
      } catch (error) {
        throw stripeRefusal(error, log);
      }
      await recordSession(store, session, account, statusOf(session));
      return (await findOrder(store, id)) ?? order;
    },

    receive: (request) => receiveEvent({ store, stripe, log }, settings, request),
  };
};
