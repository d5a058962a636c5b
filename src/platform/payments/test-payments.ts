import { randomBytes } from 'node:crypto';
import { notConfigured } from '../handlers/refusals.ts';
import { advanceOrder, findOrder, findOrderOfRequest, insertOrder } from '../store/orders.ts';
import { findProduct } from '../store/products.ts';
import { transact, type Store } from '../store/store.ts';
import type { HostedPurchase, Payments } from './payments.ts';
import { returnUrl } from './return-url.ts';

const lifetime = 24 * 60 * 60 * 1000;

/** @returns the address of the checkout page: 192 random bits, for whoever knows it may pay */
const insert = async (
  store: Store,
  publicUrl: string,
  purchase: HostedPurchase,
): Promise<string> => {
  const { request, workspace } = purchase;
  const before = request && (await findOrderOfRequest(store, workspace, request.key));
  if (before?.url !== undefined) return before.url;
  const session = randomBytes(24).toString('base64url');
  const url = `${publicUrl}/checkout/${session}`;
  await insertOrder(store, {
    ...purchase,
    session,
    provider: 'test',
    url,
    successUrl: returnUrl(purchase.successUrl),
    cancelUrl: returnUrl(purchase.cancelUrl),
    expiresAt: store.now() + lifetime,
  });
  return url;
};

/** Checkouts on a page of ours, where nobody pays. */
export const createTestPayments = (store: Store, publicUrl: string): Payments => ({
  checkout: (purchase) => transact(store, (inner) => insert(inner, publicUrl, purchase)),
  embed: async () => {
    throw notConfigured('The test checkout is a page of its own: only Stripe’s can be embedded.');
  },
  refresh: async (order) => order,
  receive: async () => {
    throw notConfigured('The test checkout has no webhook.');
  },
});

class SoldOut extends Error {}

/**
 * Pays an order on the test page and takes the product out of the stock, both or neither, so that two
 * buyers cannot have the last one and no order is paid twice.
 */
export const payTestOrder = async (
  store: Store,
  session: string,
  customerEmail: string | undefined,
): Promise<'paid' | 'not_open' | 'sold_out'> => {
  try {
    return await transact(store, async (inner) => {
      const order = await findOrder(inner, session);
      if (order?.status !== 'open' || order.provider !== 'test') return 'not_open';
      const product = await findProduct(inner, order.workspace, order.productId);
      if (!product?.active || product.soldOut) throw new SoldOut();
      await advanceOrder(inner, order, 'paid', { customerEmail });
      return 'paid';
    });
  } catch (error) {
    if (error instanceof SoldOut) return 'sold_out';
    throw error;
  }
};
