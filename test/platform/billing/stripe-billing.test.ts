import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, beforeEach, describe } from 'node:test';
import type { Billing } from '../../../src/platform/billing/billing.ts';
import { createStripeBilling } from '../../../src/platform/billing/stripe-billing.ts';
import { createStripePayments } from '../../../src/platform/payments/stripe-payments.ts';
import { stripeSettings } from '../../../src/platform/payments/stripe-settings.ts';
import { insertProject } from '../../../src/platform/store/projects.ts';
import { transact } from '../../../src/platform/store/store.ts';
import { putWorkspace } from '../../../src/platform/store/workspaces.ts';
import { databaseEnv } from '../database.ts';
import { openStore, workspace, type OpenStore } from '../store/open-store.ts';
import { faults, secretKey, startStripe, type StripeServer } from '../stripe-server.ts';
import { addAgent } from './support.ts';

const product = 'prod_agent';

describe('Billing by Stripe', () => {
  let stripe: StripeServer;
  let store: OpenStore;
  let billing: Billing;
  let deliver: (payload: string) => Promise<void>;
  let folder: string;
  const log: unknown[] = [];

  before(async () => {
    stripe = await startStripe();
    folder = await mkdtemp(join(tmpdir(), 'fae-stripe-'));
    const { DATABASE_URL } = await databaseEnv(folder);
    store = await openStore({ file: join(folder, 'platform.db'), url: DATABASE_URL });
    await putWorkspace(store, { name: 'Test', id: workspace });
    const settings = stripeSettings(stripe.env);
    assert.ok(settings);
    const parts = { store, log: (event: unknown) => log.push(event), timeout: 2_000 };
    const own = { publicUrl: 'http://localhost:4600', enforces: true };
    billing = await createStripeBilling(settings, { ...parts, ...own });
    const payments = await createStripePayments(settings, parts);
    deliver = async (payload) => {
      const headers = { 'Stripe-Signature': stripe.sign(payload) };
      const request = { method: 'POST', headers, body: payload };
      await payments.receive(new Request('http://localhost/api/payments/webhook', request));
    };
  });
  after(async () => {
    await store.close();
    await stripe.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    stripe.reset();
    log.length = 0;
  });

  const newProject = async (): Promise<string> =>
    (await insertProject(store, { workspace, name: 'Test' })).id;

  const customerOf = (project: string): string => {
    const found = [...stripe.books.customers.values()].find(
      (it) => it.metadata['fleek_project'] === project,
    );
    assert.ok(found);
    return found.id;
  };

  /** A project that has been on the portal's page, with the cards that were added there. */
  const payer = async (...cards: readonly string[]): Promise<string> => {
    const project = await newProject();
    await billing.manage(project);
    for (const last4 of cards) stripe.books.addCard(customerOf(project), last4);
    return project;
  };

  const subscribe = async (quantity = 1) => {
    const project = await payer('4242');
    const { id } = await billing.create({ project, product, quantity, metadata: {} });
    stripe.calls.length = 0;
    return { project, id };
  };

  const free = (project: string) => transact(store, (inner) => billing.freeSeats(inner, project));

  test('has those of its products as plans that are marked as such', async () => {
    assert.deepEqual(await billing.plans(), [
      {
        id: product,
        price: 'price_2',
        name: 'AI Agent',
        description: null,
        amount: 2000,
        currency: 'usd',
        createdAt: Date.parse('2025-01-06T18:27:40Z'),
        updatedAt: Date.parse('2025-01-06T18:27:59Z'),
        metadata: { app: 'fleek-platform' },
      },
    ]);
  });

  test('makes one customer for a project, and sends it to the portal', async () => {
    const project = await newProject();
    const [url] = await Promise.all([billing.manage(project), billing.manage(project)]);
    assert.match(url, /^https:\/\/billing\.stripe\.com\//);
    const customers = [...stripe.books.customers.values()].filter(
      (it) => it.metadata['fleek_project'] === project,
    );
    assert.equal(customers.length, 1);
    const opened = stripe.calls.find(({ path }) => path === '/v1/billing_portal/sessions');
    assert.deepEqual(opened?.params, {
      customer: customers[0]?.id,
      return_url: 'http://localhost:4600',
    });
  });

  test('pages through the payment methods, both ways', async () => {
    const page = (project: string, cursor?: string) =>
      billing.paymentMethods(project, { size: 2, cursor });
    const none = { data: [], next: undefined, previous: undefined };
    assert.deepEqual(await page(await newProject()), none);
    const project = await payer('0001', '0002', '0003', '0004', '0005');
    const numbers = async (cursor?: string) => {
      const { data, ...rest } = await page(project, cursor);
      return { ...rest, last4: data.map(({ last4 }) => last4) };
    };
    const first = await numbers();
    assert.deepEqual(first.last4, ['0005', '0004']);
    assert.equal(first.previous, undefined);
    const second = await numbers(first.next);
    assert.deepEqual(second.last4, ['0003', '0002']);
    const third = await numbers(second.next);
    assert.deepEqual([third.last4, third.next], [['0001'], undefined]);
    const back = await numbers(second.previous);
    assert.deepEqual([back.last4, back.previous], [['0005', '0004'], undefined]);
    assert.equal(back.next, first.next);
    for (const cursor of ['nonsense', 'after_pm_unknown']) {
      await assert.rejects(page(project, cursor), { status: 400 });
    }
    const { data } = await page(project);
    const { id = '', ...card } = data[0] ?? {};
    assert.match(id, /^pm_/);
    assert.deepEqual(card, {
      brand: 'visa',
      country: 'US',
      expiryMonth: 9,
      expiryYear: 2034,
      last4: '0005',
    });
  });

  test('begins a subscription that is paid at once', async () => {
    const project = await payer('4242');
    const metadata = { team: 'blue', fleek_project: 'somebody else' };
    const made = await billing.create({ project, product, quantity: 2, metadata });
    assert.deepEqual(
      [made.status, made.quantity, made.unitAmount, made.product, made.price],
      ['Active', 2, 2000, product, 'price_2'],
    );
    assert.ok(made.periodEnd > made.periodStart);
    const params = stripe.calls.find(
      ({ method, path }) => method === 'POST' && path === '/v1/subscriptions',
    )?.params;
    assert.equal(params?.['payment_behavior'], 'error_if_incomplete');
    assert.equal(params['metadata[team]'], 'blue');
    assert.equal(params['metadata[fleek_project]'], project);
    assert.deepEqual(await billing.subscriptions(project), [made]);
    assert.deepEqual(await billing.subscription(project, made.id), made);
    assert.equal(await free(project), 2);
  });

  test('begins none without a way to pay, a plan, or money', async () => {
    const wish = { product, quantity: 1, metadata: {} };
    const poor = await newProject();
    await assert.rejects(billing.create({ ...wish, project: poor }), { status: 400 });
    await assert.rejects(billing.create({ ...wish, project: await payer() }), { status: 400 });
    const project = await payer('0341');
    await assert.rejects(billing.create({ ...wish, project, product: 'prod_mug' }), {
      status: 404,
    });
    await assert.rejects(billing.create({ ...wish, project }), {
      status: 402,
      code: 'payment_required',
    });
    assert.deepEqual(await billing.subscriptions(project), []);
  });

  test('begins one for a request whose answer was lost', async () => {
    const project = await payer('4242');
    const request = { key: 'request-0123456789', hash: 'a' };
    const wish = { project, product, quantity: 1, metadata: {}, request };
    stripe.loseAnswers(2);
    await assert.rejects(billing.create(wish), { status: 503 });
    const made = await billing.create(wish);
    assert.deepEqual(await billing.create(wish), made);
    assert.equal((await billing.subscriptions(project)).length, 1);
    await assert.rejects(billing.create({ ...wish, quantity: 2 }), { status: 422 });
  });

  test('previews a change of seats, and charges the same', async () => {
    const { project, id } = await subscribe(2);
    const before = await billing.subscription(project, id);
    const preview = await billing.previewQuantity({ project, id, by: 3, from: undefined });
    assert.deepEqual(
      [preview.quantity, preview.nextAmount, preview.nextAt],
      [5, 10_000, before.periodEnd],
    );
    assert.ok(preview.dueNow > 5_900 && preview.dueNow <= 6_000);
    const changed = await billing.updateQuantity({ project, id, by: 3, from: preview.from });
    assert.equal(changed.quantity, 5);
    const dates = stripe.calls.flatMap(
      ({ params }) =>
        params['proration_date'] ?? params['subscription_details[proration_date]'] ?? [],
    );
    assert.equal(new Set(dates).size, 1);
    assert.equal(dates.length, 2);
    const update = stripe.calls.at(-1)?.params;
    assert.equal(update?.['proration_behavior'], 'always_invoice');
    assert.equal(update['payment_behavior'], 'error_if_incomplete');
    const back = await billing.previewQuantity({ project, id, by: -3, from: preview.from });
    assert.equal(back.dueNow, -preview.dueNow);
  });

  test('changes seats once for each change, however many come at once', async () => {
    const { project, id } = await subscribe();
    const change = { project, id, by: 1, from: undefined };
    const results = await Promise.allSettled([1, 2, 3].map(() => billing.updateQuantity(change)));
    const made = results.filter(({ status }) => status === 'fulfilled').length;
    assert.ok(made >= 1);
    assert.equal((await billing.subscription(project, id)).quantity, 1 + made);
    for (const result of results) {
      if (result.status === 'rejected') assert.equal(result.reason.status, 409);
    }
    await billing.updateQuantity(change);
    assert.equal((await billing.subscription(project, id)).quantity, 2 + made);
  });

  test('changes no seats that are not paid for, or below one', async () => {
    const { project, id } = await subscribe();
    const poor = stripe.books.addCard(customerOf(project), '0341');
    stripe.books.change(id, { default_payment_method: poor });
    const change = { project, id, by: 1, from: undefined };
    await assert.rejects(billing.updateQuantity(change), { status: 402 });
    await assert.rejects(billing.updateQuantity({ ...change, by: -1 }), { status: 400 });
    assert.equal((await billing.subscription(project, id)).quantity, 1);
    stripe.books.change(id, { status: 'past_due' });
    await assert.rejects(billing.updateQuantity(change), { status: 409 });
  });

  test('cancels with the period, and goes on when that is undone', async () => {
    const { project, id } = await subscribe();
    await assert.rejects(billing.resume(project, id), { status: 409 });
    const cancelled = await billing.cancel(project, id);
    assert.equal(cancelled.status, 'Active');
    assert.equal(cancelled.endsAt, cancelled.periodEnd);
    assert.deepEqual(await billing.cancel(project, id), cancelled);
    assert.equal((await billing.resume(project, id)).endsAt, undefined);
    stripe.books.change(id, { cancel_at: 4_000_000_000 });
    assert.equal((await billing.resume(project, id)).endsAt, undefined);
    stripe.books.change(id, { status: 'canceled', ended_at: 1_800_000_000 });
    for (const attempt of [billing.cancel, billing.resume]) {
      await assert.rejects(attempt(project, id), { status: 409 });
    }
    assert.equal((await billing.subscription(project, id)).endsAt, 1_800_000_000_000);
  });

  test('keeps projects apart', async () => {
    const { id } = await subscribe();
    const { project } = await subscribe();
    const stranger = await newProject();
    for (const other of [project, stranger]) {
      const change = { project: other, id, by: 1, from: undefined };
      for (const attempt of [billing.subscription, billing.cancel, billing.resume]) {
        await assert.rejects(attempt(other, id), { status: 404 });
      }
      for (const attempt of [billing.updateQuantity, billing.previewQuantity]) {
        await assert.rejects(attempt(change), { status: 404 });
      }
    }
    await assert.rejects(billing.subscription(project, 'sub_none'), { status: 404 });
  });

  test('tells all of Stripe’s statuses, and those that it will have', async () => {
    const { project, id } = await subscribe();
    for (const [told, status] of [
      ['incomplete', 'Incomplete'],
      ['incomplete_expired', 'IncompleteExpired'],
      ['active', 'Active'],
      ['trialing', 'Trialing'],
      ['unpaid', 'Unpaid'],
      ['canceled', 'Canceled'],
      ['past_due', 'PastDue'],
      ['paused', 'Paused'],
      ['asleep', 'asleep'],
    ] as const) {
      stripe.books.change(id, { status: told });
      assert.equal((await billing.subscription(project, id)).status, status);
      assert.equal(await free(project), ['Active', 'Trialing'].includes(status) ? 1 : 0);
    }
  });

  describe('is told by Stripe', () => {
    const own = { account: undefined } as never;

    test('what becomes of subscriptions, as they are by now', async () => {
      const { project, id } = await subscribe(2);
      await addAgent(store, project);
      assert.equal(await free(project), 1);
      const old = stripe.books.subscriptions.get(id);
      assert.ok(old);
      stripe.books.changeItem(id, { quantity: 4 });
      await deliver(stripe.event('customer.subscription.updated', old, own));
      assert.equal(await free(project), 3);
      const gone = stripe.books.change(id, { status: 'canceled', ended_at: 1_800_000_000 });
      await deliver(stripe.event('customer.subscription.deleted', gone, own));
      await deliver(stripe.event('customer.subscription.updated', old, own));
      assert.equal(await free(project), 0);
    });

    test('of those that were made at Stripe', async () => {
      const project = await payer('4242');
      const made = stripe.books.add(customerOf(project));
      await deliver(stripe.event('customer.subscription.created', made, own));
      assert.equal(await free(project), 1);
      await billing.updateQuantity({ project, id: made.id, by: 1, from: undefined });
      assert.equal(await free(project), 2);
    });

    test('nothing that counts about strangers, connected accounts and other modes', async () => {
      const project = await payer('4242');
      const stranger = stripe.books.add('cus_stranger');
      await deliver(stripe.event('customer.subscription.created', stranger, own));
      const made = stripe.books.add(customerOf(project));
      stripe.calls.length = 0;
      await deliver(stripe.event('customer.subscription.created', made));
      const live = { ...Object(own), livemode: true };
      await deliver(stripe.event('customer.subscription.created', made, live));
      assert.equal(stripe.calls.length, 0);
      assert.equal(await free(project), 0);
    });

    test('again, where it could not be asked', async () => {
      const { id } = await subscribe();
      const told = stripe.books.subscriptions.get(id);
      assert.ok(told);
      stripe.fail(faults.status(500), faults.status(500));
      const event = stripe.event('customer.subscription.updated', told, own);
      await assert.rejects(deliver(event), { status: 503 });
    });
  });

  describe('when Stripe fails', () => {
    const quiet = () => assert.ok(!JSON.stringify(log).includes(secretKey));

    test('once, asks again with the same name, and changes once', async () => {
      const { project, id } = await subscribe();
      const change = { project, id, by: 1, from: undefined };
      for (const fault of [faults.status(500), faults.hangUp(), faults.noJson()]) {
        stripe.fail(fault);
        await billing.updateQuantity(change);
      }
      assert.equal((await billing.subscription(project, id)).quantity, 4);
    });

    test('by losing an answer, changes once', async () => {
      const project = await newProject();
      stripe.loseAnswers(1);
      await billing.manage(project);
      assert.equal(customerOf(project).slice(0, 4), 'cus_');
      const posts = stripe.calls.filter(({ path }) => path === '/v1/customers');
      assert.equal(posts.length, 2);
      assert.equal(new Set(posts.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
      assert.equal(
        [...stripe.books.customers.values()].filter(
          ({ metadata }) => metadata['fleek_project'] === project,
        ).length,
        1,
      );
    });

    test('for good, is unavailable, and the next change can be made', async () => {
      const { project, id } = await subscribe();
      const change = { project, id, by: 1, from: undefined };
      stripe.fail(faults.status(500), faults.status(500));
      await assert.rejects(billing.updateQuantity(change), { status: 503, code: 'unavailable' });
      stripe.fail(faults.status(429, 'invalid_request_error'));
      await assert.rejects(billing.plans(), { status: 503, code: 'unavailable' });
      quiet();
      assert.equal((await billing.updateQuantity(change)).quantity, 2);
    });

    test('by not answering, is given up in time', async () => {
      const settings = stripeSettings(stripe.env);
      assert.ok(settings);
      const own = { publicUrl: 'http://localhost:4600', enforces: false };
      const hasty = await createStripeBilling(settings, {
        store,
        log: (event) => log.push(event),
        timeout: 50,
        ...own,
      });
      stripe.fail(faults.silence(), faults.silence());
      await assert.rejects(hasty.plans(), { status: 503 });
      assert.equal(await hasty.freeSeats(store, await newProject()), undefined);
      quiet();
    });
  });
});
