import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import test, { after, before, describe } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from '../../../src/platform/app.ts';
import { addPortalRoutes } from '../../../src/platform/billing/portal-routes.ts';
import { listTestCards } from '../../../src/platform/store/test-cards.ts';
import { at, hour, openBilling, type TestedBilling } from './support.ts';

describe('The test portal', () => {
  let tested: TestedBilling;
  let origin: string;
  let close: () => Promise<void>;
  const events: unknown[] = [];

  before(async () => {
    tested = await openBilling('2025-01-02');
    const app = createApp({ log: (event) => events.push(event) });
    const server = createAdaptorServer({ fetch: (it) => app.fetch(it, { address: undefined }) });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    addPortalRoutes(app, tested.store, origin);
    close = async () => {
      await new Promise((resolve) => server.close(resolve));
      await tested.close();
    };
  });
  after(() => close());

  const open = async (project: string): Promise<string> =>
    origin + new URL(await tested.billing.manage(project)).pathname;

  const page = async (url: string, status = 200): Promise<string> => {
    const response = await fetch(url);
    assert.equal(response.status, status);
    return response.text();
  };

  const send = (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: origin, ...headers },
      body: new URLSearchParams(form),
    });

  const done = async (url: string, form: Record<string, string>): Promise<void> => {
    const response = await send(url, form);
    assert.equal(response.status, 303, await response.text());
    assert.equal(response.headers.get('location'), new URL(url).pathname);
  };

  const cardsOf = async (project: string) =>
    (await listTestCards(tested.store, project)).map(({ card }) => card);

  test('says that it is a test, and runs nothing', async () => {
    const url = await open(await tested.newProject());
    const response = await fetch(url);
    assert.match(await response.text(), /no card is asked for and no money is taken/);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.equal(response.headers.get('Referrer-Policy'), 'same-origin');
  });

  test('adds cards, has another one charged, and removes them', async () => {
    const project = await tested.newProject();
    const url = await open(project);
    assert.match(await page(url), /There is none/);
    await done(url, { action: 'add', card: 'visa' });
    await done(url, { action: 'add', card: 'declined' });
    assert.deepEqual(await cardsOf(project), ['declined', 'visa']);
    const shown = await page(url);
    assert.match(shown, /Visa •••• 4242/);
    assert.match(shown, /declines/);
    assert.match(shown, /aria-label="Remove Visa •••• 0341"/);
    const [, visa] = await listTestCards(tested.store, project);
    await done(url, { action: 'choose', method: visa?.id ?? '' });
    assert.deepEqual(await cardsOf(project), ['visa', 'declined']);
    await done(url, { action: 'remove', method: visa?.id ?? '' });
    assert.deepEqual(await cardsOf(project), ['declined']);
    const { data } = await tested.billing.paymentMethods(project, { size: 25, cursor: undefined });
    assert.deepEqual(
      data.map(({ brand, last4, country }) => [brand, last4, country]),
      [['visa', '0341', 'US']],
    );
  });

  test('pays at once what was past due', async () => {
    tested.setTime('2025-01-02');
    const { project, id } = await tested.subscribe(2);
    await done(await open(project), { action: 'add', card: 'declined' });
    tested.setTime('2025-02-03');
    const url = await open(project);
    const late = await page(url);
    assert.match(late, /Past due/);
    assert.match(late, /\$40\.00/);
    assert.match(late, /Declined/);
    await done(url, { action: 'add', card: 'mastercard' });
    assert.equal((await tested.billing.subscription(project, id)).status, 'Active');
    await tested.billing.cancel(project, id);
    assert.match(await page(url), /Ends on\s*<time datetime="2025-03-02/);
  });

  test('is open for an hour, to whoever has its address', async () => {
    tested.setTime('2025-06-01');
    const project = await tested.newProject();
    const url = await open(project);
    assert.match(url, /\/billing\/test\/[\w-]{43}$/);
    assert.notEqual(url, await open(project));
    tested.setTime(at('2025-06-01') + hour - 1);
    await page(url);
    tested.setTime(at('2025-06-01') + hour);
    await page(url, 404);
    const late = await send(url, { action: 'add', card: 'visa' });
    assert.equal(late.status, 404);
    assert.deepEqual(await cardsOf(project), []);
    await page(`${origin}/billing/test/${'a'.repeat(43)}`, 404);
    await page(`${origin}/billing/test/`, 404);
  });

  test('keeps no name of a session, and logs none', async () => {
    const url = await open(await tested.newProject());
    await page(url);
    const name = url.split('/').at(-1) ?? '';
    const rows = await tested.store.db.selectFrom('portal_sessions').selectAll().execute();
    assert.ok(rows.length > 0);
    assert.ok(!JSON.stringify([rows, events]).includes(name));
  });

  test('takes no forms of other pages', async () => {
    const project = await tested.newProject();
    const url = await open(project);
    const form = { action: 'add', card: 'visa' };
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: origin, 'Sec-Fetch-Site': 'cross-site' },
    ]) {
      assert.equal((await send(url, form, headers)).status, 403);
    }
    assert.deepEqual(await cardsOf(project), []);
  });

  test('takes no nonsense', async () => {
    const project = await tested.newProject();
    const url = await open(project);
    const wrong: Record<string, string>[] = [
      {},
      { action: 'add' },
      { action: 'add', card: 'toString' },
      { action: 'steal', card: 'visa' },
    ];
    for (const form of wrong) {
      const response = await send(url, form);
      assert.equal(response.status, 400);
      assert.match(await response.text(), /role="alert"/);
    }
    const other = await tested.newProject();
    await tested.addCard(other);
    const [card] = await listTestCards(tested.store, other);
    await done(url, { action: 'remove', method: card?.id ?? '' });
    assert.deepEqual(await cardsOf(other), ['visa']);
    assert.equal((await send(url, { action: 'a'.repeat(5000) })).status, 413);
  });

  test('takes so many cards, and pages through them', async () => {
    const project = await tested.newProject();
    const url = await open(project);
    for (let count = 0; count < 22; count += 1) {
      tested.setTime(tested.now() + 1000);
      await done(url, { action: 'add', card: 'visa' });
    }
    const ids: string[] = [];
    let cursor: string | undefined;
    let previous: string | undefined;
    do {
      const page = await tested.billing.paymentMethods(project, { size: 8, cursor });
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next;
      ({ previous } = page);
    } while (cursor !== undefined);
    assert.equal(new Set(ids).size, 20);
    const back = await tested.billing.paymentMethods(project, { size: 8, cursor: previous });
    assert.deepEqual(
      back.data.map(({ id }) => id),
      ids.slice(8, 16),
    );
    await assert.rejects(tested.billing.paymentMethods(project, { size: 8, cursor: 'x' }), {
      status: 400,
    });
  });
});
