import { randomBytes } from 'node:crypto';
import { objectId } from '../ids.ts';
import { productRecord, takeFromStock, type Product } from './products.ts';
import { answerOf } from './records.ts';
import { isoTime, transact, type Store } from './store.ts';

const lifetime = 24 * 60 * 60 * 1000;

export interface Order {
  readonly workspace: string;
  readonly productId: string;
  readonly status: 'open' | 'paid' | 'expired';
  readonly productName: string;
  readonly image: string | undefined;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly customerEmail: string | undefined;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** @returns the name of the checkout page: 192 random bits, for whoever knows it may pay */
export const createOrder = async (
  store: Store,
  workspace: string,
  product: Product,
  wish: {
    readonly productId: string;
    readonly successUrl: string;
    readonly cancelUrl: string;
    readonly customerEmail?: string | undefined;
    readonly ref?: string | undefined;
  },
): Promise<string> => {
  const now = store.now();
  const time = isoTime(now);
  const session = randomBytes(24).toString('base64url');
  await store.db
    .insertInto('orders')
    .values({
      id: objectId(now),
      workspace,
      created_at: time,
      updated_at: time,
      document: store.urls.shorten(product.answer),
      product: wish.productId,
      session,
      status: 'open',
      amount: product.amount,
      currency: product.currency,
      customer_email: wish.customerEmail ?? null,
      ref: wish.ref ?? null,
      // As a URL writes itself, so that it is fit for a Location header.
      success_url: new URL(wish.successUrl).href,
      cancel_url: new URL(wish.cancelUrl).href,
      expires_at: isoTime(now + lifetime),
    })
    .execute();
  return session;
};

export const findOrder = async (store: Store, session: string): Promise<Order | undefined> => {
  const row = await store.db
    .selectFrom('orders')
    .selectAll()
    .where('session', '=', session)
    .executeTakeFirst();
  if (!row) return undefined;
  const { name, images } = productRecord(answerOf(store, row));
  const expired = row.status === 'open' && row.expires_at <= isoTime(store.now());
  return {
    workspace: row.workspace,
    productId: row.product,
    status: expired ? 'expired' : row.status,
    productName: name,
    image: images[0],
    amount: row.amount,
    currency: row.currency,
    customerEmail: row.customer_email ?? undefined,
    successUrl: row.success_url,
    cancelUrl: row.cancel_url,
  };
};

class SoldOut extends Error {}

/**
 * Marks an open order as paid and takes the product out of the stock, both or neither, so that two
 * buyers cannot have the last one and no order is paid twice.
 */
export const payOrder = async (
  store: Store,
  session: string,
  customerEmail: string | undefined,
): Promise<'paid' | 'not_open' | 'sold_out'> => {
  const time = isoTime(store.now());
  try {
    return await transact(store, async (inner) => {
      const order = await inner.db
        .updateTable('orders')
        .set({
          status: 'paid',
          updated_at: time,
          ...(customerEmail !== undefined && { customer_email: customerEmail }),
        })
        .where('session', '=', session)
        .where('status', '=', 'open')
        .where('expires_at', '>', time)
        .returning('product')
        .executeTakeFirst();
      if (!order) return 'not_open';
      // Thrown, not returned: the transaction has to be undone.
      if (!(await takeFromStock(inner, order.product))) throw new SoldOut();
      return 'paid';
    });
  } catch (error) {
    if (error instanceof SoldOut) return 'sold_out';
    throw error;
  }
};
