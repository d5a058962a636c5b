/** An order that is sent twice is one order. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { connectRedis } from '../../../src/proxy/node.ts';
import { startRedis } from '../../support/redis.ts';
import { asked, id, problemOf, proxyOf, shop, until, upstreamOf } from '../harness.ts';
import { order, plenty } from './support.ts';

const path = '/payments/embed/checkout';
const other = 'https://other.example';
const key = 'order-0123456789abcdef';

/** An upstream that opens a new session for each order. */
const till = () =>
  upstreamOf((_, number) => Response.json({ url: `https://checkout.example/${number}` }));

const buyer = (fetch: typeof globalThis.fetch, options: ProxyOptions = {}) => {
  const proxy = proxyOf(fetch, { limits: plenty, origins: [shop, other], ...options });
  return (
    idempotencyKey: string | undefined,
    more: object = {},
    headers: Record<string, string> = {},
  ) =>
    proxy.fetch(
      asked({
        path,
        json: { ...order, ...more },
        headers: {
          ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
          ...headers,
        },
      }),
      { address: '203.0.113.7' },
    );
};

const urlIn = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { url?: unknown }).url;

test('V16 an Idempotency-Key with the same order gives the first answer again, for nothing', async () => {
  const { fetch, calls } = till();
  const buy = buyer(fetch, { limits: { visitor: { checkout: 1 } } });
  const first = await buy(key);
  const again = await buy(key, { unknown: 'field' });
  assert.deepEqual(await urlIn(again), await urlIn(first));
  assert.equal(first.headers.get('Idempotent-Replayed'), null);
  assert.equal(again.headers.get('Idempotent-Replayed'), 'true');
  assert.equal(again.headers.get('Cache-Control'), 'no-store');
  assert.equal(calls.length, 1);
  assert.equal((await buy('another-0123456789')).status, 429, 'the budget was for one');
});

test('V16 an Idempotency-Key with another order is 422, before or after the first answer', async () => {
  const { fetch, calls } = till();
  const buy = buyer(fetch);
  await buy(key);
  for (const more of [
    { productId: id.replace('6', '7') },
    { successUrl: `${shop}/x` },
    { ref: 'a' },
  ]) {
    const { status, code } = await problemOf(await buy(key, more));
    assert.deepEqual([status, code], [422, 'idempotency_key_reused']);
  }
  assert.equal(calls.length, 1);
});

test('V16 an Idempotency-Key of an order under way is 409, and of 50 at once one goes through', async () => {
  let finish: (response: Response) => void = () => assert.fail('not asked');
  const { fetch, calls } = upstreamOf(() => new Promise((resolve) => (finish = resolve)));
  const buy = buyer(fetch);
  const first = buy(key);
  await until(() => calls.length === 1);
  const others = await Promise.all(Array.from({ length: 50 }, () => buy(key)));
  for (const other of others) {
    const { status, code, headers } = await problemOf(other);
    assert.deepEqual([status, code, headers.get('Retry-After')], [409, 'conflict', '1']);
  }
  finish(Response.json({ url: 'https://checkout.example/1' }));
  assert.equal((await first).status, 200);
  assert.equal(await urlIn(await buy(key)), 'https://checkout.example/1');
  assert.equal(calls.length, 1);
});

test('V16 an Idempotency-Key of an order that failed may be used again, with the same order alone', async () => {
  const failures = [
    () => Response.json({}, { status: 500 }),
    () => Response.json({}, { status: 429 }),
    () => new Response('<p>', { headers: { 'Content-Type': 'text/html' } }),
    () => Promise.reject(new TypeError('fetch failed')),
  ];
  const { fetch, calls } = upstreamOf(
    (_, number) => failures[number]?.() ?? Response.json({ url: 'https://checkout.example/late' }),
  );
  const buy = buyer(fetch);
  for (const failure of failures) assert.ok((await buy(key)).status >= 400, String(failure));
  assert.equal((await buy(key, { ref: 'other' })).status, 422);
  assert.equal(await urlIn(await buy(key)), 'https://checkout.example/late');
  assert.equal(await urlIn(await buy(key)), 'https://checkout.example/late');
  assert.equal(calls.length, failures.length + 1);
});

test('V16 an Idempotency-Key belongs to the page’s origin and to the operation', async () => {
  const { fetch, calls } = till();
  const buy = buyer(fetch);
  assert.equal(await urlIn(await buy(key)), 'https://checkout.example/0');
  assert.equal(await urlIn(await buy(key, {}, { Origin: other })), 'https://checkout.example/1');
  assert.equal(await urlIn(await buy(key.toUpperCase())), 'https://checkout.example/2');
  assert.equal(calls.length, 3);
  const chatting = upstreamOf(() => Response.json({ response: 'Hi', url: 'https://c.example' }));
  const proxy = proxyOf(chatting.fetch, { limits: plenty });
  for (const it of [
    { path, json: order },
    { path: '/characters/response', json: { characterId: id, text: 'Hi' } },
  ]) {
    const { status } = await proxy.fetch(asked({ ...it, headers: { 'Idempotency-Key': key } }));
    assert.equal(status, 200);
  }
  assert.equal(chatting.calls.length, 2);
});

test('V16 an Idempotency-Key that is malformed is 400 and costs nothing', async () => {
  const { fetch, calls } = till();
  const buy = buyer(fetch);
  const malformed = [
    '',
    'short',
    '__proto__',
    'constructor',
    `${key},${key}`,
    `"${key}"`,
    `${key}\u00e9`,
    'a'.repeat(256),
    '../../../../etc/passwd',
  ];
  for (const it of malformed) {
    assert.equal((await buy(it)).status, 400, it);
  }
  assert.deepEqual(calls, []);
  for (const odd of [
    '__proto__________',
    'constructor-------',
    'hasOwnProperty----',
    'a'.repeat(255),
  ]) {
    assert.equal((await buy(odd)).status, 200, odd);
    assert.equal((await buy(odd)).headers.get('Idempotent-Replayed'), 'true', odd);
  }
  assert.equal(calls.length, 4);
});

test('V16 an Idempotency-Key holds across two proxies on one Redis, and in a proxy whose Redis has gone', async (t) => {
  await using redis = await startRedis();
  const { fetch, calls } = till();
  const stores = [connectRedis(redis.url), connectRedis(redis.url)];
  t.after(() => Promise.all(stores.map((it) => it.close())));
  const [here, there] = stores.map((store) => buyer(fetch, { store, instances: 2 }));
  assert.ok(here && there);
  const both = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? here : there)(key)));
  assert.equal(
    both.filter((it) => it.status === 200 && !it.headers.has('Idempotent-Replayed')).length,
    1,
  );
  assert.ok(both.every((it) => [200, 409].includes(it.status)));
  assert.equal(calls.length, 1);
  assert.equal((await there(key, { ref: 'other' })).status, 422);

  await redis.kill();
  const late = 'order-while-redis-is-away';
  const first = await here(late);
  assert.equal(first.status, 200);
  assert.equal(await urlIn(await here(late)), await urlIn(first));
  assert.equal((await here(late, { ref: 'other' })).status, 422);
  assert.equal(calls.length, 2);
});
