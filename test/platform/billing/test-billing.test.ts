import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { transact } from '../../../src/platform/store/store.ts';
import { addAgent, at, day, openBilling, product, text, type TestedBilling } from './support.ts';

describe('A test subscription', () => {
  let tested: TestedBilling;
  before(async () => {
    tested = await openBilling();
  });
  after(() => tested.close());

  const one = async (project: string, id: string) => tested.billing.subscription(project, id);
  const charged = async (project: string) =>
    (await tested.invoices(project)).map(({ total, credit, status }) => [total, credit, status]);

  test('begins with a payment', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe(2);
    const begun = await one(project, id);
    assert.match(id, /^sub_\w+$/);
    assert.deepEqual(
      [begun.status, begun.quantity, begun.unitAmount, begun.product],
      ['Active', 2, 2000, product],
    );
    assert.equal(text(begun.periodStart), '2025-01-02T00:00:00');
    assert.equal(text(begun.periodEnd), '2025-02-02T00:00:00');
    assert.equal(begun.endsAt, undefined);
    assert.deepEqual(await charged(project), [[4000, 0, 'paid']]);
    assert.deepEqual(await tested.billing.subscriptions(project), [begun]);
  });

  test('takes a payment method, and one that pays', async () => {
    const project = await tested.newProject();
    const wish = { project, product, quantity: 1, metadata: {} };
    await assert.rejects(tested.billing.create(wish), { status: 400 });
    await tested.addCard(project, 'declined');
    await assert.rejects(tested.billing.create(wish), { status: 402, code: 'payment_required' });
    assert.deepEqual(await tested.billing.subscriptions(project), []);
    assert.deepEqual(await charged(project), []);
    await tested.addCard(project);
    await tested.billing.create(wish);
  });

  test('takes a plan that there is', async () => {
    const project = await tested.newProject();
    await tested.addCard(project);
    const wish = { project, product: 'prod_none', quantity: 1, metadata: {} };
    await assert.rejects(tested.billing.create(wish), { status: 404 });
  });

  test('is made once by a request that is sent twice', async () => {
    const project = await tested.newProject();
    await tested.addCard(project);
    const request = { key: 'request-0123456789', hash: 'a' };
    const wish = { project, product, quantity: 1, metadata: {}, request };
    const [first, second] = await Promise.all([
      tested.billing.create(wish),
      tested.billing.create(wish),
    ]);
    assert.equal(first.id, second.id);
    assert.equal((await charged(project)).length, 1);
    const other = { ...wish, request: { ...request, hash: 'b' } };
    await assert.rejects(tested.billing.create(other), { status: 422 });
  });

  test('renews itself as often as the clock has come round, and looking changes nothing', async () => {
    tested.setTime('2025-01-31T08:00:00');
    const { project, id } = await tested.subscribe(3);
    tested.setTime('2025-04-30T07:59:59');
    const looked = await one(project, id);
    assert.equal(text(looked.periodStart), '2025-03-31T08:00:00');
    assert.equal(text(looked.periodEnd), '2025-04-30T08:00:00');
    assert.deepEqual(await charged(project), [[6000, 0, 'paid']], 'nobody has written it down');
    await tested.billing.updateQuantity({ project, id, by: 1, from: undefined });
    const invoices = await tested.invoices(project);
    assert.deepEqual(invoices.map((it) => [text(it.at), it.status]).reverse(), [
      ['2025-01-31T08:00:00', 'paid'],
      ['2025-02-28T08:00:00', 'paid'],
      ['2025-03-31T08:00:00', 'paid'],
      ['2025-04-30T07:59:59', 'paid'],
    ]);
    assert.equal((await one(project, id)).quantity, 4);
  });

  test('is past due while the card does not pay, and ends when it never does', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe();
    await tested.addCard(project, 'declined');
    tested.setTime('2025-02-02');
    assert.equal((await one(project, id)).status, 'PastDue');
    const change = { project, id, by: 1, from: undefined };
    await assert.rejects(tested.billing.updateQuantity(change), { status: 409 });
    tested.setTime('2025-02-16');
    assert.equal((await one(project, id)).status, 'PastDue');
    tested.setTime('2025-02-17');
    const ended = await one(project, id);
    assert.equal(ended.status, 'Canceled');
    assert.equal(text(ended.endsAt), '2025-02-17T00:00:00');
    tested.setTime('2025-08-01');
    assert.equal((await one(project, id)).status, 'Canceled');
    for (const again of [tested.billing.cancel, tested.billing.resume]) {
      await assert.rejects(again(project, id), { status: 409 });
    }
  });

  test('is in good standing again as soon as there is a card that pays', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe();
    await tested.removeCards(project);
    tested.setTime('2025-02-04');
    assert.equal((await one(project, id)).status, 'PastDue');
    await tested.addCard(project, 'mastercard');
    assert.equal((await one(project, id)).status, 'Active');
    assert.deepEqual(await charged(project), [
      [2000, 0, 'paid'],
      [2000, 0, 'paid'],
    ]);
    tested.setTime('2025-03-02');
    assert.equal((await one(project, id)).status, 'Active');
  });

  test('is not paid by a card that has expired', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe();
    tested.setTime('2033-10-02');
    assert.equal((await one(project, id)).status, 'PastDue');
  });

  test('ends with its period once it is cancelled, twice as well', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe();
    const cancelled = await tested.billing.cancel(project, id);
    assert.equal(cancelled.status, 'Active');
    assert.equal(text(cancelled.endsAt), '2025-02-02T00:00:00');
    assert.deepEqual(await tested.billing.cancel(project, id), cancelled);
    tested.setTime(at('2025-02-02') - 1000);
    assert.equal((await one(project, id)).status, 'Active');
    tested.setTime('2025-02-02');
    const ended = await one(project, id);
    assert.deepEqual([ended.status, text(ended.endsAt)], ['Canceled', '2025-02-02T00:00:00']);
    await assert.rejects(tested.billing.resume(project, id), { status: 409 });
    const change = { project, id, by: 1, from: undefined };
    await assert.rejects(tested.billing.updateQuantity(change), { status: 409 });
    tested.setTime('2026-02-02');
    assert.equal((await charged(project)).length, 1);
  });

  test('goes on when it is resumed before its end', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe();
    await assert.rejects(tested.billing.resume(project, id), { status: 409 });
    await tested.billing.cancel(project, id);
    const resumed = await tested.billing.resume(project, id);
    assert.equal(resumed.endsAt, undefined);
    tested.setTime('2025-02-03');
    assert.equal((await one(project, id)).status, 'Active');
  });

  test('costs what is left of the period when seats are added, and gives it back', async () => {
    tested.setTime('2025-04-01');
    const { project, id } = await tested.subscribe();
    tested.setTime('2025-04-16');
    const change = { project, id, by: 1, from: undefined };
    assert.deepEqual(await tested.billing.previewQuantity(change), {
      quantity: 2,
      dueNow: 1000,
      nextAmount: 4000,
      currency: 'usd',
      nextAt: at('2025-05-01'),
      from: at('2025-04-16'),
    });
    await tested.billing.updateQuantity(change);
    await tested.billing.updateQuantity({ ...change, by: -1 });
    assert.deepEqual((await charged(project)).slice(0, 2).sort(), [
      [-1000, 1000, 'paid'],
      [1000, 0, 'paid'],
    ]);
    tested.setTime('2025-05-01');
    await tested.billing.cancel(project, id);
    assert.deepEqual((await charged(project))[0], [2000, -1000, 'paid'], 'with credit first');
  });

  test('keeps its seats when more cannot be paid for', async () => {
    tested.setTime('2025-04-01');
    const { project, id } = await tested.subscribe();
    await tested.addCard(project, 'declined');
    const change = { project, id, by: 1, from: undefined };
    await assert.rejects(tested.billing.updateQuantity(change), { status: 402 });
    assert.equal((await one(project, id)).quantity, 1);
    assert.equal((await charged(project)).length, 1);
  });

  test('has between one and 10,000 seats', async () => {
    const { project, id } = await tested.subscribe(2);
    for (const by of [-2, -3, 9_999]) {
      const change = { project, id, by, from: undefined };
      await assert.rejects(tested.billing.updateQuantity(change), { status: 400 });
      await assert.rejects(tested.billing.previewQuantity(change), { status: 400 });
    }
  });

  test('counts every change, however many come at once', async () => {
    const { project, id } = await tested.subscribe();
    const change = { project, id, by: 1, from: undefined };
    await Promise.all(Array.from({ length: 5 }, () => tested.billing.updateQuantity(change)));
    assert.equal((await one(project, id)).quantity, 6);
  });

  test('is nobody else’s', async () => {
    const { id } = await tested.subscribe();
    const project = await tested.newProject();
    const change = { project, id, by: 1, from: undefined };
    const { billing } = tested;
    for (const attempt of [billing.subscription, billing.cancel, billing.resume]) {
      await assert.rejects(attempt(project, id), { status: 404 });
    }
    for (const attempt of [billing.updateQuantity, billing.previewQuantity]) {
      await assert.rejects(attempt(change), { status: 404 });
    }
    assert.deepEqual(await tested.billing.subscriptions(project), []);
  });
});

