import { email, maxLength, pipe, safeParse, string } from 'valibot';
import { readBody } from '../../http/body.ts';
import type { App } from '../app.ts';
import { findOrder, type Order } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { expiredPage, paidPage, payPage, soldOutPage, unknownPage } from './checkout-page.ts';
import { withSession } from './return-url.ts';
import { payTestOrder } from './test-payments.ts';

const path = '/checkout/:session{[\\w-]{16,64}}';
const formLimit = 16 * 1024;
const emailAddress = pipe(string(), maxLength(320), email());

const seeOther = (url: string): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: url, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
  });

const pageOf = (order: Order): Response => {
  if (order.status === 'open') return payPage(order);
  return order.status === 'paid' ? paidPage(order) : expiredPage(order);
};

/** An order that is paid here, with the addresses that its buyer comes back to. */
const findTestOrder = async (store: Store, session: string): Promise<Order | undefined> => {
  const order = await findOrder(store, session);
  if (order?.provider !== 'test') return undefined;
  return {
    ...order,
    successUrl: withSession(order.successUrl, session),
    cancelUrl: withSession(order.cancelUrl, session),
  };
};

/**
 * The test checkout page. Whoever knows its unguessable address may pay or cancel, like whoever
 * holds the link of a real one; nothing else identifies the buyer.
 */
export const addCheckoutRoutes = (app: App, store: Store): void => {
  app.get(path, async (context) => {
    const order = await findTestOrder(store, context.req.param('session'));
    return order ? pageOf(order) : unknownPage();
  });

  app.post(path, async (context) => {
    const session = context.req.param('session');
    const order = await findTestOrder(store, session);
    if (!order) return unknownPage();
    const bytes = await readBody(context.req.raw, formLimit);
    const form = new URLSearchParams(new TextDecoder().decode(bytes));
    if (order.status !== 'open') return pageOf(order);
    // Cancelling leaves the session open, as at Stripe: the buyer may come back.
    if (form.get('action') === 'cancel') return seeOther(order.cancelUrl);
    if (form.get('action') !== 'pay') return payPage(order, 'Choose whether to pay or to cancel.');

    const address = form.get('email')?.trim() || undefined;
    if (address !== undefined && !safeParse(emailAddress, address).success) {
      return payPage(order, 'This is no email address.');
    }
    const result = await payTestOrder(store, session, address);
    if (result === 'paid') return seeOther(order.successUrl);
    if (result === 'sold_out') return soldOutPage(order);
    const now = await findTestOrder(store, session);
    return now ? pageOf(now) : unknownPage();
  });

  app.all('/checkout/*', () => unknownPage());
};
