import { objectId } from '../ids.ts';
import { productRecord, takeFromStock, type Product } from './products.ts';
import { answerOf } from './records.ts';
import { isoTime, type Store } from './store.ts';
import type { OrderStatus, Provider } from './tables/commerce.ts';

export type { OrderStatus };

export interface Order {
  readonly id: string;
  readonly workspace: string;
  /** The name of the checkout session, of which there is one for each order. */
  readonly session: string;
  readonly provider: Provider;
  /** The connected account whose session it is. */
  readonly account: string | undefined;
  readonly productId: string;
  readonly status: OrderStatus;
  readonly productName: string;
  readonly image: string | undefined;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly customerEmail: string | undefined;
  readonly ref: string | undefined;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** Where the buyer pays. */
  readonly url: string | undefined;
  /** Of the request that made it. */
  readonly requestHash: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly paidAt: string | undefined;
  /** Paid for, but nothing was left. */
  readonly oversold: boolean;
}

/** What an order is made of. */
export interface NewOrder {
  readonly workspace: string;
  readonly product: Pick<Product, 'id' | 'answer' | 'amount' | 'currency'>;
  readonly session: string;
  readonly provider: Provider;
  readonly account?: string | undefined;
  readonly status?: OrderStatus;
  readonly customerEmail?: string | undefined;
  readonly ref?: string | undefined;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly url?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The name that the buyer's side gave to its request, and what it asked for. */
  readonly request?: { readonly key: string; readonly hash: string } | undefined;
}

/** @returns whether it is new: of one session, or of one request, there is one order */
export const insertOrder = async (store: Store, order: NewOrder): Promise<boolean> => {
  const now = store.now();
  const { product } = order;
  const row = await store.db
    .insertInto('orders')
    .values({
      id: objectId(now),
      workspace: order.workspace,
      created_at: isoTime(now),
      updated_at: isoTime(now),
      document: store.urls.shorten(product.answer),
      product: product.id,
      session: order.session,
      provider: order.provider,
      account: order.account ?? null,
      status: order.status ?? 'open',
      amount: product.amount,
      currency: product.currency,
      customer_email: order.customerEmail ?? null,
      ref: order.ref ?? null,
      success_url: order.successUrl,
      cancel_url: order.cancelUrl,
      url: order.url ?? null,
      expires_at: isoTime(order.expiresAt),
      request_key: order.request?.key ?? null,
      request_hash: order.request?.hash ?? null,
      oversold: 0,
    })
    .onConflict((it) => it.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

const selectOrders = (store: Store) => store.db.selectFrom('orders').selectAll();

type OrderRow = Awaited<ReturnType<ReturnType<typeof selectOrders>['execute']>>[number];

const orderOf = (store: Store, row: OrderRow): Order => {
  const { name, images } = productRecord(answerOf(store, row));
  // Of its own sessions the provider tells; a page of ours is over when its time is.
  const isOver =
    row.provider === 'test' && row.status === 'open' && row.expires_at <= isoTime(store.now());
  return {
    id: row.id,
    workspace: row.workspace,
    session: row.session,
    provider: row.provider,
    account: row.account ?? undefined,
    productId: row.product,
    status: isOver ? 'expired' : row.status,
    productName: name,
    image: images[0],
    amount: row.amount,
    currency: row.currency,
    customerEmail: row.customer_email ?? undefined,
    ref: row.ref ?? undefined,
    successUrl: row.success_url,
    cancelUrl: row.cancel_url,
    url: row.url ?? undefined,
    requestHash: row.request_hash ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    paidAt: row.paid_at ?? undefined,
    oversold: row.oversold === 1,
  };
};

export const findOrder = async (store: Store, session: string): Promise<Order | undefined> => {
  const row = await selectOrders(store).where('session', '=', session).executeTakeFirst();
  return row && orderOf(store, row);
};

/** The order that a request has made already. */
export const findOrderOfRequest = async (
  store: Store,
  workspace: string,
  key: string,
): Promise<Order | undefined> => {
  const row = await selectOrders(store)
    .where('workspace', '=', workspace)
    .where('request_key', '=', key)
    .executeTakeFirst();
  return row && orderOf(store, row);
};

/**
 * The newest first.
 *
 * @param page how many at most, and the id of the order before which they were made
 * @returns `undefined` where there is no order of that id
 */
export const listOrders = async (
  store: Store,
  workspace: string,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<Order[] | undefined> => {
  const ofWorkspace = selectOrders(store).where('workspace', '=', workspace);
  let query = ofWorkspace;
  if (before !== undefined) {
    const last = await ofWorkspace.where('id', '=', before).executeTakeFirst();
    if (!last) return undefined;
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(last.created_at, last.id)),
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => orderOf(store, row));
};

/** What an order may become, by what it is: events come twice, and in any order. */
const next: Readonly<Record<OrderStatus, ReadonlySet<OrderStatus>>> = {
  open: new Set(['pending', 'paid', 'failed', 'expired']),
  pending: new Set(['paid', 'failed']),
  // Where money has come after all, it has come.
  failed: new Set(['paid']),
  expired: new Set(['paid']),
  paid: new Set(),
};

/** What is learnt of a payment, beside what has become of it. */
export interface PaymentDetails {
  readonly customerEmail?: string | undefined;
  /** What was really asked for, taxes and discounts included. */
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
}

/**
 * Brings an order to another state, once. A paid one takes its product out of the stock; where nothing
 * is left it is marked, for the money has been taken all the same. To be called in a transaction.
 *
 * @returns whether anything has changed
 */
export const advanceOrder = async (
  store: Store,
  order: Order,
  status: OrderStatus,
  { customerEmail, amount, currency }: PaymentDetails = {},
): Promise<boolean> => {
  if (!next[order.status].has(status)) return false;
  const time = isoTime(store.now());
  const isPaid = status === 'paid';
  const isLeft = !isPaid || (await takeFromStock(store, order.productId));
  await store.db
    .updateTable('orders')
    .set({
      status,
      updated_at: time,
      ...(customerEmail !== undefined && { customer_email: customerEmail }),
      ...(amount !== undefined && { amount }),
      ...(currency !== undefined && { currency }),
      ...(isPaid && { paid_at: time, oversold: isLeft ? 0 : 1 }),
    })
    .where('id', '=', order.id)
    .execute();
  return true;
};

/** Forgets what was begun and never paid, and ended before a time in milliseconds since 1970. */
export const deleteUnpaidOrders = async (store: Store, before: number): Promise<void> => {
  await store.db
    .deleteFrom('orders')
    .where('status', 'in', ['open', 'expired'])
    .where('expires_at', '<', isoTime(before))
    .execute();
};