describe('Seats', () => {
  let tested: TestedBilling;
  before(async () => {
    tested = await openBilling();
  });
  after(() => tested.close());

  const free = (project: string) =>
    transact(tested.store, (store) => tested.billing.freeSeats(store, project));

  test('are those that are paid for and that no published agent has taken', async () => {
    const nobody = await tested.newProject();
    assert.equal(await free(nobody), 0);
    const { project, id } = await tested.subscribe(3);
    await addAgent(tested.store, project, 'Draft');
    await addAgent(tested.store, project, 'Stopped');
    assert.equal(await free(project), 2);
    await tested.subscribe(1, { project });
    assert.equal(await free(project), 3);
    await tested.billing.cancel(project, id);
    assert.equal(await free(project), 3);
    tested.setTime(tested.now() + 40 * day);
    assert.equal(await free(project), 0);
  });

  test('are taken by one agent each, also when two come at once', async () => {
    tested.setTime('2025-01-02');
    const { project } = await tested.subscribe(1);
    const publish = () =>
      transact(tested.store, async (store) => {
        if ((await tested.billing.freeSeats(store, project)) === 0) return false;
        await addAgent(store, project, 'Created');
        return true;
      });
    const published = await Promise.all([publish(), publish(), publish()]);
    assert.deepEqual(published.sort(), [false, false, true]);
  });
});
