import assert from 'node:assert/strict';
import test, { after, before, beforeEach, describe } from 'node:test';
import { otherAccount } from './stripe-server.ts';
import { startShop, type Shop } from './stripe-shop.ts';

describe('Stripe', () => {
  let shop: Shop;
  before(async () => {
    shop = await startShop();
  });
  after(() => shop.close());
  beforeEach(() => shop.reset());

  describe('tells what has become of a checkout', () => {
    test('and its order is paid, once, though told twice and at the same time', async () => {
      const productId = await shop.makeProduct({ stock: 5 });
      const session = await shop.checkout({ productId });
      const event = shop.stripe.event('checkout.session.completed', shop.stripe.pay(session));
      await Promise.all([shop.delivered(event), shop.delivered(event), shop.delivered(event)]);
      await shop.delivered(
        shop.stripe.event('checkout.session.completed', shop.stripe.pay(session)),
      );
      const order = await shop.orderOf(session);
      assert.equal(order?.['status'], 'paid');
      assert.equal(order['customerEmail'], 'buyer@example.com');
      assert.match(String(order['paidAt']), /^\d{4}-/);
      assert.equal(await shop.stockOf(productId), 4);
    });

    test('in any order', async () => {
      const productId = await shop.makeProduct({ stock: 5 });
      const session = await shop.checkout({ productId });
      const waiting = shop.stripe.change(session, { status: 'complete', payment_status: 'unpaid' });
      const paid = shop.stripe.pay(session);
      await shop.delivered(shop.stripe.event('checkout.session.async_payment_succeeded', paid));
      await shop.delivered(shop.stripe.event('checkout.session.completed', waiting));
      await shop.delivered(
        shop.stripe.event('checkout.session.expired', { ...waiting, status: 'expired' }),
      );
      await shop.delivered(shop.stripe.event('checkout.session.async_payment_failed', waiting));
      assert.equal((await shop.orderOf(session))?.['status'], 'paid');
      assert.equal(await shop.stockOf(productId), 4);
    });

    test('also when the money takes days, or does not come', async () => {
      const productId = await shop.makeProduct({ stock: 5 });
      for (const [type, status, left] of [
        ['checkout.session.async_payment_succeeded', 'paid', 4],
        ['checkout.session.async_payment_failed', 'failed', 4],
      ] as const) {
        const session = await shop.checkout({ productId });
        const done = shop.stripe.change(session, { status: 'complete', payment_status: 'unpaid' });
        await shop.delivered(shop.stripe.event('checkout.session.completed', done));
        assert.equal((await shop.orderOf(session))?.['status'], 'pending');
        const state = await shop.stateOf(session);
        assert.deepEqual([state['status'], state['paymentStatus']], ['complete', 'unpaid']);
        const after = type.endsWith('succeeded') ? shop.stripe.pay(session) : done;
        await shop.delivered(shop.stripe.event(type, after));
        assert.equal((await shop.orderOf(session))?.['status'], status);
        assert.equal(await shop.stockOf(productId), left);
      }
    });

    test('that nobody went on with', async () => {
      const session = await shop.checkout();
      const gone = shop.stripe.change(session, { status: 'expired' });
      await shop.delivered(shop.stripe.event('checkout.session.expired', gone));
      assert.equal((await shop.orderOf(session))?.['status'], 'expired');
      assert.equal((await shop.stateOf(session))['status'], 'expired');
    });

    test('of the last piece, which two have paid for: the second is marked', async () => {
      const productId = await shop.makeProduct({ stock: 1 });
      const [mine, yours] = [
        await shop.checkout({ productId }),
        await shop.checkout({ productId }),
      ];
      for (const session of [mine, yours]) {
        await shop.delivered(
          shop.stripe.event('checkout.session.completed', shop.stripe.pay(session)),
        );
      }
      assert.equal((await shop.orderOf(mine))?.['oversold'], undefined);
      assert.equal((await shop.orderOf(yours))?.['oversold'], true);
      assert.equal(await shop.stockOf(productId), 0);
    });

    test('whose order was lost, which is made of what it says about itself', async () => {
      const session = await shop.checkout({ ref: 'lost_1', customerEmail: 'ada@example.com' });
      await shop.server.store.db.deleteFrom('orders').where('session', '=', session).execute();
      const event = shop.stripe.event('checkout.session.completed', shop.stripe.pay(session));
      await Promise.all([shop.delivered(event), shop.delivered(event)]);
      const order = await shop.orderOf(session);
      assert.equal(order?.['status'], 'paid');
      assert.equal(order['ref'], 'lost_1');
      assert.equal(order['productName'], 'Poster print');
    });

    test('of another account, product or kind, and nothing changes', async () => {
      const session = await shop.checkout();
      const paid = shop.stripe.pay(session);
      const type = 'checkout.session.completed';
      await shop.delivered(shop.stripe.event(type, paid, { account: otherAccount }));
      await shop.delivered(shop.stripe.event(type, paid, { livemode: true }));
      await shop.delivered(shop.stripe.event('invoice.paid', paid));
      const strange = { ...paid, id: 'cs_test_strange', metadata: {} };
      await shop.delivered(shop.stripe.event(type, strange));
      const foreign = { ...paid, id: 'cs_test_foreign' };
      await shop.delivered(shop.stripe.event(type, foreign, { account: otherAccount }));
      assert.equal((await shop.orderOf(session))?.['status'], 'open');
      const orders = await shop.server.json(200, 'GET', '/api/payments/orders');
      assert.ok(!orders.some((it) => /strange|foreign/.test(String(it['sessionId']))));
    });

    test('and is asked where it has not told yet', async () => {
      const session = await shop.checkout({ ref: 'asked' });
      const open = await shop.stateOf(session);
      assert.deepEqual(open, {
        id: session,
        status: 'open',
        paymentStatus: 'unpaid',
        productId: shop.server.platform.sample['productId'],
        amount: 2450,
        currency: 'eur',
        ref: 'asked',
      });
      shop.stripe.pay(session);
      const paid = await shop.stateOf(session);
      assert.deepEqual([paid['status'], paid['paymentStatus']], ['complete', 'paid']);
      assert.equal((await shop.orderOf(session))?.['status'], 'paid');
      const asked = shop.stripe.calls.length;
      await shop.stateOf(session);
      assert.equal(shop.stripe.calls.length, asked, 'what is over is known');
    });

    test('to its own workspace', async () => {
      const session = await shop.checkout();
      const other = await shop.server.otherWorkspace();
      const key = { 'x-api-key': other.key };
      const path = `/api/payments/sessions/${session}`;
      await shop.server.json(404, 'GET', path, undefined, key);
      await shop.server.json(404, 'GET', '/api/payments/sessions/cs_test_unknown');
      assert.deepEqual(
        await shop.server.json(200, 'GET', '/api/payments/orders', undefined, key),
        [],
      );
    });

    test('and the test page knows nothing of it', async () => {
      const session = await shop.checkout();
      const page = await fetch(`${shop.server.origin}/checkout/${session}`);
      assert.equal(page.status, 404);
      await page.text();
    });
  });

  describe('signs what it tells', () => {
    const event = async () =>
      shop.stripe.event('checkout.session.completed', shop.stripe.pay(await shop.checkout()));

    test('and what it has not signed is refused', async () => {
      const payload = await event();
      const now = Math.floor(Date.now() / 1000);
      for (const signature of [
        '',
        'nonsense',
        't=1,v1=00',
        shop.stripe.sign(payload, now, 'whsec_another'),
        shop.stripe.sign(`${payload} `, now),
        shop.stripe.sign(payload, now - 301),
        shop.stripe.sign(payload, now).replace('v1=', 'v0='),
      ]) {
        const response = await shop.deliver(payload, signature);
        assert.equal(response.status, 400);
        const { code } = (await response.json()) as { code: string };
        assert.equal(code, 'invalid_request');
      }
      const orders = await shop.server.json(200, 'GET', '/api/payments/orders');
      assert.equal(orders[0]?.['status'], 'open');
    });

    test('byte by byte', async () => {
      const payload = await event();
      const same = JSON.stringify(JSON.parse(payload));
      assert.notEqual(same, payload);
      assert.equal((await shop.deliver(same, shop.stripe.sign(payload))).status, 400);
      const late = Math.floor(Date.now() / 1000) - 290;
      assert.equal((await shop.deliver(payload, shop.stripe.sign(payload, late))).status, 200);
    });

    test('in one request of a bounded size, by POST', async () => {
      const large = JSON.stringify({ padding: 'x'.repeat(2 * 1024 * 1024) });
      assert.equal((await shop.deliver(large)).status, 413);
      const read = await fetch(`${shop.server.origin}/api/payments/webhook`);
      assert.equal(read.status, 405);
      assert.equal(read.headers.get('Allow'), 'POST');
      const elsewhere = await fetch(`${shop.server.origin}/api/payments/webhook`, {
        method: 'POST',
        headers: { Origin: 'https://elsewhere.example' },
      });
      assert.equal(elsewhere.headers.get('Access-Control-Allow-Origin'), null);
    });
  });
});
