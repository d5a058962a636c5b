/** Orders of the test checkout; those of Stripe's are in stripe.test.ts. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from './support.ts';

const day = 24 * 60 * 60 * 1000;

const submit = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

describe('An order', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform({}, { now: () => time });
  });
  after(() => server.close());

  const begin = async (
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
    status = 200,
  ) => {
    const body = {
      productId: server.platform.sample['productId'],
      successUrl: 'https://shop.example/thanks?s={CHECKOUT_SESSION_ID}#x',
      cancelUrl: 'https://shop.example/{CHECKOUT_SESSION_ID}',
      ...more,
    };
    const answer = await server.json(status, 'POST', '/api/payments/embed/checkout', body, headers);
    const url = String(answer['url']);
    return { answer, url, session: url.split('/').at(-1) ?? '' };
  };
  const list = () => server.json(200, 'GET', '/api/payments/orders');
  const stateOf = (session: string, status = 200) =>
    server.json(status, 'GET', `/api/payments/sessions/${session}`);

  test('is listed with what its buyer said, the newest first', async () => {
    await begin({ ref: 'older' });
    time += 1000;
    const { session } = await begin({ ref: 'order_42', customerEmail: 'ada@example.com' });
    const [newest, older] = await list();
    assert.ok(newest);
    const { id, createdAt, updatedAt, ...fields } = newest;
    assert.match(id, /^[0-9a-f]{24}$/);
    assert.deepEqual([createdAt, updatedAt], [new Date(time).toISOString(), createdAt]);
    assert.deepEqual(fields, {
      sessionId: session,
      status: 'open',
      productId: server.platform.sample['productId'],
      productName: 'Poster print',
      amount: 2450,
      currency: 'eur',
      customerEmail: 'ada@example.com',
      ref: 'order_42',
    });
    assert.equal(older?.['ref'], 'older');
  });

  test('tells how its checkout stands', async () => {
    const { url, session } = await begin({ ref: 'r' });
    const open = await stateOf(session);
    assert.deepEqual([open['status'], open['paymentStatus'], open['ref']], ['open', 'unpaid', 'r']);
    await submit(url, { action: 'pay', email: 'grace@example.com' });
    const paid = await stateOf(session);
    assert.deepEqual([paid['status'], paid['paymentStatus']], ['complete', 'paid']);
    const [order] = await list();
    assert.equal(order?.['status'], 'paid');
    assert.equal(order['customerEmail'], 'grace@example.com');
    assert.equal(order['paidAt'], new Date(time).toISOString());
    await stateOf('unknown-session', 404);
  });

  test('brings its buyer back with the session’s name', async () => {
    const { url, session } = await begin();
    const cancelled = await submit(url, { action: 'cancel' });
    assert.equal(cancelled.headers.get('Location'), `https://shop.example/${session}`);
    const paid = await submit(url, { action: 'pay' });
    assert.equal(paid.headers.get('Location'), `https://shop.example/thanks?s=${session}#x`);
  });

  test('is made once for a request that is sent again', async () => {
    const headers = { 'Idempotency-Key': 'one-and-the-same-request' };
    const count = (await list()).length;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => begin({ ref: 'same' }, headers)),
    );
    assert.equal(new Set(answers.map(({ url }) => url)).size, 1);
    assert.equal((await list()).length, count + 1);
    const { answer } = await begin({ ref: 'different' }, headers, 422);
    assert.equal(answer['code'], 'idempotency_key_reused');
    const other = await begin({ ref: 'same' }, { 'Idempotency-Key': 'another-request-entirely' });
    assert.notEqual(other.url, answers[0]?.url);
  });

  test('costs what its product cost when it was begun', async () => {
    const { id } = await server.json(201, 'POST', '/api/payments/products', {
      name: 'Mug',
      amount: 1000,
      currency: 'eur',
    });
    const { url } = await begin({ productId: id });
    await server.json(200, 'PUT', `/api/payments/products/${id}`, { amount: 2000 });
    assert.match(await (await fetch(url)).text(), /€10\.00/);
    assert.equal((await list())[0]?.['amount'], 1000);
  });

  test('is found page by page, however many there are', async () => {
    for (let count = 0; count < 5; count += 1) await begin({ ref: `page-${count}` });
    const all = await list();
    const found = [];
    for (let before = ''; ;) {
      const page = await server.json(200, 'GET', `/api/payments/orders?limit=2${before}`);
      found.push(...page);
      const last = page.at(-1);
      if (!last) break;
      before = `&before=${last.id}`;
    }
    assert.deepEqual(found, [...all]);
    for (const [status, query] of [
      [400, 'limit=0'],
      [400, 'limit=1001'],
      [400, 'limit=many'],
      [404, 'before=oldest'],
      [404, `before=${'0'.repeat(24)}`],
    ] as const) {
      await server.json(status, 'GET', `/api/payments/orders?${query}`);
    }
    const { key } = await server.otherWorkspace();
    const path = `/api/payments/orders?before=${all[0]?.id}`;
    await server.json(404, 'GET', path, undefined, { 'x-api-key': key });
  });

  test('is of its workspace alone', async () => {
    const { session } = await begin();
    const other = await server.otherWorkspace();
    const key = { 'x-api-key': other.key };
    assert.deepEqual(await server.json(200, 'GET', '/api/payments/orders', undefined, key), []);
    const path = `/api/payments/sessions/${session}`;
    await server.json(404, 'GET', path, undefined, key);
  });

  test('has expired after a day', async () => {
    const { session } = await begin();
    time += day;
    assert.equal((await stateOf(session))['status'], 'expired');
    assert.equal((await list())[0]?.['status'], 'expired');
  });

  test('is not for a page of the shop’s, which only Stripe has', async () => {
    const body = {
      productId: server.platform.sample['productId'],
      returnUrl: 'https://shop.example/',
    };
    const refused = await server.json(503, 'POST', '/api/payments/sessions', body);
    assert.equal(refused['code'], 'not_configured');
    await server.json(503, 'POST', '/api/payments/webhook', {});
  });
});
