import { creditOf, openInvoices, putInvoice } from '../store/invoices.ts';
import { transact, type Store } from '../store/store.ts';
import { listSubscriptions, putSubscription } from '../store/subscriptions.ts';
import { listTestCards } from '../store/test-cards.ts';
import type { NewSubscription } from './billing.ts';
import { wholeSeconds } from './calendar.ts';
import { advance, type Account } from './cycle.ts';

const written = async (store: Store, project: string): Promise<Account> => {
  const [card] = await listTestCards(store, project);
  return {
    project,
    card,
    subscriptions: await listSubscriptions(store, 'test', project),
    invoices: await openInvoices(store, project),
    credit: await creditOf(store, project),
  };
};

/** The account as it is by now. To be called in a transaction. */
export const readAccount = async (store: Store, project: string): Promise<Account> =>
  advance(await written(store, project), wholeSeconds(store.now()));

/**
 * Changes an account, after all that the clock has done to it. To be called in a transaction.
 *
 * @param wish of a subscription that the change makes
 */
export const changeAccount = async (
  store: Store,
  project: string,
  change: (account: Account, now: number) => Account,
  wish?: NewSubscription,
): Promise<Account> => {
  const now = wholeSeconds(store.now());
  const before = await written(store, project);
  const after = change(advance(before, now), now);
  const kept = { provider: 'test', seenAt: store.now(), wish } as const;
  for (const subscription of after.subscriptions) {
    if (before.subscriptions.includes(subscription)) continue;
    await putSubscription(store, subscription, kept);
  }
  for (const invoice of after.invoices) {
    if (!before.invoices.includes(invoice)) await putInvoice(store, invoice);
  }
  return after;
};

/** Changes what is charged: the cards, before what is open is asked for again. */
export const changeCards = (
  store: Store,
  project: string,
  change: (store: Store) => Promise<void>,
  collect: (account: Account, now: number) => Account,
): Promise<void> =>
  transact(store, async (inner) => {
    // With the cards as they were, until now.
    await changeAccount(inner, project, (account) => account);
    await change(inner);
    await changeAccount(inner, project, collect);
  });
