import type { Order } from '../store/orders.ts';
import { html, type Html } from '../pages/html.ts';
import { pageResponse } from '../pages/page.ts';
import { formatAmount } from './minor-units.ts';

/** An origin as a policy may name it: a host can hold characters that would begin a new rule. */
const sourceOf = (url: string | undefined): string => {
  const origin = url === undefined ? undefined : URL.parse(url)?.origin;
  return origin && /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : '';
};

const checkoutResponse = (
  status: number,
  title: string,
  main: Html,
  order: Order | undefined,
): Response =>
  pageResponse({
    status,
    title,
    sources: {
      images: sourceOf(order?.image),
      // Chromium holds the redirect after a form against `form-action` too.
      forms: [sourceOf(order?.successUrl), sourceOf(order?.cancelUrl)].filter(Boolean),
    },
    body: html`<p class="notice" role="note">
        Test checkout: no card is asked for and no money is taken.
      </p>
      <main>${main}</main>`,
  });

const message = (title: string, text: string, link?: { href: string; label: string }): Html =>
  html`<div class="card alone">
    <section class="pay">
      <h1>${title}</h1>
      <p>${text}</p>
      ${link && html`<a class="button" href="${link.href}">${link.label}</a>`}
    </section>
  </div>`;

/** The page on which a buyer pays or cancels. `problem`: why the last try failed. */
export const payPage = (order: Order, problem?: string): Response => {
  const amount = formatAmount(order.amount, order.currency);
  const image = order.image && html`<img src="${order.image}" alt="" />`;
  const main = html`<div class="card">
    <section class="summary">
      ${image || undefined}
      <h1>${order.productName}</h1>
      <p class="amount">${amount}</p>
    </section>
    <section class="pay">
      <h2>Pay with a test card</h2>
      ${problem === undefined ? undefined : html`<p class="error" role="alert">${problem}</p>`}
      <form method="post">
        <label>
          Email
          <input
            type="email"
            name="email"
            autocomplete="email"
            maxlength="320"
            value="${order.customerEmail ?? ''}"
          />
        </label>
        <div class="method"><span>Test card</span><b>•••• 4242</b></div>
        <button name="action" value="pay">Pay ${amount}</button>
      </form>
      <form method="post">
        <button class="quiet" name="action" value="cancel">Cancel</button>
      </form>
    </section>
  </div>`;
  return checkoutResponse(problem === undefined ? 200 : 400, `Pay ${amount}`, main, order);
};

export const paidPage = (order: Order): Response =>
  checkoutResponse(
    200,
    'Paid',
    message(
      'This order is paid',
      `${order.productName} has been paid for. Nothing is left to do.`,
      {
        href: order.successUrl,
        label: 'Back to the shop',
      },
    ),
    order,
  );

export const expiredPage = (order: Order): Response =>
  checkoutResponse(
    410,
    'Expired',
    message('This checkout has expired', 'Go back to the shop to begin a new one.', {
      href: order.cancelUrl,
      label: 'Back to the shop',
    }),
    order,
  );

export const soldOutPage = (order: Order): Response =>
  checkoutResponse(
    409,
    'Sold out',
    message('Sold out', `The last ${order.productName} has just gone to somebody else.`, {
      href: order.cancelUrl,
      label: 'Back to the shop',
    }),
    order,
  );

export const unknownPage = (): Response =>
  checkoutResponse(
    404,
    'Not found',
    message(
      'There is no such checkout',
      'The address may have been cut off. Begin again in the shop.',
    ),
    undefined,
  );
