import { style as cardStyle } from '../payments/checkout-style.ts';
import { html, type Html } from '../payments/html.ts';
import type { Invoice } from '../store/invoices.ts';
import type { TestMethod } from '../store/test-cards.ts';
import type { Subscription } from './billing.ts';
import { addForm, cardItem, invoiceItem, listOf, subscriptionItem } from './portal-items.ts';
import { portalStyle, portalStyleSource } from './portal-style.ts';

const policy = [
  "default-src 'none'",
  `style-src ${portalStyleSource}`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageResponse = (status: number, title: string, main: Html): Response => {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${{ markup: `<style>${cardStyle}${portalStyle}</style>` }}
      </head>
      <body>
        <header class="notice">Test billing: no card is asked for and no money is taken.</header>
        <main>${main}</main>
      </body>
    </html>`;
  return new Response(markup, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      // Not `no-referrer`: then browsers would not tell where a form comes from.
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    },
  });
};

export interface Portal {
  /** The one that is charged comes first. */
  readonly cards: readonly TestMethod[];
  readonly subscriptions: readonly Subscription[];
  /** The newest first. */
  readonly invoices: readonly Invoice[];
}

/** The page where a project's test cards are looked after. `problem`: why the last try failed. */
export const portalPage = (
  { cards, subscriptions, invoices }: Portal,
  problem?: string,
): Response => {
  const list = (title: string, items: readonly Html[]): Html =>
    html`<h2>${title}</h2>
      <ul>
        ${listOf(items)}
      </ul>`;
  const main = html`<div class="card alone">
    <section class="pay">
      <h1>Payment methods</h1>
      ${problem === undefined ? undefined : html`<p class="error" role="alert">${problem}</p>`}
      ${
        cards.length === 0
          ? html`<p>There is none: nothing can be subscribed to, and renewals fail.</p>`
          : html`<ul>
              ${listOf(cards.map((it, index) => cardItem(it, index === 0)))}
            </ul>`
      }
      ${addForm()}
      ${
        subscriptions.length > 0
          ? list('Subscriptions', subscriptions.map(subscriptionItem))
          : undefined
      }
      ${invoices.length > 0 ? list('Invoices', invoices.map(invoiceItem)) : undefined}
    </section>
  </div>`;
  return pageResponse(problem === undefined ? 200 : 400, 'Test billing', main);
};

export const unknownPortalPage = (): Response =>
  pageResponse(
    404,
    'This link is not valid',
    html`<div class="card alone">
      <section class="pay">
        <h1>This link is not valid</h1>
        <p>
          It is older than an hour, or has been cut off. Open the page anew from where you came.
        </p>
      </section>
    </div>`,
  );
