import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { formatAmount } from '../../src/platform/payments/minor-units.ts';
import { startPlatform, type TestPlatform } from './support.ts';

const successUrl = 'https://shop.example/thanks?order=1&lang=en';
const cancelUrl = 'http://localhost:5173/cart';

const submit = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

describe('A checkout', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  const checkout = async (role = 'productId', more: Record<string, unknown> = {}) => {
    const productId = server.platform.sample[role];
    const body = { productId, successUrl, cancelUrl, ...more };
    const { url } = await server.json(200, 'POST', '/api/payments/embed/checkout', body);
    return String(url);
  };
  const orderOf = (url: string) =>
    server.store.db
      .selectFrom('orders')
      .selectAll()
      .where('session', '=', url.split('/').at(-1) ?? '')
      .executeTakeFirstOrThrow();

  test('makes an order and an address that cannot be guessed', async () => {
    const url = await checkout('productId', { customerEmail: 'ada@example.com', ref: 'order_42' });
    assert.match(url, new RegExp(`^${server.origin}/checkout/[\\w-]{32}$`));
    assert.notEqual(await checkout(), url);
    const order = await orderOf(url);
    assert.equal(order.status, 'open');
    assert.equal(order.amount, 2450);
    assert.equal(order.currency, 'eur');
    assert.equal(order.customer_email, 'ada@example.com');
    assert.equal(order.ref, 'order_42');
    assert.equal(order.workspace, server.platform.workspace);
  });

  test('shows what is bought on a page that is marked as a test and runs nothing', async () => {
    const url = await checkout('productId', { customerEmail: 'ada@example.com' });
    const response = await fetch(url);
    const page = await response.text();
    assert.equal(response.status, 200);
    for (const part of ['Test checkout', 'Poster print', '€24.50', 'ada@example.com', '/files/']) {
      assert.ok(page.includes(part), part);
    }
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /form-action 'self' https:\/\/shop\.example http:\/\/localhost:5173;/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(policy.includes('unsafe'), false);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
  });

  test('shows names as text', async () => {
    const page = await (await fetch(await checkout('lastProductId'))).text();
    assert.ok(page.includes('Last &lt;b&gt;one&lt;/b&gt;'));
    assert.equal(page.includes('<b>one'), false);
  });

  test('is paid once and leads to the success page', async () => {
    const url = await checkout();
    const paid = await submit(url, { action: 'pay', email: 'grace@example.com' });
    assert.equal(paid.status, 303);
    assert.equal(paid.headers.get('Location'), successUrl);
    const order = await orderOf(url);
    assert.equal(order.status, 'paid');
    assert.equal(order.customer_email, 'grace@example.com');

    for (const again of [await fetch(url), await submit(url, { action: 'pay' })]) {
      assert.equal(again.status, 200);
      assert.match(await again.text(), /This order is paid/);
    }
  });

  test('is cancelled, and can still be paid afterwards', async () => {
    const url = await checkout();
    const cancelled = await submit(url, { action: 'cancel' });
    assert.equal(cancelled.status, 303);
    assert.equal(cancelled.headers.get('Location'), cancelUrl);
    assert.equal((await orderOf(url)).status, 'open');
    assert.equal((await submit(url, { action: 'pay' })).status, 303);
  });

  test('says so where the email address is none', async () => {
    const response = await submit(await checkout(), { action: 'pay', email: 'nobody' });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /This is no email address/);
  });

  test('sells the last one to one of many buyers', async () => {
    const urls = await Promise.all(Array.from({ length: 8 }, () => checkout('lastProductId')));
    const answers = await Promise.all(urls.map((url) => submit(url, { action: 'pay' })));
    const statuses = answers.map((it) => it.status).sort();
    assert.deepEqual(statuses, [303, ...Array.from({ length: 7 }, () => 409)]);
    const orders = await Promise.all(urls.map(orderOf));
    assert.equal(orders.filter((it) => it.status === 'paid').length, 1);

    const productId = server.platform.sample['lastProductId'];
    const body = { productId, successUrl, cancelUrl };
    const refused = await server.json(400, 'POST', '/api/payments/embed/checkout', body);
    assert.equal(refused['code'], 'sold_out');
  });

  test('is refused for what cannot be bought', async () => {
    const { sample } = server.platform;
    const cases: [string | undefined, number, string][] = [
      ['0123456789abcdef01234567', 404, 'not_found'],
      [sample['inactiveProductId'], 400, 'inactive'],
      [sample['soldOutProductId'], 400, 'sold_out'],
      ['nonsense', 404, 'not_found'],
      [undefined, 400, 'invalid_request'],
    ];
    for (const [productId, status, code] of cases) {
      const body = { productId, successUrl, cancelUrl };
      const refused = await server.json(status, 'POST', '/api/payments/embed/checkout', body);
      assert.equal(refused['code'], code);
    }
  });

  for (const [field, value] of [
    ['successUrl', 'http://shop.example/'],
    ['successUrl', 'javascript:alert(1)'],
    ['successUrl', '/thanks'],
    ['cancelUrl', 'https://user:pass@shop.example/'],
    ['cancelUrl', 'http://localhost.evil.example/'],
    ['cancelUrl', undefined],
    ['customerEmail', 'nobody'],
    ['ref', 'no spaces'],
  ] as const) {
    test(`is refused with ${field} = ${value}`, async () => {
      const productId = server.platform.sample['productId'];
      const body = { productId, successUrl, cancelUrl, [field]: value };
      const refused = await server.json(400, 'POST', '/api/payments/embed/checkout', body);
      assert.equal(refused['code'], 'invalid_request');
      assert.match(String(refused['error']), new RegExp(`"${field}"`));
    });
  }

  test('does not let a return address write its own policy', async () => {
    const url = await checkout('productId', { successUrl: "https://a;script-src.example,'*'/" });
    const policy = (await fetch(url)).headers.get('Content-Security-Policy') ?? '';
    assert.equal(policy.includes('script-src'), false);
  });

  test('of an unknown session is a page of its own', async () => {
    for (const path of ['/checkout/aaaaaaaaaaaaaaaaaaaaaaaa', '/checkout/x', '/checkout/']) {
      const response = await fetch(server.origin + path);
      assert.equal(response.status, 404);
      assert.match(response.headers.get('Content-Type') ?? '', /text\/html/);
      await response.text();
    }
  });
});

