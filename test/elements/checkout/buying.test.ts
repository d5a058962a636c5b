import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import type {
  FaeCheckoutErrorEvent,
  FaeCheckoutRedirectEvent,
  FaeCheckoutStartEvent,
} from '../../../src/elements/checkout/checkout.events.ts';
import { event, find, html, until } from '../../support/browser.ts';
import { faults, faultyEndpoint } from '../../support/faults.ts';
import {
  button,
  change,
  checkoutPath,
  id,
  openShop,
  product,
  productPath,
  refuse,
  serve,
  shown,
  stay,
  text,
} from './shop.ts';

describe('<fae-checkout> buying', () => {
  openShop();

  it('makes one checkout however often the button is clicked', async () => {
    const keys: (string | null)[] = [];
    faults.use(
      http.get(productPath, () => HttpResponse.json(product)),
      http.post(checkoutPath, async ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        await delay(50);
        return HttpResponse.json({ url: 'https://pay.example/1' });
      }),
    );
    const element = await shown();
    let redirects = 0;
    element.addEventListener('fae-checkout-redirect', () => (redirects += 1));
    for (let click = 0; click < 5; click += 1) button(element).click();
    element.start();
    await until(() => redirects);
    expect([keys.length, redirects]).to.deep.equal([1, 1]);

    await element.updateComplete;
    button(element).click();
    await until(() => redirects === 2);
    expect(new Set(keys).size, 'a key of its own for each attempt').to.equal(2);
    expect(keys[0]).to.match(/^[\w-]{16,}$/);
  });

  it('makes a purchase whose answer was lost the same one when it is tried again', async () => {
    const keys: (string | null)[] = [];
    const answers = [HttpResponse.error(), refuse(409, 'conflict')];
    faults.use(
      http.get(productPath, () => HttpResponse.json(product)),
      http.post(checkoutPath, ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return answers.shift() ?? HttpResponse.json({ url: 'https://pay.example/1' });
      }),
    );
    const element = await shown();
    const buy = async (outcome: string) => {
      const done = event(element, outcome);
      button(element).click();
      await done;
      await element.updateComplete;
    };
    await buy('fae-checkout-error');
    await buy('fae-checkout-error');
    await buy('fae-checkout-redirect');
    await buy('fae-checkout-redirect');
    expect(keys.map((it) => it === keys[0])).to.deep.equal([true, true, true, false]);

    answers.push(HttpResponse.error());
    await buy('fae-checkout-error');
    element.orderRef = 'order_43';
    await buy('fae-checkout-redirect');
    expect(keys[5], 'another order is another purchase').to.not.equal(keys[4]);

    answers.push(refuse(503, 'unavailable'));
    await buy('fae-checkout-error');
    await buy('fae-checkout-redirect');
    expect(keys[7], 'what was refused was not made').to.not.equal(keys[6]);
  });

  it('sends what the page says, and neither price nor name', async () => {
    let body: unknown;
    faults.use(
      http.get(productPath, () => HttpResponse.json(product)),
      http.post(checkoutPath, async ({ request }) => {
        body = await request.json();
        return HttpResponse.json({ url: 'https://pay.example/1' });
      }),
    );
    const element = await shown(html`
      <fae-checkout
        endpoint=${faultyEndpoint}
        product-id=${id}
        success-url="/thanks"
        customer-email="ada@example.com"
        order-ref="order_42"
      ></fae-checkout>
    `);
    const start = event<FaeCheckoutStartEvent>(element, 'fae-checkout-start');
    const redirect = event<FaeCheckoutRedirectEvent>(element, 'fae-checkout-redirect');
    button(element).click();
    expect((await start).orderRef).to.equal('order_42');
    expect((await redirect).url).to.equal('https://pay.example/1');
    const cancelUrl = new URL(location.href);
    cancelUrl.searchParams.set('fae-checkout', 'cancelled');
    expect(body).to.deep.equal({
      productId: id,
      successUrl: new URL('/thanks', location.href).href,
      cancelUrl: cancelUrl.href,
      customerEmail: 'ada@example.com',
      ref: 'order_42',
    });
  });

  it('is busy meanwhile, and keeps the focus', async () => {
    serve({}, () => delay('infinite') as Promise<never>);
    const element = await shown();
    button(element).focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(button(element).ariaBusy).to.equal('true');
    expect(button(element).ariaDisabled).to.equal('true');
    expect(find(element, '[part=message]').role).to.equal('status');
    expect(text(element, 'message')).to.equal('Opening checkout…');
    expect(element.shadowRoot?.activeElement).to.equal(button(element));
  });

  it('can be held back by the page', async () => {
    let posts = 0;
    serve({}, () => {
      posts += 1;
      return HttpResponse.json({ url: 'https://pay.example/1' });
    });
    const element = await shown();
    element.addEventListener('fae-checkout-start', stay, { once: true });
    button(element).click();
    await element.updateComplete;
    expect([posts, button(element).ariaBusy]).to.deep.equal([0, 'false']);
  });

  it('is ready again when the browser brings the page back as it was left', async () => {
    serve({}, () => delay('infinite') as Promise<never>);
    const element = await shown();
    button(element).click();
    await element.updateComplete;
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    await element.updateComplete;
    expect(button(element).ariaBusy).to.equal('true');
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await element.updateComplete;
    expect(button(element).ariaBusy).to.equal('false');
  });

  it('ends when the element leaves, not when it is moved', async () => {
    let posts = 0;
    serve({}, async () => {
      posts += 1;
      await delay(50);
      return HttpResponse.json({ url: 'https://pay.example/1' });
    });
    const element = await shown();
    const outcomes: string[] = [];
    for (const type of ['fae-checkout-redirect', 'fae-checkout-error']) {
      element.addEventListener(type, () => outcomes.push(type));
    }
    button(element).click();
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    await until(() => outcomes.length === 1);
    await element.updateComplete;
    button(element).click();
    await until(() => posts === 2);
    const parent = element.parentElement;
    element.remove();
    await new Promise(requestAnimationFrame);
    parent?.append(element);
    await element.updateComplete;
    expect(button(element).ariaBusy).to.equal('false');
    expect(outcomes).to.deep.equal(['fae-checkout-redirect']);
    other.remove();
  });

  for (const url of [
    'javascript:alert(1)',
    'http://pay.example/',
    '//pay.example',
    'data:,x',
    '',
  ]) {
    it(`does not go to ${JSON.stringify(url)}`, async () => {
      serve({}, () => HttpResponse.json({ url }));
      const element = await shown();
      const error = event<FaeCheckoutErrorEvent>(element, 'fae-checkout-error');
      button(element).click();
      expect((await error).code).to.equal('bad_redirect');
      await element.updateComplete;
      expect(text(element, 'message')).to.contain('could not be opened');
    });
  }

  for (const [code, status, says] of [
    ['inactive', 400, 'not for sale'],
    ['not_found', 404, 'no longer available'],
    ['rate_limited', 429, 'try again in 30 seconds'],
    ['not_configured', 503, 'not set up'],
    ['unavailable', 503, 'not available right now'],
    ['captcha_required', 403, 'confirm that you are human'],
    ['server_error', 500, 'could not be opened'],
  ] as const) {
    it(`says what ${status} ${code} means, and can be tried again`, async () => {
      const answers = [
        refuse(status, code, { 'Retry-After': '30' }),
        HttpResponse.json({ url: 'https://pay.example/2' }),
      ];
      serve({}, () => answers.shift() ?? HttpResponse.error());
      const element = await shown();
      const error = event<FaeCheckoutErrorEvent>(element, 'fae-checkout-error');
      button(element).focus();
      button(element).click();
      expect((await error).code).to.equal(code);
      await element.updateComplete;
      expect(text(element, 'message')).to.contain(says);
      expect(text(element, 'message')).not.to.contain('inner words');
      expect(find(element, '[part=message]').getAttribute('role')).to.equal('status');
      expect(element.shadowRoot?.activeElement).to.equal(button(element));
      expect(element.getAttribute('state')).to.equal('ready');
      const redirect = event<FaeCheckoutRedirectEvent>(element, 'fae-checkout-redirect');
      button(element).click();
      expect((await redirect).url).to.equal('https://pay.example/2');
      await element.updateComplete;
      expect(text(element, 'message')).to.equal('');
    });
  }

  it('says which setting of the page is wrong', async () => {
    serve();
    const element = await shown();
    for (const [attribute, value, code] of [
      ['order-ref', 'no spaces!', 'invalid_order_ref'],
      ['success-url', 'http://elsewhere.example/', 'invalid_return_url'],
    ] as const) {
      element.setAttribute(attribute, value);
      const error = event<FaeCheckoutErrorEvent>(element, 'fae-checkout-error');
      button(element).click();
      const { code: found, message } = await error;
      expect([found, message.includes(value)]).to.deep.equal([code, true]);
      await element.updateComplete;
      expect(text(element, 'message')).to.contain('not set up correctly');
      element.removeAttribute(attribute);
    }
  });

  it('forgets the failure when another product is shown', async () => {
    serve({}, () => refuse(400, 'sold_out'));
    const element = await shown();
    const error = event(element, 'fae-checkout-error');
    button(element).click();
    await error;
    await change(element, '1'.repeat(24));
    expect(text(element, 'button')).to.equal('Buy now');
  });
});
