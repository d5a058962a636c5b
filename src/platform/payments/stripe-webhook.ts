import type Stripe from 'stripe';
import { readBody } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import { notConfigured } from '../handlers/refusals.ts';
import type { OrderStatus } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { recordSession, statusOf } from './stripe-session.ts';
import type { StripeSettings } from './stripe-settings.ts';

const bodyLimit = 1024 * 1024;
/** How old a signature may be, in seconds: Stripe signs anew whenever it sends again. */
const tolerance = 300;

/** The events that say something about an order, and what. */
const statuses: Readonly<
  Record<string, ((session: Stripe.Checkout.Session) => OrderStatus) | undefined>
> = {
  'checkout.session.completed': statusOf,
  'checkout.session.async_payment_succeeded': () => 'paid',
  'checkout.session.async_payment_failed': () => 'failed',
  'checkout.session.expired': () => 'expired',
};

const isSession = (object: object): object is Stripe.Checkout.Session =>
  'object' in object && object.object === 'checkout.session';

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
 * what says nothing about an order of ours is a success as well.
 *
 * @throws {HttpError} 400 for what is not Stripe's, 503 without a secret to check that
 */
export const receiveEvent = async (
  { store, stripe }: { readonly store: Store; readonly stripe: Stripe },
  { webhookSecrets, isLive }: StripeSettings,
  request: Request,
): Promise<void> => {
  if (webhookSecrets.length === 0) throw notConfigured('STRIPE_WEBHOOK_SECRET is not set.');
  const event = await verified(stripe, webhookSecrets, request, store.now());
  const status = statuses[event.type];
  const { object } = event.data;
  // Endpoints of Stripe Connect are told of tests as well, which are no orders where money is real.
  if (!status || !isSession(object) || event.livemode !== isLive) return;
  await recordSession(store, object, event.account ?? '', status(object));
};
