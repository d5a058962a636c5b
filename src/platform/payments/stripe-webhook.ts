import type Stripe from 'stripe';
import { readBody } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import { subscriptionEvents } from '../billing/stripe-events.ts';
import type { StripeAccess } from '../billing/stripe-access.ts';
import { notConfigured } from '../handlers/refusals.ts';
import type { OrderStatus } from '../store/orders.ts';
import { recordSession, statusOf } from './stripe-session.ts';
import type { StripeSettings } from './stripe-settings.ts';

const bodyLimit = 1024 * 1024;
/** How old a signature may be, in seconds: Stripe signs anew whenever it sends again. */
const tolerance = 300;

const isSession = (object: object): object is Stripe.Checkout.Session =>
  'object' in object && object.object === 'checkout.session';

type Listener = (access: StripeAccess, event: Stripe.Event) => Promise<void>;

/** An event that says something about an order, and what. */
const order =
  (toStatus: (session: Stripe.Checkout.Session) => OrderStatus): Listener =>
  async ({ store }, { data, account }) => {
    const { object } = data;
    if (isSession(object)) await recordSession(store, object, account ?? '', toStatus(object));
  };

/** What is listened to, by its type. */
const events: Readonly<Record<string, Listener | undefined>> = {
  'checkout.session.completed': order(statusOf),
  'checkout.session.async_payment_succeeded': order(() => 'paid'),
  'checkout.session.async_payment_failed': order(() => 'failed'),
  'checkout.session.expired': order(() => 'expired'),
  ...subscriptionEvents,
};

/** @throws {HttpError} 400 where none of the secrets has signed it */
const verified = async (
  stripe: Stripe,
  secrets: readonly string[],
  request: Request,
  now: number,
): Promise<Stripe.Event> => {
  const payload = await readBody(request, bodyLimit);
  const signature = request.headers.get('stripe-signature') ?? '';
  for (const secret of secrets) {
    try {
      return await stripe.webhooks.constructEventAsync(
        payload,
        signature,
        secret,
        tolerance,
        undefined,
        now,
      );
    } catch {
      // Told below: why a signature is wrong is nothing for whoever has made it.
    }
  }
  throw new HttpError(400, 'invalid_request', 'The signature is not valid, or too old.');
};

/**
 * Takes an event that Stripe sends. Whatever is answered but a success makes Stripe send it again, so
 * what says nothing about anything of ours is a success as well.
 *
 * @throws {HttpError} 400 for what is not Stripe's, 503 without a secret to check that
 */
export const receiveEvent = async (
  { store, stripe, log }: StripeAccess,
  { webhookSecrets, isLive }: StripeSettings,
  request: Request,
): Promise<void> => {
  if (webhookSecrets.length === 0) throw notConfigured('STRIPE_WEBHOOK_SECRET is not set.');
  const event = await verified(stripe, webhookSecrets, request, store.now());
  // Endpoints of Stripe Connect are told of tests as well, which are nothing where money is real.
  if (event.livemode !== isLive) return;
  await events[event.type]?.({ store, stripe, log }, event);
};
