import { html, type Html } from '../pages/html.ts';
import { pageResponse } from '../pages/page.ts';
import type { Invoice } from '../store/invoices.ts';
import type { TestMethod } from '../store/test-cards.ts';
import type { Subscription } from './billing.ts';
import { addForm, cardItem, invoiceItem, listOf, subscriptionItem } from './portal-items.ts';
import { portalStyle } from './portal-style.ts';

const portalResponse = (status: number, title: string, main: Html): Response =>
  pageResponse({
    status,
    title,
    style: portalStyle,
    // The forms are taken from this page alone.
    tellsOrigin: true,
    body: html`<header class="notice">
        Test billing: no card is asked for and no money is taken.
      </header>
      <main>${main}</main>`,
  });

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
  return portalResponse(problem === undefined ? 200 : 400, 'Test billing', main);
};

export const unknownPortalPage = (): Response =>
  portalResponse(
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
