import { expect } from 'chai';
import { delay } from 'msw';
import { rememberProduct } from '../../../src/elements/checkout/checkout.ts';
import { button, comeBack, id, openShop, serve, shown, text } from './shop.ts';

describe('<fae-checkout> after coming back', () => {
  openShop();

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
