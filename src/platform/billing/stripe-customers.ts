import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { customerOf, insertCustomer } from '../store/billing-customers.ts';
import type { Page, PageWish, PaymentMethod } from './billing.ts';
import { cursorOf, edgeOf } from './pages.ts';
import { asked, type StripeAccess } from './stripe-access.ts';

/** What a customer or a subscription at Stripe says about whose it is. */
export const markOf = (project: string) => ({ fleek_project: project });

/** One name for one request, which nobody else's can have. */
export const idempotencyKey = (...parts: readonly string[]): string =>
  `fleek-${createHash('sha256').update(parts.join(' ')).digest('base64url')}`;

/** Who the project is at Stripe. It is made there once, also where the answer was lost. */
export const ensureCustomer = async (access: StripeAccess, project: string): Promise<string> => {
  const { store, stripe } = access;
  const known = await customerOf(store, project);
  if (known !== undefined) return known;
  const made = stripe.customers.create(
    { description: `Project ${project}`, metadata: markOf(project) },
    { idempotencyKey: idempotencyKey('customer', project) },
  );
  return insertCustomer(store, project, (await asked(access, made)).id);
};

/** Cards tell all that the API has, other ways to pay what they are called. */
const methodOf = ({ id, type, card }: Stripe.PaymentMethod): PaymentMethod => ({
  id,
  brand: card?.brand ?? type,
  country: card?.country ?? undefined,
  expiryMonth: card?.exp_month,
  expiryYear: card?.exp_year,
  last4: card?.last4,
});

export const listMethods = async (
  access: StripeAccess,
  customer: string,
  { size, cursor }: PageWish,
): Promise<Page<PaymentMethod>> => {
  const edge = edgeOf(cursor);
  const { data, has_more } = await asked(
    access,
    access.stripe.customers.listPaymentMethods(customer, {
      limit: size,
      ...(edge && 'after' in edge && { starting_after: edge.after }),
      ...(edge && 'before' in edge && { ending_before: edge.before }),
    }),
  );
  const [first, last] = [data.at(0)?.id, data.at(-1)?.id];
  const isBackwards = edge !== undefined && 'before' in edge;
  const goesOn = isBackwards || has_more;
  const hasBegun = isBackwards ? has_more : edge !== undefined;
  return {
    data: data.map(methodOf),
    next: goesOn && last !== undefined ? cursorOf('after', last) : undefined,
    previous: hasBegun && first !== undefined ? cursorOf('before', first) : undefined,
  };
};

/**
 * What a new subscription of the customer's is paid with.
 *
 * @returns `undefined` where the customer has nothing to pay with
 */
export const chargedMethod = async (
  access: StripeAccess,
  customer: string,
): Promise<string | undefined> => {
  const { stripe } = access;
  const found = await asked(access, stripe.customers.retrieve(customer));
  if (found.deleted) return undefined;
  const chosen = found.invoice_settings.default_payment_method;
  if (chosen) return typeof chosen === 'string' ? chosen : chosen.id;
  const { data } = await asked(access, stripe.customers.listPaymentMethods(customer, { limit: 1 }));
  return data[0]?.id;
};
