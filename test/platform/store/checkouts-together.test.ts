/** Checkouts of three platforms on one PostgreSQL: each is recorded once. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { updateWorkspace } from '../../../src/platform/store/workspaces.ts';
import { withoutPostgres } from '../../support/postgres.ts';
import { connectedAccount, startStripe } from '../stripe-server.ts';
import { testWorkspace, type Answer } from '../support.ts';
import { platforms, type RunningPlatform } from './platforms.ts';

const back = 'https://shop.example/';

const shopOf = (all: readonly [RunningPlatform, RunningPlatform, RunningPlatform]) => {
  const [one, two, three] = all;
  return {
    makeProduct: async (stock: number): Promise<string> => {
      const product = { name: 'Mug', amount: 1200, currency: 'eur', stock };
      return (await one.call('POST', '/api/payments/products', product)).id;
    },
    stockOf: async (id: string) =>
      (await two.call('GET', '/api/payments/products')).find((it) => it.id === id)?.['stock'],
    ordersOf: async (productId: string): Promise<Answer[]> =>
      (await three.call('GET', '/api/payments/orders')).filter(
        (it) => it['productId'] === productId,
      ) as Answer[],
    /** Begins one purchase at all of them; gives the address of each one's page. */
    checkout: (productId: string, key: string): Promise<string[]> => {
      const wish = { productId, successUrl: back, cancelUrl: back };
      const path = '/api/payments/embed/checkout';
      const request = { 'Idempotency-Key': key };
      return Promise.all(
        all.map(async (it) => String((await it.call('POST', path, wish, request))['url'])),
      );
    },
    stop: async (): Promise<void> => {
      for (const it of all) assert.equal(await it.stop(), 0);
    },
  };
};

const startThree = async (t: Parameters<typeof platforms>[0], env = {}) => {
  const { start, store } = await platforms(t, env);
  const all = await Promise.all([start(), start(), start()]);
  return { all, store, ...shopOf(all) };
};

test(
  'A purchase that is asked for and paid at three platforms at once is one order',
  { skip: withoutPostgres },
  async (t) => {
    const { all, makeProduct, stockOf, ordersOf, checkout, stop } = await startThree(t);
    const pay = async (origin: string, url: string) => {
      const body = new URLSearchParams({ action: 'pay' });
      const page = origin + new URL(url).pathname;
      return (await fetch(page, { method: 'POST', body, redirect: 'manual' })).status;
    };

    const plenty = await makeProduct(5);
    const urls = await checkout(plenty, 'one-and-the-same-request');
    const [url = ''] = urls;
    assert.deepEqual(urls, [url, url, url]);
    const paid = await Promise.all(all.map(({ origin }) => pay(origin, url)));
    // Whoever comes later is shown that it has been paid.
    assert.deepEqual(paid.toSorted(), [200, 200, 303]);
    const orders = await ordersOf(plenty);
    assert.deepEqual(
      orders.map((it) => it['status']),
      ['paid'],
    );
    assert.equal(await stockOf(plenty), 4);

    const last = await makeProduct(1);
    const [mine = ''] = await checkout(last, 'the-request-of-one-buyer');
    const [yours = ''] = await checkout(last, 'the-request-of-another');
    const [one, two] = all;
    await Promise.all([pay(one.origin, mine), pay(two.origin, yours)]);
    const both = await ordersOf(last);
    assert.deepEqual(both.map((it) => it['status']).toSorted(), ['open', 'paid'], 'one was left');
    assert.equal(await stockOf(last), 0);
    await stop();
  },
);

test(
  'What Stripe tells three platforms at once is recorded once',
  { skip: withoutPostgres },
  async (t) => {
    const stripe = await startStripe();
    t.after(stripe.close);
    const shop = await startThree(t, stripe.env);
    await updateWorkspace(shop.store, testWorkspace, { stripeAccount: connectedAccount });
    const productId = await shop.makeProduct(5);
    const urls = await shop.checkout(productId, 'one-and-the-same-request');
    assert.equal(new Set(urls).size, 1);
    const session = urls[0]?.split('/').at(-1) ?? '';
    const event = stripe.event('checkout.session.completed', stripe.pay(session));
    const deliver = async ({ origin }: RunningPlatform) => {
      const headers = {
        'Content-Type': 'application/json',
        'Stripe-Signature': stripe.sign(event),
      };
      const init = { method: 'POST', headers, body: event };
      return (await fetch(`${origin}/api/payments/webhook`, init)).status;
    };
    const ask = ({ call }: RunningPlatform) => call('GET', `/api/payments/sessions/${session}`);
    const [statuses, states] = await Promise.all([
      Promise.all([...shop.all, ...shop.all].map(deliver)),
      Promise.all(shop.all.map(ask)),
    ]);
    assert.deepEqual(statuses, Array(6).fill(200));
    assert.deepEqual(
      states.map((it) => it['paymentStatus']),
      ['paid', 'paid', 'paid'],
    );
    const orders = await shop.ordersOf(productId);
    assert.deepEqual(
      orders.map((it) => [it['status'], it['customerEmail']]),
      [['paid', 'buyer@example.com']],
    );
    assert.equal(await shop.stockOf(productId), 4);
    await shop.stop();
  },
);
