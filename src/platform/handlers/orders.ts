import { listOrders, type Order } from '../store/orders.ts';
import type { Handlers } from './handler.ts';
import { notFound } from './refusals.ts';
import type { Services } from './services.ts';

const answerOf = (order: Order) => ({
  id: order.id,
  sessionId: order.session,
  status: order.status,
  productId: order.productId,
  productName: order.productName,
  amount: order.amount,
  currency: order.currency,
  customerEmail: order.customerEmail,
  ref: order.ref,
  paidAt: order.paidAt,
  ...(order.oversold && { oversold: true }),
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
});

export const orderHandlers = ({ store }: Services): Handlers['orders'] => ({
  list: async ({ workspace, query }) => {
    const orders = await listOrders(store, workspace, query);
    if (!orders) throw notFound('order');
    return JSON.stringify(orders.map(answerOf));
  },
});
