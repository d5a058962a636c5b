import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import { event, find, fixture, html, state, until } from '../../support/browser.ts';
import { faults, faultyEndpoint } from '../../support/faults.ts';
import { change, id, openShop, pixel, product, productPath, serve, shown, text } from './shop.ts';

describe('<fae-checkout> shows', () => {
  openShop();

  it('name, description, price and picture', async () => {
    serve();
    const element = await shown();
    expect(text(element, 'name')).to.equal('Moonrise print');
    expect(text(element, 'description')).to.equal('On heavy paper.');
    expect(text(element, 'price')).to.equal('€49.00');
    expect(find<HTMLImageElement>(element, '[part=image]').alt).to.equal('Moonrise print');
    expect(text(element, 'button')).to.equal('Buy now');
  });

  it('the price as the language around it writes it', async () => {
    serve();
    const element = await shown(html`
      <fae-checkout lang="de" endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
    `);
    expect(text(element, 'price')).to.equal('49,00 €');
  });

  it('no price rather than a wrong one', async () => {
    serve({ amount: null });
    const element = await shown();
    expect(text(element, 'price')).to.equal('');
  });

  it('the fallback content until a product is named', async () => {
    const element = await fixture(html`<fae-checkout>Fallback</fae-checkout>`);
    expect(element.getAttribute('state')).to.equal('idle');
    expect(find(element, 'slot')).to.exist;
  });

  it('what comes from the server as text, and loads nothing that is no picture', async () => {
    const hostile = '<img src=x onerror="window.hacked = true">';
    serve({
      name: hostile,
      description: hostile.repeat(200),
      images: ['javascript:window.hacked=true', 'data:text/html,x'],
      currency: '<b>',
    });
    const element = await shown();
    expect(text(element, 'name')).to.equal(hostile);
    expect(element.shadowRoot?.querySelectorAll('img')).to.have.length(0);
    expect('hacked' in window).to.equal(false);
    expect(element.scrollWidth).to.be.at.most(element.clientWidth);
  });

  it('a placeholder where there is no picture or a broken one', async () => {
    serve({ images: ['/faults/broken.png'] });
    faults.use(http.get('/faults/broken.png', () => new HttpResponse(null, { status: 404 })));
    const element = await shown();
    const placeholder = find<SVGElement>(element, '[part=placeholder]');
    await until(() => placeholder.checkVisibility());
    expect(element.shadowRoot?.querySelector('[part=image]')).to.equal(null);
    serve({ images: [pixel] });
    await change(element, '1'.repeat(24));
    expect(placeholder.checkVisibility()).to.equal(false);
    expect(find(element, '[part=image]').checkVisibility()).to.equal(true);
  });

  it('the only picture that is left at its full width', async () => {
    serve({ images: ['/faults/broken.png', pixel] });
    faults.use(http.get('/faults/broken.png', () => new HttpResponse(null, { status: 404 })));
    const element = await shown();
    const strip = find(element, '[part=images]');
    await until(() => strip.querySelectorAll('img').length === 1);
    expect(find(element, '[part=image]').offsetWidth).to.equal(strip.clientWidth);
  });

  it('several pictures in a strip that the keyboard scrolls', async () => {
    serve({ images: [pixel, `${pixel}#2`, `${pixel}#3`] });
    const element = await shown();
    const strip = find(element, '[part=images]');
    expect(strip.querySelectorAll('img')).to.have.length(3);
    strip.focus();
    await sendKeys({ press: 'ArrowRight' });
    await until(() => strip.scrollLeft > 0, 'the strip to move');
  });

  it('one picture as nothing to tab to', async () => {
    serve();
    const element = await shown();
    expect(find(element, '[part=images]').tabIndex).to.equal(-1);
  });

  it('another product in place when the attribute changes', async () => {
    faults.use(
      http.get(productPath, ({ params }) => HttpResponse.json({ ...product, name: params['id'] })),
    );
    const element = await shown();
    const ready = event(element, 'fae-ready');
    element.setAttribute('product-id', '0'.repeat(24));
    await ready;
    expect(text(element, 'name')).to.equal('0'.repeat(24));
  });

  it('the last product only, when the page changes its mind quickly', async () => {
    let answers = 0;
    faults.use(
      http.get(productPath, async ({ params }) => {
        const productId = String(params['id']);
        // The earlier it was asked for, the later it comes.
        await delay(productId.startsWith('3') ? 0 : 60);
        answers += 1;
        return HttpResponse.json({ ...product, name: productId });
      }),
    );
    const element = document.createElement('fae-checkout');
    Object.assign(element, { endpoint: faultyEndpoint, productId: '1'.repeat(24) });
    const box = await fixture(html`<div></div>`);
    box.append(element);
    await state(element, 'loading');
    let readies = 0;
    element.addEventListener('fae-ready', () => (readies += 1));
    element.productId = '2'.repeat(24);
    await element.updateComplete;
    element.remove();
    box.append(element);
    element.productId = '3'.repeat(24);
    await until(() => readies);
    expect(text(element, 'name')).to.equal('3'.repeat(24));
    await until(() => answers === 3);
    expect([readies, text(element, 'name')]).to.deep.equal([1, '3'.repeat(24)]);
  });

  it('the label and texts of the page', async () => {
    serve();
    const element = await shown();
    element.setAttribute('label', 'Get yours');
    await element.updateComplete;
    expect(text(element, 'button')).to.equal('Get yours');
    element.removeAttribute('label');
    element.setAttribute('strings', '{"buy":"Kaufen"}');
    await element.updateComplete;
    expect(text(element, 'button')).to.equal('Kaufen');
  });
});
