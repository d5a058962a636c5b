import { http, HttpResponse } from 'msw';
import '../../../src/define/fae-checkout.ts';
import type { FaeCheckoutElement } from '../../../src/elements/checkout/checkout-element.ts';
import { cleanUp, event, find, fixture, html, state } from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';

export const id = '64f1c0ffee64f1c0ffee64f1';
export const productPath = '/faults/payments/embed/product/:id';
export const checkoutPath = '/faults/payments/embed/checkout';

export const pixel =
  'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

export const product = {
  id,
  name: 'Moonrise print',
  description: 'On heavy paper.',
  amount: 4900,
  currency: 'eur',
  images: [pixel],
};

/** Lets the stand-in server answer with a product, and to a checkout as the test says. */
export const serve = (
  shown: Record<string, unknown> = {},
  checkout: () => Response | Promise<Response> = () =>
    HttpResponse.json({ url: 'https://pay.example/1' }),
) =>
  faults.use(
    http.get(productPath, () => HttpResponse.json({ ...product, ...shown })),
    http.post(checkoutPath, () => checkout()),
  );

export const refuse = (status: number, code: string, headers: Record<string, string> = {}) =>
  HttpResponse.json({ error: 'inner words', code }, { status, headers });

/** An element on the page, its product in view. */
export const shown = async (
  template = html`
    <fae-checkout lang="en" endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
  `,
): Promise<FaeCheckoutElement> => {
  const element = await fixture<FaeCheckoutElement>(template);
  await state(element, 'ready');
  return element;
};

/** Shows another product, and waits for it. */
export const change = async (element: FaeCheckoutElement, productId: string) => {
  const ready = event(element, 'fae-ready');
  element.productId = productId;
  await ready;
};

/** The page's address as the payment page comes back to it. */
export const comeBack = (outcome: string) => {
  const url = new URL(location.href);
  url.searchParams.set('fae-checkout', outcome);
  history.replaceState(null, '', url);
};

export const button = (element: Element) => find<HTMLButtonElement>(element, '[part=button]');
export const text = (element: Element, part: string) =>
  find(element, `[part=${part}]`).textContent.trim().replace(/\s+/g, ' ');

export const stay = (it: Event) => it.preventDefault();

/** For a suite of its own: a stand-in server, and a page that stays where it is. */
export const openShop = () => {
  before(startFaults);
  beforeEach(() => {
    sessionStorage.clear();
    document.addEventListener('fae-checkout-redirect', stay);
  });
  afterEach(() => {
    document.removeEventListener('fae-checkout-redirect', stay);
    faults.resetHandlers();
    cleanUp();
    const url = new URL(location.href);
    url.searchParams.delete('fae-checkout');
    history.replaceState(null, '', url);
  });
};
