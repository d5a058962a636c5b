import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import type { FaeCheckoutElement } from '../../../src/elements/checkout/checkout-element.ts';
import { event, find, fixture, html, state } from '../../support/browser.ts';
import { faults, faultyEndpoint } from '../../support/faults.ts';
import { change, id, openShop, productPath, refuse, serve, text } from './shop.ts';

describe('<fae-checkout> loading', () => {
  openShop();

  it('takes the same room before, during and after, whatever the product', async () => {
    for (const width of [280, 400, 559, 561, 900]) {
      faults.use(http.get(productPath, () => delay('infinite')));
      const element = await fixture<FaeCheckoutElement>(html`
        <fae-checkout endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
      `);
      element.style.width = `${width}px`;
      await state(element, 'loading');
      const loading = element.offsetHeight;
      faults.use(http.get(productPath, () => refuse(404, 'not_found')));
      element.productId = '1'.repeat(24);
      await state(element, 'error');
      expect(element.offsetHeight, `error at ${width}`).to.be.closeTo(loading, 1);
      serve({ description: 'word '.repeat(16) });
      await change(element, '2'.repeat(24));
      expect(element.offsetHeight, `ready at ${width}`).to.be.closeTo(loading, 1);
      serve({ description: undefined, amount: undefined, images: [] });
      await change(element, '3'.repeat(24));
      expect(element.offsetHeight, `bare at ${width}`).to.be.closeTo(loading, 1);
    }
  });

  it('fails with the fallback in view, tells the page, and works on a second try', async () => {
    faults.use(http.get(productPath, () => refuse(400, 'inactive'), { once: true }));
    const element = await fixture(html`
      <fae-checkout endpoint=${faultyEndpoint} product-id=${id}>
        <a href="/shop">Our shop</a>
      </fae-checkout>
    `);
    const error = await event<Event & { code: string }>(element, 'fae-error');
    expect(error.code).to.equal('inactive');
    expect(text(element, 'error')).to.contain('not for sale');
    expect(element.querySelector('a')?.checkVisibility()).to.equal(true);
    serve();
    find(element, '[part=retry]').click();
    await state(element, 'ready');
  });

  it('cannot read what is no product', async () => {
    faults.use(http.get(productPath, () => HttpResponse.html('<h1>Welcome</h1>')));
    const element = await fixture<FaeCheckoutElement>(html`
      <fae-checkout endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
    `);
    const error = await event<Event & { code: string }>(element, 'fae-error');
    expect(error.code).to.equal('bad_response');
  });

  it('says that nothing is set up when no proxy is named', async () => {
    const element = await fixture(html`<fae-checkout product-id=${id}></fae-checkout>`);
    await state(element, 'error');
    expect(text(element, 'error')).to.contain('not set up');
  });
});
