import { html, type Html } from '../pages/html.ts';
import { formatAmount } from '../payments/minor-units.ts';
import { chargeOf, type Invoice } from '../store/invoices.ts';
import type { TestMethod } from '../store/test-cards.ts';
import type { Subscription } from './billing.ts';
import { testCards } from './test-cards.ts';

export const listOf = (items: readonly Html[]): Html => ({
  markup: items.map(({ markup }) => markup).join(''),
});

const brands: Readonly<Record<string, string>> = { visa: 'Visa', mastercard: 'Mastercard' };

const nameOf = ({ brand, last4 }: { readonly brand: string; readonly last4: string }): string =>
  `${brands[brand] ?? brand} •••• ${last4}`;

const expiryOf = ({ expiryMonth, expiryYear }: TestMethod): string =>
  `${String(expiryMonth).padStart(2, '0')}/${expiryYear}`;

const button = (action: string, id: string, label: string, name: string): Html =>
  html`<form method="post">
    <input type="hidden" name="method" value="${id}" />
    <button class="small" name="action" value="${action}" aria-label="${label} ${name}">
      ${label}
    </button>
  </form>`;

export const cardItem = (method: TestMethod, isCharged: boolean): Html => {
  const name = nameOf(testCards[method.card]);
  return html`<li>
    <div>
      <b>${name}</b>
      <span>
        Expires
        ${expiryOf(method)}${testCards[method.card].pays ? undefined : html` · <em>declines</em>`}
      </span>
    </div>
    <div class="actions">
      ${isCharged ? html`<span class="badge">Default</span>` : button('choose', method.id, 'Make default', name)}
      ${button('remove', method.id, 'Remove', name)}
    </div>
  </li>`;
};

const dayOf = (time: number): Html => {
  const date = new Date(time);
  const text = date.toLocaleDateString('en', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return html`<time datetime="${date.toISOString()}">${text}</time>`;
};

export const subscriptionItem = (it: Subscription): Html => {
  const seats = `${it.quantity} ${it.quantity === 1 ? 'seat' : 'seats'}`;
  const month = formatAmount(it.quantity * (it.unitAmount ?? 0), it.currency);
  const next =
    it.endsAt === undefined ? 'Renews on' : it.status === 'Canceled' ? 'Ended on' : 'Ends on';
  return html`<li>
    <div>
      <b>${seats}, ${month} a month</b>
      <span>${next} ${dayOf(it.endsAt ?? it.periodEnd)}</span>
    </div>
    <span class="badge">${it.status === 'PastDue' ? 'Past due' : it.status}</span>
  </li>`;
};

const outcomes = { paid: 'Paid', open: 'Declined', uncollectible: 'Not paid' } as const;

export const invoiceItem = (invoice: Invoice): Html => {
  const isCredit = invoice.total < 0;
  const amount = formatAmount(isCredit ? -invoice.total : chargeOf(invoice), invoice.currency);
  return html`<li>
    <div>
      <b>${amount}</b>
      <span
        >${dayOf(invoice.at)} ·
        ${invoice.lines.map(({ description }) => description).join(', ')}</span
      >
    </div>
    <span class="badge">${isCredit ? 'Credit' : outcomes[invoice.status]}</span>
  </li>`;
};

const choices = [
  ['visa', 'pays'],
  ['mastercard', 'pays'],
  ['declined', 'is declined'],
] as const;

export const addForm = (): Html =>
  html`<form method="post">
    <fieldset>
      <legend>Add a test card</legend>
      ${listOf(
        choices.map(
          ([card, outcome], index) =>
            html`<label class="choice">
              <input
                type="radio"
                name="card"
                value="${card}"
                ${index === 0 ? { markup: 'checked' } : undefined}
              />
              <span>${nameOf(testCards[card])}</span>
              <small>${outcome}</small>
            </label>`,
        ),
      )}
    </fieldset>
    <button name="action" value="add">Add card</button>
  </form>`;
