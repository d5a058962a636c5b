import type { Hono } from 'hono';
import { email, maxLength, pipe, safeParse, string } from 'valibot';
import { readBody } from '../../http/body.ts';
import { findOrder, payOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { expiredPage, paidPage, payPage, soldOutPage, unknownPage } from './checkout-page.ts';

const path = '/checkout/:session{[\\w-]{16,64}}';
const formLimit = 16 * 1024;
const emailAddress = pipe(string(), maxLength(320), email());

const seeOther = (url: string): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: url, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
  });

const statePages = { open: payPage, paid: paidPage, expired: expiredPage };

/**
 * The test checkout page. Whoever knows its unguessable address may pay or cancel, like whoever
 * holds the link of a real one; nothing else identifies the buyer.
 */
export const addCheckoutRoutes = (app: Hono, store: Store): void => {
  app.get(path, async (context) => {
    const order = await findOrder(store, context.req.param('session'));
    return order ? statePages[order.status](order) : unknownPage();
  });

  app.post(path, async (context) => {
    const session = context.req.param('session');
    const order = await findOrder(store, session);
    if (!order) return unknownPage();
    const bytes = await readBody(context.req.raw, formLimit);
    const form = new URLSearchParams(new TextDecoder().decode(bytes));
    if (order.status !== 'open') return statePages[order.status](order);
    // Cancelling leaves the session open, as at Stripe: the buyer may come back.
    if (form.get('action') === 'cancel') return seeOther(order.cancelUrl);
    if (form.get('action') !== 'pay') return payPage(order, 'Choose whether to pay or to cancel.');

    const address = form.get('email')?.trim() || undefined;
    if (address !== undefined && !safeParse(emailAddress, address).success) {
      return payPage(order, 'This is no email address.');
    }
    const result = await payOrder(store, session, address);
    if (result === 'paid') return seeOther(order.successUrl);
    if (result === 'sold_out') return soldOutPage(order);
    const now = await findOrder(store, session);
    return now ? statePages[now.status](now) : unknownPage();
  });

  app.all('/checkout/*', () => unknownPage());
};
