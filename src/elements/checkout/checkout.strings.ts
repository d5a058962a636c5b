import type { Failure } from '../../ui/failure.ts';
import { commonStrings, fill } from '../../ui/strings.ts';

const wrongSetup = 'This checkout is not set up correctly.';

export const checkoutStrings = {
  ...commonStrings,
  buy: 'Buy now',
  opening: 'Opening checkout…',
  soldOut: 'Sold out',
  success: 'Thank you — your payment is being confirmed.',
  cancelled: 'Checkout was cancelled.',
  notOpened: 'The checkout could not be opened. Please try again.',
  /** `{wait}` is a time, "30 seconds". */
  tryAgainIn: 'Too many attempts. Please try again in {wait}.',
  failures: {
    ...commonStrings.failures,
    inactive: 'This is not for sale at the moment.',
    sold_out: 'This is sold out.',
    not_configured: 'Payments are not set up yet.',
    unavailable: 'Payments are not available right now.',
    invalid_order_ref: wrongSetup,
    invalid_return_url: wrongSetup,
  } as Readonly<Record<string, string>>,
};

export type CheckoutStrings = typeof checkoutStrings;

/** What the visitor reads when a checkout could not be made. */
export const attemptText = (
  { code, retryAfter }: Failure,
  strings: CheckoutStrings,
  locale: string | undefined,
): string => {
  if (code !== 'rate_limited' || !retryAfter) return strings.failures[code] ?? strings.notOpened;
  const minutes = retryAfter >= 120;
  const wait = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: minutes ? 'minute' : 'second',
    unitDisplay: 'long',
  }).format(minutes ? Math.ceil(retryAfter / 60) : retryAfter);
  return fill(strings.tryAgainIn, { wait });
};
