import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import { delay, http } from 'msw';
import type { FaeCheckoutElement } from '../../../src/elements/checkout/checkout-element.ts';
import { rememberProduct } from '../../../src/elements/checkout/checkout.ts';
import { axeViolations, event, find, fixture, html, state, until } from '../../support/browser.ts';
import { faults, faultyEndpoint } from '../../support/faults.ts';
import {
  button,
  change,
  comeBack,
  id,
  openShop,
  pixel,
  productPath,
  refuse,
  serve,
  shown,
  text,
} from './shop.ts';

/** What axe finds once nothing moves any more: colours are measured as they are at the moment. */
const faultsOf = async (element: Element): Promise<string[]> => {
  const moving = () => element.shadowRoot?.getAnimations() ?? [];
  await until(() => moving().every((it) => !(it instanceof CSSTransition)), 'transitions to end');
  return axeViolations(element);
};

describe('<fae-checkout> for everyone', () => {
  openShop();

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
      history.replaceState(null, '', `${location.pathname}${location.search}&fae-checkout=success`);
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

  it('can be read on a dark page that does not say that it is dark', async () => {
    document.body.style.cssText = 'background: #101014; color: #eee';
    serve({}, () => refuse(429, 'rate_limited'));
    rememberProduct(id);
    comeBack('success');
    const element = await shown();
    expect(await faultsOf(element), 'returned').to.deep.equal([]);
    const error = event(element, 'fae-checkout-error');
    button(element).click();
    await error;
    await element.updateComplete;
    expect(await faultsOf(element), 'failed').to.deep.equal([]);
    document.body.style.cssText = '';
  });

  it('names the product to those who hear the button', async () => {
    serve();
    const element = await shown();
    const described = button(element).getAttribute('aria-describedby')?.split(' ') ?? [];
    const words = described.map((it) => element.shadowRoot?.getElementById(it)?.textContent.trim());
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
