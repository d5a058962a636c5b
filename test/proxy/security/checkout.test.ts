/** What is bought at which price is not for the page to say. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { baseOptions, id, serve, serveProxy } from '../harness.ts';
import { agreeable, order, posted, proxied, transports } from './support.ts';

const path = '/payments/embed/checkout';

test('V16 no visitor names a price, a workspace or a key, and what else is sent stays behind', async (t) => {
  const { upstream, call } = await proxied(t, agreeable);
  for (const name of ['amount', 'price', 'currency', 'workspace', 'workspaceId', 'key']) {
    for (const value of [1, null, '', 'x', {}]) {
      const { status } = await call(path, posted({ ...order, [name]: value }));
      assert.equal(status, 400, `${name}: ${JSON.stringify(value)}`);
    }
    assert.equal((await call(`${path}?${name}=1`, posted(order))).status, 400, `?${name}`);
  }
  assert.equal(upstream.received.length, 0);
  const meddling = [
    '"__proto__":{"amount":1,"successUrl":"https://evil.test"}',
    '"constructor":{"prototype":{"amount":1}}',
    '"Amount":1,"PRICE":1,"unit_amount":1,"discount":100,"quantity":-1,"free":true',
    '"productId ":"x","successUrl\\u0000":"https://evil.test"',
    `"productId":"x","productId":"${id}"`,
  ];
  const body = JSON.stringify(order);
  for (const extra of meddling) {
    const { status } = await call(path, posted(`${body.slice(0, -1)},${extra}}`));
    assert.equal(status, 200, extra);
    assert.deepEqual(JSON.parse(upstream.received.at(-1)?.body ?? ''), order, extra);
  }
  const own = { ...order, ref: 'order_1', customerEmail: 'a@shop.example' };
  assert.equal(
    (await call(path, posted({ ...own, quantity: 0 }))).text,
    '{"url":"https://checkout.example/1"}',
  );
  assert.deepEqual(JSON.parse(upstream.received.at(-1)?.body ?? ''), own);
  assert.equal(({} as Record<string, unknown>)['amount'], undefined);
});

test('V16 an order is sent once, however its connection ends', async (t) => {
  for (const [transport, send] of Object.entries(transports(t))) {
    const upstream = await serve(t, (request) => request.socket.destroy());
    const fae = { ...baseOptions.fae, url: `${upstream.url}/api`, fetch: send };
    const proxy = await serveProxy(t, upstream.url, { fae });
    assert.equal((await fetch(proxy.url + path, posted(order))).status, 502, transport);
    assert.equal(upstream.received.length, 1, transport);
  }
});
