import type { NewSubscription, Subscription } from '../billing/billing.ts';
import { isoTime, type Store } from './store.ts';
import type { BillingProvider } from './tables/billing.ts';

const select = (store: Store, provider: BillingProvider) =>
  store.db.selectFrom('subscriptions').selectAll().where('provider', '=', provider);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const timeOf = (text: string | null): number | undefined =>
  text === null ? undefined : Date.parse(text);

const textOf = (time: number | undefined): string | null =>
  time === undefined ? null : isoTime(time);

const subscriptionOf = (row: Row): Subscription => ({
  id: row.id,
  project: row.project,
  status: row.status,
  product: row.product,
  price: row.price,
  item: row.item,
  quantity: row.quantity,
  unitAmount: row.unit_amount ?? undefined,
  currency: row.currency,
  startedAt: Date.parse(row.started_at),
  periodStart: Date.parse(row.period_start),
  periodEnd: Date.parse(row.period_end),
  endsAt: timeOf(row.ends_at),
  trialEndsAt: timeOf(row.trial_ends_at),
  schedule: row.schedule ?? undefined,
});

/** The oldest first. */
export const listSubscriptions = async (
  store: Store,
  provider: BillingProvider,
  project: string,
): Promise<readonly Subscription[]> => {
  const rows = await select(store, provider)
    .where('project', '=', project)
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(subscriptionOf);
};

/** The subscription that a request has made already, and what that request was. */
export const subscriptionOfRequest = async (
  store: Store,
  provider: BillingProvider,
  project: string,
  key: string,
): Promise<{ readonly id: string; readonly hash: string | null } | undefined> => {
  const row = await select(store, provider)
    .where('project', '=', project)
    .where('request_key', '=', key)
    .executeTakeFirst();
  return row && { id: row.id, hash: row.request_hash };
};

const changing = (it: Subscription) => ({
  status: it.status,
  product: it.product,
  price: it.price,
  item: it.item,
  quantity: it.quantity,
  unit_amount: it.unitAmount ?? null,
  currency: it.currency,
  period_start: isoTime(it.periodStart),
  period_end: isoTime(it.periodEnd),
  ends_at: textOf(it.endsAt),
  trial_ends_at: textOf(it.trialEndsAt),
  schedule: it.schedule ?? null,
});

/** What is kept of a subscription beside itself. */
export interface Kept {
  readonly provider: BillingProvider;
  /**
   * When it was asked for what it is, in milliseconds since 1970: what a provider has told about an
   * earlier time changes nothing.
   */
  readonly seenAt: number;
  /** Of one that is new. */
  readonly wish?: Pick<NewSubscription, 'metadata' | 'request'> | undefined;
}

/** Writes down what a subscription is by now. */
export const putSubscription = async (
  store: Store,
  subscription: Subscription,
  { provider, seenAt, wish }: Kept,
): Promise<void> => {
  const fields = { ...changing(subscription), seen_at: isoTime(seenAt) };
  await store.db
    .insertInto('subscriptions')
    .values({
      ...fields,
      id: subscription.id,
      project: subscription.project,
      provider,
      started_at: isoTime(subscription.startedAt),
      metadata: JSON.stringify(wish?.metadata ?? {}),
      request_key: wish?.request?.key ?? null,
      request_hash: wish?.request?.hash ?? null,
      busy_until: null,
    })
    .onConflict((it) =>
      it
        .column('id')
        .doUpdateSet(fields)
        .where((row) =>
          row.or([
            row('subscriptions.provider', '=', 'test'),
            row('subscriptions.seen_at', '<=', fields.seen_at),
          ]),
        ),
    )
    .execute();
};

/**
 * Takes a subscription for a change, so that no two are made at the same time.
 *
 * @param milliseconds after which it is free again, whatever has become of the change
 * @returns whether it was free
 */
export const holdSubscription = async (
  store: Store,
  project: string,
  id: string,
  milliseconds: number,
): Promise<boolean> => {
  const now = store.now();
  const { numUpdatedRows } = await store.db
    .updateTable('subscriptions')
    .set({ busy_until: isoTime(now + milliseconds) })
    .where('id', '=', id)
    .where('project', '=', project)
    .where((it) => it.or([it('busy_until', 'is', null), it('busy_until', '<=', isoTime(now))]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

export const releaseSubscription = async (store: Store, id: string): Promise<void> => {
  await store.db
    .updateTable('subscriptions')
    .set({ busy_until: null })
    .where('id', '=', id)
    .execute();
};
