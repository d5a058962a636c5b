import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { returnUrls } from '../../../src/proxy/steps/return-urls.ts';
import { validate } from '../../../src/proxy/steps/validate.ts';
import { callOf, id, shop } from '../harness.ts';

const checkout = async (successUrl: string, options: ProxyOptions = {}) => {
  const call = callOf(
    {
      path: '/payments/embed/checkout',
      json: { productId: id, successUrl, cancelUrl: `${shop}/cart` },
      headers: { Host: 'evil.example' },
    },
    options,
  );
  await validate(call);
  await returnUrls(call);
  return call.input.body?.['successUrl'];
};

describe('return URLs', () => {
  test('lead to an allowed origin', async () => {
    assert.equal(await checkout(`${shop}/thanks?order={ID}`), `${shop}/thanks?order={ID}`);
  });

  test('lead to the configured origins alone, where there are some', async () => {
    const options = { returnUrls: ['https://pay.example'] };
    assert.equal(
      await checkout('https://pay.example/', { returnUrls: ['https://pay.example', shop] }),
      'https://pay.example/',
    );
    await assert.rejects(checkout(`${shop}/thanks`, options), HttpError);
  });

  test('lead nowhere else', async () => {
    const elsewhere = [
      'https://evil.example/',
      'https://shop.example.evil.test/',
      'https://shop.example@evil.example/',
      'https://user:pass@shop.example/',
      'https://shop.example:444/',
      'http://shop.example/',
      '//evil.example/',
      '/\\evil.example',
      '/thanks',
      'javascript:alert(1)',
      'data:text/html,x',
      'https:evil.example',
    ];
    for (const url of elsewhere) {
      await assert.rejects(
        checkout(url),
        (error) => error instanceof HttpError && error.status === 400,
        url,
      );
    }
  });

  test('go on as they were understood, so that nobody reads another host out of them', async () => {
    assert.equal(await checkout('https://shop.example\\@evil.example/'), `${shop}/@evil.example/`);
  });
});
