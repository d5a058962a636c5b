import type Stripe from 'stripe';
import { HttpError } from '../../http/problem.ts';

type Log = (event: Readonly<Record<string, unknown>>) => void;

export const isStripeError = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Error && 'type' in error && String(error.type).startsWith('Stripe');

const busy = { headers: { 'Retry-After': '5' } };

const away = (cause: unknown): HttpError =>
  new HttpError(503, 'unavailable', 'The payment provider cannot be reached right now.', {
    ...busy,
    cause,
  });

const misconfigured = (): HttpError =>
  new HttpError(503, 'not_configured', 'The payment provider does not let this workspace be paid.');

/** Fields of ours by the parameters of Stripe's that they become. */
const fields: Readonly<Record<string, string>> = {
  customer_email: 'customerEmail',
  success_url: 'successUrl',
  cancel_url: 'cancelUrl',
  return_url: 'returnUrl',
};

const notAccepted = (param: string | undefined): HttpError => {
  const field = fields[param ?? ''];
  return field === undefined
    ? new HttpError(502, 'bad_upstream', 'The payment provider does not take this product.')
    : new HttpError(400, 'invalid_request', `"${field}" is not accepted by the payment provider.`);
};

const repeated = (code: string | undefined): HttpError =>
  code === 'idempotency_key_in_use'
    ? new HttpError(503, 'unavailable', 'The same checkout is being made right now.', busy)
    : new HttpError(
        422,
        'idempotency_key_reused',
        'This Idempotency-Key was already used for another request.',
      );

const refusals: Readonly<Record<string, (error: Stripe.errors.StripeError) => HttpError>> = {
  StripeAuthenticationError: misconfigured,
  StripePermissionError: misconfigured,
  StripeInvalidRequestError: ({ param }) => notAccepted(param),
  StripeIdempotencyError: ({ code }) => repeated(code),
};

/**
 * What a failure at Stripe is to whoever asked for a checkout. The owner's log has Stripe's codes, but
 * no text of Stripe's: that quotes parts of keys and what buyers wrote.
 */
export const stripeRefusal = (error: unknown, log: Log): HttpError => {
  if (error instanceof HttpError) return error;
  if (!isStripeError(error)) {
    log({ event: 'stripe_failed', type: error instanceof Error ? error.name : typeof error });
    return away(error);
  }
  log({
    event: 'stripe_failed',
    type: error.type,
    status: error.statusCode,
    code: error.code,
    param: error.param,
    stripeRequest: error.requestId,
  });
  return refusals[error.type]?.(error) ?? away(undefined);
};
