/** A buyer comes back to the owner’s pages, wherever the request says to lead them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { shop } from '../harness.ts';
import { agreeable, order, posted, proxied } from './support.ts';

const path = '/payments/embed/checkout';

const elsewhere = [
  'https://evil.test/',
  'http://shop.example/',
  'https://shop.example.evil.test/',
  'https://shop.example@evil.test/',
  'https://evil.test#@shop.example/',
  'https://evil.test\\@shop.example/',
  'https://user:pass@shop.example/',
  'https://shop.example:444/',
  'https://shop.example.:443/',
  'https://shopexample/',
  'https:evil.test',
  'https:/evil.test',
  'https:///evil.test',
  '//evil.test/',
  '/\\evil.test',
  '\\\\evil.test',
  '/thanks',
  '?x',
  '',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'blob:https://shop.example/1',
  'filesystem:https://shop.example/1',
  'ftp://shop.example/',
  'http://localhost/',
  'http://169.254.169.254/',
  `https://shop.example/${'a'.repeat(3_000)}`,
];

test('V15 a buyer is led to no site that the owner does not allow, however the address is written', async (t) => {
  const { upstream, call } = await proxied(t, agreeable);
  const headers = {
    Host: 'evil.test',
    'X-Forwarded-Host': 'evil.test',
    'X-Forwarded-Proto': 'http',
  };
  for (const field of ['successUrl', 'cancelUrl']) {
    for (const url of elsewhere) {
      const { status } = await call(path, posted({ ...order, [field]: url }, headers));
      assert.equal(status, 400, `${field}: ${url.slice(0, 100)}`);
    }
    for (const odd of [undefined, null, 1, {}, [`${shop}/`], { toString: `${shop}/` }]) {
      const { status } = await call(path, posted({ ...order, [field]: odd }));
      assert.equal(status, 400, `${field}: ${JSON.stringify(odd)}`);
    }
  }
  assert.deepEqual(upstream.received, []);
});

test('V15 what goes on is the address as it was understood', async (t) => {
  const { upstream, call } = await proxied(t, agreeable, { returnUrls: [shop] });
  const written: Readonly<Record<string, string>> = {
    'https://shop.example\\@evil.test/': `${shop}/@evil.test/`,
    'https://shop.example/..//evil.test': `${shop}//evil.test`,
    'HTTPS://SHOP.EXAMPLE:443/x': `${shop}/x`,
    'https://ｓhop.example/': `${shop}/`,
    'https://shop.example/\n\tx': `${shop}/x`,
  };
  for (const [successUrl, understood] of Object.entries(written)) {
    const answer = await call(path, posted({ ...order, successUrl }));
    assert.equal(answer.status, 200, successUrl);
    const { successUrl: arrived } = JSON.parse(
      upstream.received.at(-1)?.body ?? '',
    ) as typeof order;
    assert.equal(arrived, understood);
  }
});
