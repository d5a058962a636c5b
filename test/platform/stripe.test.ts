import assert from 'node:assert/strict';
import test, { after, before, beforeEach, describe } from 'node:test';
import { createStripePayments } from '../../src/platform/payments/stripe-payments.ts';
import { stripeSettings } from '../../src/platform/payments/stripe-settings.ts';
import { findProduct } from '../../src/platform/store/products.ts';
import { updateWorkspace } from '../../src/platform/store/workspaces.ts';
import {
  connectedAccount,
  faults,
  secretKey,
  startStripe,
  webhookSecret,
} from './stripe-server.ts';
import { cancelUrl, startShop, successUrl, type Shop } from './stripe-shop.ts';
import { startPlatform } from './support.ts';

const idempotencyKey = () => crypto.randomUUID();

describe('Stripe', () => {
  let shop: Shop;
  before(async () => {
    shop = await startShop();
  });
  after(() => shop.close());
  beforeEach(() => shop.reset());

  describe('makes a checkout', () => {
    test('on a page of its own, paid to the workspace’s account', async () => {
      const session = await shop.checkout({ customerEmail: 'ada@example.com', ref: 'order_42' });
      const [call] = shop.stripe.calls;
      assert.equal(shop.stripe.calls.length, 1);
      assert.equal(call?.account, connectedAccount);
      assert.equal(call.version, '2026-10-28.endive');
      assert.deepEqual(call.params, {
        mode: 'payment',
        ui_mode: 'hosted_page',
        success_url: successUrl,
        cancel_url: cancelUrl,
        customer_email: 'ada@example.com',
        client_reference_id: 'order_42',
        'line_items[0][quantity]': '1',
        'line_items[0][price_data][currency]': 'eur',
        'line_items[0][price_data][unit_amount]': '2450',
        'line_items[0][price_data][product_data][name]': 'Poster print',
        'line_items[0][price_data][product_data][description]': 'On paper',
        'metadata[fae_workspace]': shop.server.platform.workspace,
        'metadata[fae_product]': String(shop.server.platform.sample['productId']),
      });
      const order = await shop.orderOf(session);
      assert.equal(order?.['status'], 'open');
      assert.equal(order['amount'], 2450);
      assert.equal(order['customerEmail'], 'ada@example.com');
      assert.equal(order['ref'], 'order_42');
    });

    test('within a page', async () => {
      const { productId } = shop.wish();
      const returnUrl = 'https://shop.example/done?session={CHECKOUT_SESSION_ID}';
      const answer = await shop.server.json(201, 'POST', '/api/payments/sessions', {
        productId,
        returnUrl,
        ref: 'r1',
      });
      assert.match(answer.id, /^cs_test_/);
      assert.deepEqual(answer, {
        id: answer.id,
        clientSecret: `${answer.id}_secret_x`,
        publishableKey: 'pk_test_public',
        stripeAccount: connectedAccount,
      });
      const params = shop.stripe.calls[0]?.params;
      assert.equal(params?.['ui_mode'], 'embedded_page');
      assert.equal(params['return_url'], returnUrl);
      assert.equal((await shop.orderOf(answer.id))?.['ref'], 'r1');
      const order = await shop.server.store.db.selectFrom('orders').selectAll().execute();
      assert.ok(!JSON.stringify(order).includes('_secret_'));
    });

    test('with pictures that Stripe can fetch', async () => {
      const images = ['http://localhost:4600/files/a/b.png', 'https://cdn.example/b.png'];
      await shop.checkout({ productId: await shop.makeProduct({ images }) });
      const params = shop.stripe.calls[0]?.params ?? {};
      const sent = Object.entries(params).filter(([name]) => name.includes('[images]'));
      assert.deepEqual(
        sent.map(([, url]) => url),
        ['https://cdn.example/b.png'],
      );
    });

    test('once for a request that is sent again, also when its answer was lost', async () => {
      const headers = { 'Idempotency-Key': idempotencyKey() };
      const ask = (body: unknown, status = 200) =>
        shop.server.json(status, 'POST', '/api/payments/embed/checkout', body, headers);
      const [first, second] = await Promise.all([ask(shop.wish()), ask(shop.wish())]);
      assert.deepEqual(first, second);
      assert.deepEqual(await ask(shop.wish()), first);
      const session = String(first['url']).split('/').at(-1) ?? '';
      const orders = await shop.server.store.db
        .selectFrom('orders')
        .select('id')
        .where('session', '=', session)
        .execute();
      assert.equal(orders.length, 1);
      const reused = await ask(shop.wish({ ref: 'another' }), 422);
      assert.equal(reused['code'], 'idempotency_key_reused');
      const sent = new Set(shop.stripe.calls.map((it) => it.idempotencyKey));
      assert.equal(sent.size, 1);
      assert.match([...sent][0] ?? '', /^fae-[\w-]{43}$/);
    });

    test('with a key of its own for each request that names none', async () => {
      const [one, two] = [await shop.checkout(), await shop.checkout()];
      assert.notEqual(one, two);
      const keys = shop.stripe.calls.map((it) => it.idempotencyKey);
      assert.equal(new Set(keys).size, 2);
      assert.ok(keys.every(Boolean));
    });

    test('only for what can be bought, before Stripe is asked', async () => {
      const { sample } = shop.server.platform;
      await shop.refused(404, { productId: '0123456789abcdef01234567' });
      assert.equal(
        (await shop.refused(400, { productId: sample['inactiveProductId'] }))['code'],
        'inactive',
      );
      assert.equal(
        (await shop.refused(400, { productId: sample['soldOutProductId'] }))['code'],
        'sold_out',
      );
      await shop.refused(400, { successUrl: 'http://shop.example/' });
      const headers = { 'Idempotency-Key': 'short' };
      await shop.server.json(400, 'POST', '/api/payments/embed/checkout', shop.wish(), headers);
      assert.equal(shop.stripe.calls.length, 0);
    });

    test('for workspaces with an account alone', async () => {
      const { workspace } = shop.server.platform;
      await updateWorkspace(shop.server.store, workspace, { stripeAccount: null });
      assert.equal((await shop.refused(503))['code'], 'not_configured');
      assert.equal(shop.stripe.calls.length, 0);
      await updateWorkspace(shop.server.store, workspace, { stripeAccount: 'acct_unknown' });
      assert.equal((await shop.refused(503))['code'], 'not_configured');
    });
  });

  describe('when it fails', () => {
    const quiet = () => {
      assert.ok(shop.server.events.length > 0);
      const log = JSON.stringify(shop.server.events);
      for (const secret of [secretKey, webhookSecret]) assert.ok(!log.includes(secret));
      return log;
    };

    for (const [title, fault] of [
      ['answers 500', faults.status(500)],
      ['answers 503', faults.status(503)],
      ['answers with a page', faults.noJson()],
      ['hangs up', faults.hangUp()],
    ] as const) {
      test(`once, is asked again: it ${title}`, async () => {
        shop.stripe.fail(fault);
        await shop.checkout();
        const keys = new Set(shop.stripe.calls.map((it) => it.idempotencyKey));
        assert.equal(shop.stripe.calls.length, 2);
        assert.equal(keys.size, 1, 'with the same key');
      });

      test(`again and again, is unavailable: it ${title}`, async () => {
        shop.stripe.fail(fault, fault);
        const answer = await shop.refused(503);
        assert.equal(shop.stripe.calls.length, 2);
        assert.equal(answer['code'], 'unavailable');
        assert.ok(!JSON.stringify(answer).includes(secretKey));
        quiet();
      });
    }

    test('for too many requests, says when to come back', async () => {
      shop.stripe.fail(faults.status(429, 'invalid_request_error'));
      const response = await shop.server.call('POST', '/api/payments/embed/checkout', shop.wish());
      assert.equal(response.status, 503);
      assert.equal(response.headers.get('Retry-After'), '5');
      assert.equal(((await response.json()) as { code: string }).code, 'unavailable');
      assert.match(quiet(), /StripeRateLimitError/);
    });

    test('by taking no product like this, is a bad upstream', async () => {
      const answer = await shop.refused(502, {
        productId: await shop.makeProduct({ currency: 'xxx' }),
      });
      assert.equal(answer['code'], 'bad_upstream');
      assert.match(quiet(), /price_data/);
    });

    test('by not taking what the buyer has sent, names the field', async () => {
      const answer = await shop.refused(400, { customerEmail: 'somebody@x.invalid' });
      assert.match(String(answer['error']), /"customerEmail"/);
      assert.ok(!quiet().includes('somebody@x.invalid'));
    });

    test('keeps no order', async () => {
      const count = async () => (await shop.server.json(200, 'GET', '/api/payments/orders')).length;
      const before = await count();
      shop.stripe.fail(faults.status(429, 'invalid_request_error'));
      await shop.refused(503);
      assert.equal(await count(), before);
    });
  });
});

