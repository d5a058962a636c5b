import { expect } from 'chai';
import {
  checkoutRequest,
  rememberProduct,
  returnedFrom,
  returnUrl,
} from '../../../src/elements/checkout/checkout.ts';
import { attemptText, checkoutStrings } from '../../../src/elements/checkout/checkout.strings.ts';

const page = 'https://shop.example/posters?colour=red#list';
const order = { productId: '64f1c0ffee64f1c0ffee64f1' };

describe('the request for a checkout', () => {
  it('brings buyers back to the page they came from, with the outcome in its query', () => {
    expect(checkoutRequest(order, page)).to.deep.equal({
      productId: order.productId,
      successUrl: 'https://shop.example/posters?colour=red&fae-checkout=success#list',
      cancelUrl: 'https://shop.example/posters?colour=red&fae-checkout=cancelled#list',
    });
  });

  it('leaves the rest of the query as it is, and one outcome in it', () => {
    expect(
      returnUrl('https://a.example/?q=a%20b&flag&fae-checkout=cancelled&x=1', 'success'),
    ).to.equal('https://a.example/?q=a%20b&flag&x=1&fae-checkout=success');
    expect(returnUrl('https://a.example/', 'cancelled')).to.equal(
      'https://a.example/?fae-checkout=cancelled',
    );
  });

  it('takes return addresses of the page, relative ones included', () => {
    const urls = { successUrl: '/thanks?id=1', cancelUrl: 'https://other.example/' };
    const request = checkoutRequest({ ...order, ...urls }, page);
    expect(request.successUrl).to.equal('https://shop.example/thanks?id=1');
    expect(request.cancelUrl).to.equal('https://other.example/');
  });

  for (const url of [
    'http://shop.example/',
    'javascript:alert(1)',
    'https://a:b@c.example/',
    'https://',
  ]) {
    it(`refuses to send buyers back to ${url}`, () => {
      expect(() => checkoutRequest({ ...order, successUrl: url }, page))
        .to.throw()
        .with.property('code', 'invalid_return_url');
    });
  }

  it('passes an e-mail address and a reference on', () => {
    const request = checkoutRequest(
      { ...order, customerEmail: 'a@b.example', orderRef: 'order_42-x' },
      page,
    );
    expect(request).to.include({ customerEmail: 'a@b.example', ref: 'order_42-x' });
  });

  for (const orderRef of ['with space', 'ä', 'a'.repeat(201), 'a\n']) {
    it(`refuses the reference ${JSON.stringify(orderRef.slice(0, 12))} instead of dropping it`, () => {
      expect(() => checkoutRequest({ ...order, orderRef }, page))
        .to.throw()
        .with.property('code', 'invalid_order_ref');
    });
  }
});

describe('coming back', () => {
  beforeEach(() => sessionStorage.clear());

  it('is told from the query, for the product that this tab left for', () => {
    rememberProduct('a');
    expect(returnedFrom('a', 'https://x.example/?fae-checkout=success')).to.equal('success');
    expect(returnedFrom('a', 'https://x.example/?fae-checkout=cancelled')).to.equal('cancelled');
    expect(returnedFrom('b', 'https://x.example/?fae-checkout=success')).to.equal(undefined);
  });

  it('is not believed of a link that somebody copied, nor of other words', () => {
    expect(returnedFrom('a', 'https://x.example/?fae-checkout=success')).to.equal(undefined);
    rememberProduct('a');
    expect(returnedFrom('a', 'https://x.example/?fae-checkout=paid')).to.equal(undefined);
    expect(returnedFrom('a', 'https://x.example/')).to.equal(undefined);
  });
});

describe('what a buyer reads after a failure', () => {
  const read = (code: string, retryAfter?: number) =>
    attemptText({ code, message: 'inner', retryable: true, retryAfter }, checkoutStrings, 'en');

  it('says how long to wait, in words', () => {
    expect(read('rate_limited', 30)).to.equal('Too many attempts. Please try again in 30 seconds.');
    expect(read('rate_limited', 1)).to.contain('1 second.');
    expect(read('rate_limited', 3000)).to.contain('50 minutes.');
    expect(read('rate_limited')).to.equal(checkoutStrings.failures['rate_limited']);
  });

  it('has a sentence for every refusal, and never shows an inner message', () => {
    const codes = ['sold_out', 'inactive', 'not_found', 'not_configured', 'unavailable', 'timeout'];
    const texts = codes.map((code) => read(code));
    expect(new Set(texts).size).to.equal(codes.length);
    expect(read('server_error')).to.equal(checkoutStrings.notOpened);
    expect(texts).not.to.include('inner');
  });
});
