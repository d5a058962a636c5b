import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { delay, http, HttpResponse } from 'msw';
import '../../../src/define/fae-checkout.ts';
import type { FaeCheckoutElement } from '../../../src/elements/checkout/checkout-element.ts';
import type {
  FaeCheckoutErrorEvent,
  FaeCheckoutRedirectEvent,
  FaeCheckoutStartEvent,
} from '../../../src/elements/checkout/checkout.events.ts';
import { rememberProduct } from '../../../src/elements/checkout/checkout.ts';
import {
  axeViolations,
  cleanUp,
  event,
  find,
  fixture,
  html,
  sampleId,
  servers,
  state,
  until,
} from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';

const id = '64f1c0ffee64f1c0ffee64f1';
const productPath = '/faults/payments/embed/product/:id';
const checkoutPath = '/faults/payments/embed/checkout';

const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

const product = {
  id,
  name: 'Moonrise print',
  description: 'On heavy paper.',
  amount: 4900,
  currency: 'eur',
  images: [pixel],
};

/** Lets the stand-in server answer with a product, and to a checkout as the test says. */
const serve = (
  shown: Record<string, unknown> = {},
  checkout: () => Response | Promise<Response> = () =>
    HttpResponse.json({ url: 'https://pay.example/1' }),
) =>
  faults.use(
    http.get(productPath, () => HttpResponse.json({ ...product, ...shown })),
    http.post(checkoutPath, () => checkout()),
  );

const refuse = (status: number, code: string, headers: Record<string, string> = {}) =>
  HttpResponse.json({ error: 'inner words', code }, { status, headers });

const shown = async (
  template = html`
    <fae-checkout lang="en" endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
  `,
): Promise<FaeCheckoutElement> => {
  const element = await fixture<FaeCheckoutElement>(template);
  await state(element, 'ready');
  return element;
};

/** Shows another product, and waits for it. */
const change = async (element: FaeCheckoutElement, productId: string) => {
  const ready = event(element, 'fae-ready');
  element.productId = productId;
  await ready;
};

/** What axe finds once nothing moves any more: colours are measured as they are at the moment. */
const faultsOf = async (element: Element): Promise<string[]> => {
  const moving = () => element.shadowRoot?.getAnimations() ?? [];
  await until(() => moving().every((it) => !(it instanceof CSSTransition)), 'transitions to end');
  return axeViolations(element);
};

const button = (element: Element) => find<HTMLButtonElement>(element, '[part=button]');
const text = (element: Element, part: string) =>
  find(element, `[part=${part}]`).textContent.trim().replace(/\s+/g, ' ');

const stay = (it: Event) => it.preventDefault();