describe('Stripe’s settings', () => {
  test('may name several webhook secrets, for one that is being replaced', async (t) => {
    const stripe = await startStripe();
    t.after(stripe.close);
    const STRIPE_WEBHOOK_SECRET = `whsec_next, ${webhookSecret}`;
    const server = await startPlatform({ env: { ...stripe.env, STRIPE_WEBHOOK_SECRET } });
    t.after(server.close);
    const body = JSON.stringify({ id: 'evt_x', object: 'event', type: 'x', data: { object: {} } });
    for (const secret of ['whsec_next', webhookSecret, 'whsec_old']) {
      const response = await fetch(`${server.origin}/api/payments/webhook`, {
        method: 'POST',
        headers: { 'Stripe-Signature': stripe.sign(body, undefined, secret) },
        body,
      });
      assert.equal(response.status, secret === 'whsec_old' ? 400 : 200);
      await response.text();
    }
  });

  test('want a secret for the webhook, and a public key for pages', async (t) => {
    const stripe = await startStripe();
    t.after(stripe.close);
    const { STRIPE_SECRET_KEY, STRIPE_API_BASE } = stripe.env;
    const server = await startPlatform({ env: { STRIPE_SECRET_KEY, STRIPE_API_BASE } });
    t.after(server.close);
    const { workspace, sample } = server.platform;
    await updateWorkspace(server.store, workspace, { stripeAccount: connectedAccount });
    const unsigned = await server.json(503, 'POST', '/api/payments/webhook', {});
    assert.equal(unsigned['code'], 'not_configured');
    const wish = { productId: sample['productId'], returnUrl: 'https://shop.example/' };
    await server.json(503, 'POST', '/api/payments/sessions', wish);
    assert.equal(stripe.calls.length, 0);
  });

  for (const [title, env] of [
    ['a publishable key', { STRIPE_SECRET_KEY: 'pk_live_secret' }],
    ['no URL', { STRIPE_SECRET_KEY: 'sk_test_secret', STRIPE_API_BASE: 'stripe' }],
    [
      'an unencrypted way for a live key',
      { STRIPE_SECRET_KEY: 'sk_live_secret', STRIPE_API_BASE: 'http://stripe.example' },
    ],
  ] as const) {
    test(`are refused with ${title}, and the message tells no secret`, async () => {
      await assert.rejects(startPlatform({ env }), (error: Error) => {
        assert.ok(error instanceof TypeError);
        return !/live_secret|test_secret/.test(error.message);
      });
    });
  }

  test('that are switched off count for nothing', async (t) => {
    const env = { STRIPE_SECRET_KEY: 'sk_test_x', FAE_PAYMENTS: 'off' };
    const server = await startPlatform({ env });
    t.after(server.close);
    await server.json(503, 'POST', '/api/payments/webhook', {});
  });
});

test('Stripe that does not answer is given up in time', async (t) => {
  const stripe = await startStripe();
  t.after(stripe.close);
  const first = await startPlatform();
  t.after(first.close);
  const settings = stripeSettings(stripe.env);
  assert.ok(settings);
  const { store, platform } = first;
  await updateWorkspace(store, platform.workspace, { stripeAccount: connectedAccount });
  const log: unknown[] = [];
  const payments = await createStripePayments(settings, {
    store,
    log: (event) => log.push(event),
    timeout: 50,
  });
  const productId = platform.sample['productId'] ?? '';
  const product = await findProduct(store, platform.workspace, productId);
  assert.ok(product);
  stripe.fail(faults.silence(), faults.silence(), faults.silence());
  await assert.rejects(
    payments.checkout({ workspace: platform.workspace, product, successUrl, cancelUrl }),
    { status: 503, code: 'unavailable' },
  );
  assert.equal(stripe.calls.length, 2);
  assert.ok(!JSON.stringify(log).includes(secretKey));
});
