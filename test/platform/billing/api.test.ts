import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { testPlans } from '../../../src/platform/billing/test-plans.ts';
import { countPublished } from '../../../src/platform/store/agents.ts';
import { insertProject } from '../../../src/platform/store/projects.ts';
import { startPlatform, testWorkspace, type TestPlatform } from '../support.ts';
import { at, day } from './support.ts';

describe('The subscriptions API', () => {
  let server: TestPlatform;
  let time = at('2026-03-31T10:00:00');
  before(async () => {
    server = await startPlatform({ env: { FLEEK_BILLING: 'enforce' } }, { now: () => time });
  });
  after(() => server.close());

  const ask = (status: number, method: string, path: string, body?: unknown, headers = {}) =>
    server.json(status, method, `/api/v1${path}`, body, {
      'x-api-key': server.platform.fleek.key,
      ...headers,
    });
  const inProject = (more: object = {}) => ({ projectId: server.platform.fleek.project, ...more });
  const wish = (product: string, quantity: unknown = 1, more: object = {}) =>
    inProject({ metadata: null, planId: null, product: { id: product, quantity }, ...more });

  const planId = async (): Promise<string> => {
    const [plan] = await ask(200, 'GET', '/plans');
    assert.ok(plan);
    return plan.id;
  };

  const subscribe = async (quantity = 1): Promise<string> =>
    (await ask(201, 'POST', '/subscriptions', wish(await planId(), quantity))).id;

  test('lists plans as documented', async () => {
    const [plan, ...rest] = await ask(200, 'GET', '/plans');
    assert.deepEqual(rest, []);
    assert.deepEqual(Object.keys(plan ?? {}), [
      'id',
      'name',
      'description',
      'price',
      'createdAt',
      'updatedAt',
      'metadata',
    ]);
    assert.ok(plan);
    assert.match(plan.id, /^prod_/);
    assert.deepEqual([plan['name'], plan['price']], ['AI Agent', 2000]);
    assert.deepEqual(plan['metadata'], { app: 'fleek-platform' });
    assert.match(String(plan['createdAt']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('begins with a test card and no subscription', async () => {
    const { project } = server.platform.fleek;
    assert.deepEqual(await ask(200, 'GET', `/subscriptions?projectId=${project}`), []);
    const methods = await ask(200, 'GET', `/payment-methods?projectId=${project}`);
    const [{ id = '', ...card } = {}] = methods['data'] as { id?: string }[];
    assert.match(id, /^pm_/);
    assert.deepEqual(card, {
      brand: 'visa',
      country: 'US',
      expiryMonth: '9',
      expiryYear: '2034',
      last4: '4242',
    });
    assert.deepEqual([methods['next'], methods['prev']], [null, null]);
  });

  test('answers subscriptions with exactly what is documented', async () => {
    const product = await planId();
    const made = await ask(201, 'POST', '/subscriptions', wish(product, 2));
    const { id, items, ...rest } = made;
    assert.match(id, /^sub_/);
    assert.deepEqual(rest, {
      endDate: null,
      periodEndDate: '2026-04-30T10:00:00',
      periodStartDate: '2026-03-31T10:00:00',
      productId: product,
      scheduleId: null,
      startDate: '2026-03-31T10:00:00',
      status: 'Active',
    });
    const [item] = items as Record<string, unknown>[];
    assert.deepEqual(item, {
      id: item?.['id'],
      priceId: item?.['priceId'],
      productId: product,
      quantity: 2,
      unitAmount: 2000,
      usageType: 'PerUnit',
    });
    assert.deepEqual(await ask(200, 'GET', `/subscriptions/${id}`), made);
    assert.deepEqual((await ask(200, 'GET', '/subscriptions')).at(-1), made);
  });

  test('previews a change of seats and makes it', async () => {
    const id = await subscribe();
    time += 15 * day;
    const change = inProject({ updateBy: 2 });
    const preview = await ask(200, 'POST', `/subscriptions/${id}/quantity/preview`, change);
    assert.deepEqual(preview, {
      quantity: 3,
      dueNow: 2000,
      nextAmount: 6000,
      currency: 'usd',
      nextDate: '2026-04-30T10:00:00',
      prorationDate: '2026-04-15T10:00:00',
    });
    const dated = { ...change, prorationDate: preview['prorationDate'] };
    const changed = await ask(200, 'POST', `/subscriptions/${id}/quantity`, dated);
    assert.equal((changed['items'] as { quantity: number }[])[0]?.quantity, 3);
    for (const body of [
      { updateBy: 0 },
      { updateBy: -3 },
      { updateBy: 1.5 },
      { updateBy: '1' },
      {},
      { updateBy: 1, prorationDate: 'yesterday' },
      { updateBy: 1, prorationDate: '2026-04-01T00:00:00' },
    ]) {
      await ask(400, 'POST', `/subscriptions/${id}/quantity`, inProject(body));
    }
  });

  test('cancels with the period, twice as well, and resumes', async () => {
    const id = await subscribe();
    await ask(409, 'POST', `/subscriptions/${id}/resume`);
    const cancelled = await ask(200, 'DELETE', `/subscriptions/${id}`);
    assert.equal(cancelled['status'], 'Active');
    assert.equal(cancelled['endDate'], cancelled['periodEndDate']);
    assert.deepEqual(await ask(200, 'DELETE', `/subscriptions/${id}`), cancelled);
    assert.equal((await ask(200, 'POST', `/subscriptions/${id}/resume`))['endDate'], null);
    await ask(200, 'DELETE', `/subscriptions/${id}`);
    time += 32 * day;
    assert.equal((await ask(200, 'GET', `/subscriptions/${id}`))['status'], 'Canceled');
    await ask(409, 'POST', `/subscriptions/${id}/resume`);
    await ask(409, 'DELETE', `/subscriptions/${id}`);
    await ask(409, 'POST', `/subscriptions/${id}/quantity`, inProject({ updateBy: 1 }));
  });

  test('takes no nonsense', async () => {
    const product = await planId();
    for (const body of [
      wish(product, 0),
      wish(product, 1.5),
      wish(product, 10_001),
      wish(''),
      inProject({}),
      inProject({ product: [] }),
      wish(product, 1, { planId: 'prod_other' }),
      wish(product, 1, { metadata: { long: 'a'.repeat(501) } }),
      wish(product, 1, { metadata: { 'a[b]': 'c' } }),
    ]) {
      await ask(400, 'POST', '/subscriptions', body);
    }
    await ask(404, 'POST', '/subscriptions', wish('prod_none'));
    await ask(404, 'GET', '/subscriptions/sub_none');
    await ask(404, 'DELETE', '/subscriptions/a%2Fb');
    await ask(400, 'GET', '/payment-methods?cursor=nonsense');
    await ask(400, 'GET', '/payment-methods?size=0');
    await ask(403, 'GET', '/subscriptions?projectId=another');
    const short = { 'Idempotency-Key': 'short' };
    await ask(400, 'POST', '/subscriptions', wish(product), short);
  });

  test('makes one subscription for a request that is sent again', async () => {
    const headers = { 'Idempotency-Key': 'request-0123456789' };
    const body = wish(await planId(), 1, { metadata: { team: 'blue', size: 3 } });
    const made = await ask(201, 'POST', '/subscriptions', body, headers);
    assert.deepEqual(await ask(201, 'POST', '/subscriptions', body, headers), made);
    await ask(422, 'POST', '/subscriptions', { ...body, metadata: null }, headers);
  });

  test('opens the portal by POST and PUT', async () => {
    const urls = [
      (await ask(200, 'POST', '/payment-methods/manage', inProject()))['url'] as string,
      (await ask(200, 'PUT', '/payment-methods/manage', inProject()))['url'] as string,
    ];
    assert.equal(new Set(urls).size, 2);
    for (const url of urls) {
      assert.ok(url.startsWith(`${server.origin}/billing/test/`));
      const response = await fetch(url);
      assert.equal(response.status, 200);
      assert.match(await response.text(), /Visa •••• 4242/);
    }
  });

  test('keeps projects apart', async () => {
    const id = await subscribe();
    const { store } = server;
    const other = await insertProject(store, { workspace: testWorkspace, name: 'Other' });
    await store.db
      .updateTable('subscriptions')
      .set({ project: other.id })
      .where('id', '=', id)
      .execute();
    await ask(404, 'GET', `/subscriptions/${id}`);
    await ask(404, 'DELETE', `/subscriptions/${id}`);
    await ask(404, 'POST', `/subscriptions/${id}/resume`);
    await ask(404, 'POST', `/subscriptions/${id}/quantity`, inProject({ updateBy: 1 }));
  });
});

test('An agent is published where a seat is free, also when several are at once', async (t) => {
  const server = await startPlatform({ env: { FLEEK_BILLING: 'enforce' } });
  t.after(server.close);
  const { key, project } = server.platform.fleek;
  const headers = { 'x-api-key': key };
  const ask = (method: string, path: string, body?: unknown) =>
    server.call(method, `/api${path}`, body, headers);
  const draft = async (): Promise<string> => {
    const config = JSON.stringify({ name: 'Ada', bio: ['Builds engines.'] });
    const response = await ask('POST', '/v2/ai-agents', { projectId: project, config });
    return ((await response.json()) as { id: string }).id;
  };
  const taken = await countPublished(server.store, project);
  const product = testPlans[0]?.id;
  const wish = { projectId: project, product: { id: product, quantity: taken + 1 } };
  assert.equal((await ask('POST', '/v1/subscriptions', wish)).status, 201);
  const drafts = [await draft(), await draft(), await draft()];
  const answers = await Promise.all(drafts.map((id) => ask('POST', `/v1/ai-agents/${id}/publish`)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 402, 402]);
  const refused = answers.find(({ status }) => status === 402);
  const { error, code } = (await refused?.json()) as Record<string, unknown>;
  assert.equal(code, 'payment_required');
  assert.equal(typeof error, 'string');
});

describe('Billing', () => {
  test('gives the sample project its card once', async (t) => {
    const first = await startPlatform();
    const listOf = async (server: TestPlatform) =>
      (
        await server.json(200, 'GET', '/api/v1/payment-methods', undefined, {
          'x-api-key': server.platform.fleek.key,
        })
      )['data'] as object[];
    assert.equal((await listOf(first)).length, 1);
    await first.store.db.deleteFrom('payment_methods').execute();
    await first.stop();
    const second = await startPlatform({}, {}, first.root);
    t.after(second.close);
    assert.deepEqual(await listOf(second), []);
  });

  test('is not configured without Stripe where tests are not wanted', async (t) => {
    const server = await startPlatform({ standIns: false });
    t.after(server.close);
    const headers = { 'x-api-key': server.platform.fleek.key };
    for (const path of ['plans', 'subscriptions', 'payment-methods']) {
      const answer = await server.json(503, 'GET', `/api/v1/${path}`, undefined, headers);
      assert.equal(answer['code'], 'not_configured');
    }
    const env = { FLEEK_BILLING: 'enforce' };
    await assert.rejects(startPlatform({ standIns: false, env }), /STRIPE_SECRET_KEY/);
  });
});
