import type Stripe from 'stripe';
import type { HttpError } from '../../http/problem.ts';
import { notFound } from '../handlers/refusals.ts';
import { isStripeError, stripeRefusal } from '../payments/stripe-refusal.ts';
import type { Store } from '../store/store.ts';
import { badCursor } from './pages.ts';
import { paymentFailed } from './refusals.ts';

/** What it takes to ask Stripe about a project. */
export interface StripeAccess {
  readonly store: Store;
  readonly stripe: Stripe;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
}

/** What a bank says that wants its customer to confirm a payment. */
const wantsAction = /requires_action|authentication_required/;

const refusalOf = (error: unknown, log: StripeAccess['log']): HttpError => {
  const refusal = stripeRefusal(error, log);
  if (!isStripeError(error)) return refusal;
  const { type, code = '', param } = error;
  if (type === 'StripeCardError') {
    return paymentFailed(
      wantsAction.test(code)
        ? 'The bank wants this payment to be confirmed. Nothing has been changed.'
        : 'The payment was declined. Nothing has been changed.',
    );
  }
  if (param === 'starting_after' || param === 'ending_before') return badCursor();
  return code === 'resource_missing' ? notFound('subscription') : refusal;
};

/**
 * What Stripe answers.
 *
 * @throws {HttpError} 402 for a payment that failed, 404 for what it does not have, else as for
 * checkouts
 */
export const asked = async <T>(
  { log }: Pick<StripeAccess, 'log'>,
  answer: Promise<T>,
): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    throw refusalOf(error, log);
  }
};