describe('<fae-checkout>', () => {
  before(startFaults);
  beforeEach(() => {
    sessionStorage.clear();
    document.addEventListener('fae-checkout-redirect', stay);
  });
  afterEach(() => {
    document.removeEventListener('fae-checkout-redirect', stay);
    faults.resetHandlers();
    cleanUp();
    history.replaceState(
      null,
      '',
      location.pathname + location.search.replace(/&?fae-checkout=\w+/, ''),
    );
  });

  describe('with a real server', () => {
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

  describe('shows', () => {
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
      expect(find(element, '[part=image]').checkVisibility()).to.equal(false);
      serve({ images: [pixel] });
      await change(element, '1'.repeat(24));
      expect(placeholder.checkVisibility()).to.equal(false);
      expect(find(element, '[part=image]').checkVisibility()).to.equal(true);
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
        http.get(productPath, ({ params }) =>
          HttpResponse.json({ ...product, name: params['id'] }),
        ),
      );
      const element = await shown();
      const ready = event(element, 'fae-ready');
      element.setAttribute('product-id', '0'.repeat(24));
      await ready;
      expect(text(element, 'name')).to.equal('0'.repeat(24));
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

  describe('loading', () => {
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

  describe('buying', () => {
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

  describe('coming back', () => {
    const comeBack = (outcome: string) => {
      const url = new URL(location.href);
      url.searchParams.set('fae-checkout', outcome);
      history.replaceState(null, '', url);
    };

    for (const [outcome, says] of [
      ['success', 'Thank you — your payment is being confirmed.'],
      ['cancelled', 'Checkout was cancelled.'],
    ] as const) {
      it(`from ${outcome}, says so in a quiet line until the next try`, async () => {
        serve({}, () => delay('infinite') as Promise<never>);
        rememberProduct(id);
        comeBack(outcome);
        const element = await shown();
        expect(text(element, 'message')).to.equal(says);
        button(element).click();
        await element.updateComplete;
        expect(text(element, 'message')).to.equal('Opening checkout…');
      });
    }

    it('says nothing beside another product', async () => {
      serve();
      rememberProduct('another');
      comeBack('success');
      const element = await shown();
      expect(text(element, 'message')).to.equal('');
    });
  });

  describe('for everyone', () => {
    for (const scheme of ['light', 'dark'] as const) {
      it(`has no accessibility faults in any state (${scheme})`, async () => {
        await emulateMedia({ colorScheme: scheme });
        // Without a background of its own, axe takes the page for white.
        document.documentElement.style.cssText = 'color-scheme: light dark; background: Canvas';
        faults.use(http.get(productPath, () => delay('infinite')));
        const element = await fixture<FaeCheckoutElement>(html`
          <fae-checkout endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
        `);
        expect(await faultsOf(element), 'loading').to.deep.equal([]);
        const answers = [
          refuse(429, 'rate_limited', { 'Retry-After': '9' }),
          refuse(400, 'sold_out'),
        ];
        serve(
          { images: [pixel, `${pixel}#2`], description: 'word '.repeat(300) },
          () => answers.shift() ?? (delay('infinite') as Promise<never>),
        );
        await change(element, '1'.repeat(24));
        expect(await faultsOf(element), 'ready').to.deep.equal([]);
        for (const what of ['failed', 'sold out']) {
          const error = event(element, 'fae-checkout-error');
          button(element).click();
          await error;
          await element.updateComplete;
          expect(await faultsOf(element), what).to.deep.equal([]);
        }
        rememberProduct('2'.repeat(24));
        history.replaceState(
          null,
          '',
          `${location.pathname}${location.search}&fae-checkout=success`,
        );
        await change(element, '2'.repeat(24));
        expect(text(element, 'message')).to.contain('Thank you');
        expect(await faultsOf(element), 'returned').to.deep.equal([]);
        button(element).click();
        await element.updateComplete;
        expect(await faultsOf(element), 'busy').to.deep.equal([]);
        faults.use(http.get(productPath, () => refuse(404, 'not_found')));
        element.productId = '3'.repeat(24);
        await state(element, 'error');
        expect(await faultsOf(element), 'error').to.deep.equal([]);
        document.documentElement.style.cssText = '';
        await emulateMedia({ colorScheme: 'light' });
      });
    }

    it('names the product to those who hear the button', async () => {
      serve();
      const element = await shown();
      const described = button(element).getAttribute('aria-describedby')?.split(' ') ?? [];
      const words = described.map((it) =>
        element.shadowRoot?.getElementById(it)?.textContent.trim(),
      );
      expect(words).to.deep.equal(['Moonrise print', '€49.00']);
    });

    it('mirrors where the page runs from right to left', async () => {
      serve();
      const element = await shown(html`
        <fae-checkout dir="rtl" endpoint=${faultyEndpoint} product-id=${id}></fae-checkout>
      `);
      element.style.width = '800px';
      const media = find(element, '[part=media]').getBoundingClientRect();
      const body = find(element, '[part=body]').getBoundingClientRect();
      expect(media.left).to.be.at.least(body.right - 1);
    });

    it('has targets that a finger can hit', async () => {
      serve();
      const element = await shown();
      for (const target of element.shadowRoot!.querySelectorAll('button')) {
        const { width, height } = target.getBoundingClientRect();
        expect(Math.min(width, height), target.className).to.be.at.least(44);
      }
    });
  });
});