test('A checkout expires after a day', async (t) => {
  let time = Date.UTC(2030, 0, 1);
  const server = await startPlatform({}, { now: () => time });
  t.after(server.close);
  const productId = server.platform.sample['productId'];
  const body = { productId, successUrl, cancelUrl };
  const { url } = await server.json(200, 'POST', '/api/payments/embed/checkout', body);
  time += 24 * 60 * 60 * 1000;
  for (const answer of [await fetch(String(url)), await submit(String(url), { action: 'pay' })]) {
    assert.equal(answer.status, 410);
    assert.match(await answer.text(), /expired/);
  }
});

describe('Without a payment engine', () => {
  const cases: [string, Parameters<typeof startPlatform>[0]][] = [
    ['switched off', { env: { FAE_PAYMENTS: 'off' } }],
    ['under the platform command', { standIns: false }],
    ['with a Stripe key, which asks for real money', { env: { STRIPE_SECRET_KEY: 'sk_test_x' } }],
  ];
  for (const [name, options] of cases) {
    test(`a checkout is not configured: ${name}`, async (t) => {
      const server = await startPlatform(options);
      t.after(server.close);
      const productId = server.platform.sample['productId'];
      const body = { productId, successUrl, cancelUrl };
      const refused = await server.json(503, 'POST', '/api/payments/embed/checkout', body);
      assert.equal(refused['code'], 'not_configured');
      await server.json(200, 'GET', `/api/payments/embed/product/${productId}`);
    });
  }

  test('the test page can be asked for', async (t) => {
    const server = await startPlatform({ standIns: false, env: { FAE_PAYMENTS: 'test' } });
    t.after(server.close);
    const body = { productId: server.platform.sample['productId'], successUrl, cancelUrl };
    await server.json(200, 'POST', '/api/payments/embed/checkout', body);
  });
});

describe('Product info', () => {
  test('is given while sold out, refused while inactive, and never tells the stock', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const { sample } = server.platform;
    const ask = (status: number, role: string) =>
      server.json(status, 'GET', `/api/payments/embed/product/${sample[role]}`);
    const product = await ask(200, 'soldOutProductId');
    assert.deepEqual(Object.keys(product).sort(), ['amount', 'currency', 'id', 'images', 'name']);
    assert.equal((await ask(400, 'inactiveProductId'))['code'], 'inactive');
    await server.json(404, 'GET', '/api/payments/embed/product/nonsense');
  });
});

describe('An amount in minor units', () => {
  for (const [amount, currency, expected] of [
    [1050, 'eur', '€10.50'],
    [1050, 'usd', '$10.50'],
    [1050, 'jpy', '¥1,050'],
    [5124, 'kwd', 'KWD\u00a05.124'],
    [50000, 'ugx', 'UGX\u00a0500'],
    [50000, 'isk', 'ISK\u00a0500'],
    [105000, 'huf', 'HUF\u00a01,050.00'],
    [100, 'idr', 'IDR\u00a01.00'],
    [100, 'nonsense', '1.00 NONSENSE'],
  ] as const) {
    test(`of ${amount} ${currency} is ${expected}`, () => {
      assert.equal(formatAmount(amount, currency), expected);
    });
  }
});
