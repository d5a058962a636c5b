import { HttpError } from '../../http/problem.ts';

const conflict = (message: string): HttpError => new HttpError(409, 'conflict', message);

export const paymentFailed = (message: string): HttpError =>
  new HttpError(402, 'payment_required', message);

export const noPaymentMethod = (): HttpError =>
  new HttpError(
    400,
    'invalid_request',
    'The project has no payment method: add one on the page that payment-methods/manage opens.',
  );

export const hasEnded = (): HttpError => conflict('This subscription has ended.');

export const notCancelled = (): HttpError => conflict('This subscription has not been cancelled.');

export const notPaid = (status: string): HttpError =>
  conflict(`The seats of a subscription that is ${status} cannot be changed.`);

/** The most seats that one subscription may have. */
const mostSeats = 10_000;

/** How long a preview holds, in milliseconds. */
const previewLifetime = 60 * 60 * 1000;

/**
 * The number of seats after a change.
 *
 * @throws {HttpError} 400 where that is none, or too many
 */
export const changedQuantity = (quantity: number, by: number): number => {
  const changed = quantity + by;
  if (changed >= 1 && changed <= mostSeats) return changed;
  throw new HttpError(
    400,
    'invalid_request',
    `"updateBy" must leave between 1 and 10,000 seats: there are ${quantity}.`,
  );
};

/**
 * From when on a change is paid for: now, or when its preview said.
 *
 * @throws {HttpError} 400 for another period's preview, an old one, and one that is still to come
 */
export const changeTime = (
  { periodStart }: { readonly periodStart: number },
  from: number | undefined,
  now: number,
): number => {
  if (from === undefined) return now;
  if (from >= periodStart && from <= now && from > now - previewLifetime) return from;
  throw new HttpError(
    400,
    'invalid_request',
    '"prorationDate" is not of a preview of the last hour: ask for another one.',
  );
};
