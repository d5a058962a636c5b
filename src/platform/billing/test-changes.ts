import { notFound } from '../handlers/refusals.ts';
import { chargeOf } from '../store/invoices.ts';
import type { QuantityChange, QuantityPreview, Subscription } from './billing.ts';
import { newInvoice, priceOf, type Account } from './cycle.ts';
import { prorate } from './proration.ts';
import { changedQuantity, changeTime, hasEnded, notPaid } from './refusals.ts';
import { isInGoodStanding } from './seats.ts';

/** @throws {HttpError} 404 where the account has no such subscription */
export const found = ({ subscriptions }: Account, id: string): Subscription => {
  const subscription = subscriptions.find((it) => it.id === id);
  if (!subscription) throw notFound('subscription');
  return subscription;
};

/** What a change of the seats makes of a subscription, and what it costs. */
export const changeOf = (account: Account, { id, by, from }: QuantityChange, now: number) => {
  const subscription = found(account, id);
  if (subscription.status === 'Canceled') throw hasEnded();
  if (!isInGoodStanding(subscription)) throw notPaid(subscription.status);
  const quantity = changedQuantity(subscription.quantity, by);
  const changed = { ...subscription, quantity };
  const at = changeTime(subscription, from, now);
  const { unused, remaining } = prorate(subscription, at, priceOf(subscription), priceOf(changed));
  const invoice = newInvoice(account, subscription, now, [
    { description: `Unused time on ${subscription.quantity}`, amount: unused },
    { description: `Remaining time on ${quantity}`, amount: remaining },
  ]);
  return { changed, invoice, at };
};

export const previewOf = ({
  changed,
  invoice,
  at,
}: ReturnType<typeof changeOf>): QuantityPreview => {
  const goesOn = changed.endsAt === undefined;
  return {
    quantity: changed.quantity,
    dueNow: invoice.total < 0 ? invoice.total : chargeOf(invoice),
    nextAmount: goesOn ? priceOf(changed) : 0,
    currency: changed.currency,
    nextAt: goesOn ? changed.periodEnd : undefined,
    from: at,
  };
};
