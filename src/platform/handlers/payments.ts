import { createHash } from 'node:crypto';
import { idempotencyKey } from '../../http/idempotency-key.ts';
import { HttpError } from '../../http/problem.ts';
import type { Purchase } from '../payments/payments.ts';
import { findOrder, findOrderOfRequest, type Order, type OrderStatus } from '../store/orders.ts';
import { findProduct, type Product } from '../store/products.ts';
import type { Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { notConfigured, notFound } from './refusals.ts';
import type { Services } from './services.ts';

/** What the caller's side calls its request: the same name and body mean the same purchase. */
const requestOf = (request: Request, body: object): Purchase['request'] => {
  const key = idempotencyKey(request);
  if (key === undefined) return undefined;
  return { key, hash: createHash('sha256').update(JSON.stringify(body)).digest('hex') };
};

/**
 * The order that the same request has made before.
 *
 * @throws {HttpError} 422 where its name was used for another purchase
 */
const madeBefore = async (
  store: Store,
  workspace: string,
  request: Purchase['request'],
): Promise<Order | undefined> => {
  const order = request && (await findOrderOfRequest(store, workspace, request.key));
  if (order && order.requestHash !== request.hash) {
    const message = 'This Idempotency-Key was already used for another request.';
    throw new HttpError(422, 'idempotency_key_reused', message);
  }
  return order;
};

/** As Stripe tells it: the money has come where it is `complete` and `paid`. */
const states: Readonly<Record<OrderStatus, { status: string; paymentStatus: string }>> = {
  open: { status: 'open', paymentStatus: 'unpaid' },
  pending: { status: 'complete', paymentStatus: 'unpaid' },
  failed: { status: 'complete', paymentStatus: 'unpaid' },
  expired: { status: 'expired', paymentStatus: 'unpaid' },
  paid: { status: 'complete', paymentStatus: 'paid' },
};

export const paymentHandlers = ({ store, payments }: Services): Handlers['payments'] => {
  const activeProduct = async (workspace: string, id: string): Promise<Product> => {
    const product = await findProduct(store, workspace, id);
    if (!product) throw notFound('product');
    if (!product.active) throw new HttpError(400, 'inactive', `${product.name} is not on sale.`);
    return product;
  };

  const soldProduct = async (workspace: string, id: string): Promise<Product> => {
    const product = await activeProduct(workspace, id);
    if (product.soldOut) throw new HttpError(400, 'sold_out', `${product.name} is sold out.`);
    return product;
  };

  const requirePayments = () => {
    if (payments) return payments;
    throw notConfigured('Payments are not set up: this workspace has no Stripe account.');
  };

  return {
    // A product that is sold out is still shown; only buying it is refused.
    product: async ({ workspace, params }) =>
      (await activeProduct(workspace, params.productId)).answer,

    checkout: async ({ workspace, body, request }) => {
      const named = requestOf(request, body);
      const before = await madeBefore(store, workspace, named);
      if (before?.url !== undefined) return JSON.stringify({ url: before.url });
      const product = await soldProduct(workspace, body.productId);
      const url = await requirePayments().checkout({ ...body, workspace, product, request: named });
      return JSON.stringify({ url });
    },

    createSession: async ({ workspace, body, request }) => {
      const named = requestOf(request, body);
      await madeBefore(store, workspace, named);
      const product = await soldProduct(workspace, body.productId);
      const session = await requirePayments().embed({
        ...body,
        workspace,
        product,
        request: named,
      });
      return JSON.stringify(session);
    },

    session: async ({ workspace, params }) => {
      const known = await findOrder(store, params.sessionId);
      if (known?.workspace !== workspace) throw notFound('checkout session');
      const order = payments ? await payments.refresh(known) : known;
      return JSON.stringify({
        id: order.session,
        ...states[order.status],
        productId: order.productId,
        amount: order.amount,
        currency: order.currency,
        ref: order.ref,
      });
    },
  };
};
