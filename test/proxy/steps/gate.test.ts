import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { gate } from '../../../src/proxy/steps/gate.ts';
import { asked, callOf, shop, withoutOrigin } from '../harness.ts';

const pass = (request: Request, options: ProxyOptions = {}) => gate(callOf(request, options));

const refusal = (request: Request, options: ProxyOptions = {}): HttpError => {
  try {
    void pass(request, options);
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `let ${request.url} pass` });
};

const from = (origin: string) => asked({ path: '/tts/status', headers: { Origin: origin } });
const checkout = (headers: Record<string, string> = {}) =>
  asked({ path: '/payments/embed/checkout', json: {}, headers });

describe('gate', () => {
  test('lets an allowed origin in, and the proxy’s own', () => {
    pass(from(shop));
    pass(from('https://proxy.example'), { publicUrl: 'https://proxy.example/fae' });
  });

  test('takes localhost and its number for the same on the developer’s machine', () => {
    const options = { publicUrl: 'http://localhost:4600' };
    pass(from('http://127.0.0.1:4600'), options);
    assert.equal(refusal(from('http://127.0.0.1:4601'), options).status, 403);
  });

  test('refuses every origin that merely looks like an allowed one', () => {
    const lookalikes = [
      'https://shop.example.evil.test',
      'https://evilshop.example',
      'http://shop.example',
      'https://SHOP.example',
      'https://shop.example.',
      'https://shop.example:8443',
      'https://sub.shop.example',
      'https://shop.example, https://evil.test',
      'null',
      '',
    ];
    for (const origin of lookalikes) {
      assert.equal(refusal(from(origin)).code, 'origin_not_allowed', origin);
    }
  });

  test('never takes the Host header for its own origin', () => {
    const request = asked({
      path: '/tts/status',
      headers: { Origin: 'http://proxy.test', Host: 'proxy.test' },
    });
    assert.equal(refusal(request).status, 403);
  });

  test('allows reads that cost nothing without an origin', () => {
    pass(withoutOrigin(asked({ path: '/tts/status' })));
    pass(withoutOrigin(asked({ method: 'HEAD', path: '/public/nfts' })));
  });

  test('refuses without an origin whatever costs, changes or is an operator’s', () => {
    assert.equal(refusal(withoutOrigin(checkout())).status, 403);
    const operators = withoutOrigin(asked({ path: '/nfts' }));
    assert.equal(refusal(operators, { authorize: () => true }).status, 403);
  });

  test('takes an operator’s read from its own page, which browsers send without an Origin', () => {
    const options = { authorize: () => true, publicUrl: 'http://proxy.test' };
    const read = (headers: Record<string, string>, method = 'GET') =>
      withoutOrigin(asked({ path: '/nfts', headers, method }));
    const same = { 'Sec-Fetch-Site': 'same-origin' };
    pass(read(same), options);
    for (const site of ['none', 'same-site', 'cross-site', 'same-origin, none', '']) {
      assert.equal(refusal(read({ 'Sec-Fetch-Site': site }), options).status, 403, site);
    }
    assert.equal(refusal(read(same, 'POST'), options).status, 403);
    // A name of somebody else's that leads here.
    const elsewhere = { ...options, publicUrl: 'https://own.example' };
    assert.equal(refusal(read(same), elsewhere).status, 403);
    assert.equal(refusal(read(same), { authorize: () => true }).status, 403);
  });

  test('refuses a cross-origin read whose Origin got lost on the way', () => {
    const lost = (site: string) =>
      withoutOrigin(
        asked({
          path: '/tts/status',
          headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'cors' },
        }),
      );
    assert.equal(refusal(lost('cross-site')).status, 403);
    assert.equal(refusal(lost('same-site')).status, 403);
    pass(lost('same-origin'));
  });

  test('tells the owner’s log what to add, the page nothing', () => {
    const refused = refusal(from('https://new.example'));
    assert.match(refused.hint ?? '', /Add https:\/\/new\.example to FAE_ALLOWED_ORIGINS/);
    assert.doesNotMatch(refused.message, /new\.example/);
  });
});
