import { expect } from 'chai';
import type {
  FaeCheckoutErrorEvent,
  FaeCheckoutRedirectEvent,
} from '../../../src/elements/checkout/checkout.events.ts';
import {
  event,
  find,
  fixture,
  html,
  sampleId,
  servers,
  state,
  until,
} from '../../support/browser.ts';
import { button, openShop, shown, text } from './shop.ts';

describe('<fae-checkout> with a real server', () => {
  openShop();

  const real = (productId: string) => html`
    <fae-checkout endpoint=${servers.endpoint} product-id=${productId}></fae-checkout>
  `;

  it('shows the product and opens a checkout for it', async () => {
    const element = await shown(real(sampleId('productId')));
    expect(text(element, 'name')).not.to.equal('');
    expect(text(element, 'price')).to.match(/\d/);
    const image = find<HTMLImageElement>(element, '[part=image]');
    await until(() => image.complete && image.naturalWidth > 0, 'the picture');
    const redirect = event<FaeCheckoutRedirectEvent>(element, 'fae-checkout-redirect');
    button(element).click();
    expect(new URL((await redirect).url).protocol).to.match(/^https?:$/);
  });

  it('leaves for the payment page', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const page = frame.contentDocument;
    if (!page) throw new Error('no document');
    const script = page.createElement('script');
    script.type = 'module';
    script.src = new URL('/src/define/fae-checkout.ts', location.href).href;
    page.head.append(script);
    const element = page.createElement('fae-checkout');
    for (const [name, value] of Object.entries({
      endpoint: servers.endpoint,
      'product-id': sampleId('productId'),
      'success-url': location.origin,
      'cancel-url': location.origin,
    })) {
      element.setAttribute(name, value);
    }
    page.body.append(element);
    await state(element, 'ready');
    const left = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    button(element).click();
    await left;
    // A page of another origin: its document is out of reach.
    expect(frame.contentDocument).to.equal(null);
    frame.remove();
  });

  it('says that a product is sold out, and sells it no more', async () => {
    const element = await shown(real(sampleId('soldOutProductId')));
    const error = event<FaeCheckoutErrorEvent>(element, 'fae-checkout-error');
    button(element).click();
    expect((await error).code).to.equal('sold_out');
    await element.updateComplete;
    expect(text(element, 'button')).to.equal('Sold out');
    expect(button(element).getAttribute('aria-disabled')).to.equal('true');
    let starts = 0;
    element.addEventListener('fae-checkout-start', () => (starts += 1));
    button(element).click();
    expect(starts).to.equal(0);
  });

  it('says that an unknown product is not there', async () => {
    const element = await fixture(real('000000000000000000000000'));
    await state(element, 'error');
    expect(text(element, 'error')).to.contain('no longer available');
  });
});
