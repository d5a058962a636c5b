/**
 * What becomes of test subscriptions by the clock alone: renewals, payments that are tried again, and
 * ends. As nothing else happens between two changes, nobody has to be awake when it does; it follows
 * from what was last written down whenever somebody asks.
 */
import { randomBytes } from 'node:crypto';
import { objectId } from '../ids.ts';
import { chargeOf, type Invoice, type InvoiceLine } from '../store/invoices.ts';
import type { TestMethod } from '../store/test-cards.ts';
import type { Subscription } from './billing.ts';
import { periodEndOf } from './calendar.ts';
import { pays } from './test-cards.ts';

/** All that a project has to do with billing. Values are replaced, never changed. */
export interface Account {
  readonly project: string;
  readonly subscriptions: readonly Subscription[];
  /** Those that are to be paid, and those that have been written since. */
  readonly invoices: readonly Invoice[];
  /** What the project is owed. */
  readonly credit: number;
  /** What is charged; `undefined` where there is no payment method. */
  readonly card: TestMethod | undefined;
}

const day = 24 * 60 * 60 * 1000;

/** How long after a renewal its payment is tried again. After the last time the subscription ends. */
const retries = [3 * day, 8 * day, 15 * day] as const;

/** `sub_…`, `si_…` */
export const newBillingId = (kind: string): string => `${kind}_${randomBytes(12).toString('hex')}`;

const isOver = ({ status }: Subscription): boolean => status === 'Canceled';

export const withSubscription = (account: Account, changed: Subscription): Account => {
  const isNew = account.subscriptions.every(({ id }) => id !== changed.id);
  return {
    ...account,
    subscriptions: isNew
      ? [...account.subscriptions, changed]
      : account.subscriptions.map((it) => (it.id === changed.id ? changed : it)),
  };
};

const withInvoice = (account: Account, changed: Invoice): Account => {
  const before = account.invoices.find(({ id }) => id === changed.id);
  return {
    ...account,
    credit: account.credit + changed.credit - (before?.credit ?? 0),
    invoices: before
      ? account.invoices.map((it) => (it === before ? changed : it))
      : [...account.invoices, changed],
  };
};

/** What lines come to, of which credit pays as much as there is. */
export const newInvoice = (
  { project, credit }: Account,
  subscription: Subscription,
  at: number,
  lines: readonly InvoiceLine[],
): Invoice => {
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  return {
    id: `in_${objectId(at)}`,
    project,
    subscription: subscription.id,
    at,
    lines,
    total,
    credit: total < 0 ? -total : 0 - Math.min(credit, total),
    currency: subscription.currency,
    status: 'open',
    tries: 0,
  };
};

/** Tries to have an invoice paid: by nothing where nothing is left to pay, else by the card. */
export const collect = (account: Account, invoice: Invoice, at: number): Account => {
  const isPaid = chargeOf(invoice) === 0 || (account.card !== undefined && pays(account.card, at));
  const tries = invoice.tries + 1;
  return withInvoice(account, { ...invoice, tries, status: isPaid ? 'paid' : 'open' });
};

export const isPaid = (account: Account, { id }: Invoice): boolean =>
  account.invoices.some((it) => it.id === id && it.status === 'paid');

/** Ends a subscription; what has not been paid for it is not asked for any more. */
const end = (account: Account, subscription: Subscription, at: number): Account =>
  account.invoices
    .filter((it) => it.subscription === subscription.id && it.status === 'open')
    .reduce(
      (rest, it) => withInvoice(rest, { ...it, status: 'uncollectible', credit: 0 }),
      withSubscription(account, { ...subscription, status: 'Canceled', endsAt: at }),
    );

export const priceOf = ({ quantity, unitAmount = 0 }: Subscription): number =>
  quantity * unitAmount;

const seats = (count: number): string => `${count} ${count === 1 ? 'seat' : 'seats'}`;

/** The line for a whole period. */
export const periodLine = (subscription: Subscription): InvoiceLine => ({
  description: `${seats(subscription.quantity)} for a month`,
  amount: priceOf(subscription),
});

const renew = (account: Account, subscription: Subscription): Account => {
  const { startedAt, periodEnd: at } = subscription;
  if (subscription.endsAt !== undefined) return end(account, subscription, at);
  const next = { ...subscription, periodStart: at, periodEnd: periodEndOf(startedAt, at) };
  const invoice = newInvoice(account, next, at, [periodLine(next)]);
  const asked = collect(account, invoice, at);
  return withSubscription(asked, {
    ...next,
    status: isPaid(asked, invoice) ? 'Active' : 'PastDue',
  });
};

/** Tries an invoice once more; the subscription is in good standing again where that succeeds. */
const retry = (account: Account, invoice: Invoice, at: number): Account => {
  const asked = collect(account, invoice, at);
  const subscription = asked.subscriptions.find(({ id }) => id === invoice.subscription);
  if (!subscription) return asked;
  if (isPaid(asked, invoice)) return withSubscription(asked, { ...subscription, status: 'Active' });
  return invoice.tries < retries.length ? asked : end(asked, subscription, at);
};

interface Due {
  readonly at: number;
  readonly happen: (account: Account) => Account;
}

const nextTryAt = ({ at, tries }: Invoice): number =>
  at + (retries[tries - 1] ?? Number.POSITIVE_INFINITY);

/** What happens next, if it does by then. */
const nextDue = ({ subscriptions, invoices }: Account, now: number): Due | undefined => {
  const dues: Due[] = [
    ...invoices
      .filter(({ status }) => status === 'open')
      .map((it) => ({ at: nextTryAt(it), happen: (to: Account) => retry(to, it, nextTryAt(it)) })),
    ...subscriptions
      .filter((it) => !isOver(it))
      .map((it) => ({ at: it.periodEnd, happen: (to: Account) => renew(to, it) })),
  ];
  return dues
    .filter(({ at }) => at <= now)
    .reduce<Due | undefined>((first, it) => (first && first.at <= it.at ? first : it), undefined);
};

/** The account as it is at some time, if nobody has changed anything since it was written down. */
export const advance = (account: Account, now: number): Account => {
  let current = account;
  for (;;) {
    const due = nextDue(current, now);
    if (!due) return current;
    current = due.happen(current);
  }
};

/** Asks for all that is open at once, as when there is another card. */
export const collectOpen = (account: Account, now: number): Account =>
  account.invoices
    .filter(({ status }) => status === 'open')
    .reduce((rest, invoice) => {
      const asked = collect(rest, invoice, now);
      const subscription = asked.subscriptions.find(({ id }) => id === invoice.subscription);
      if (!subscription || !isPaid(asked, invoice)) return rest;
      return withSubscription(asked, { ...subscription, status: 'Active' });
    }, account);
