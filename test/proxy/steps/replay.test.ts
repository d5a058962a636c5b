import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { memoryStore } from '../../../src/http/memory-store.ts';
import { chatOf, idempotencyKey, numbered, turn } from '../chat.ts';
import { asked, clockAt, id, problemOf, proxyOf, shop, upstreamOf } from '../harness.ts';

const hour = 3_600_000;
const other = 'https://other.example';

describe('a post repeated with its key', () => {
  test('gets the first answer again, and causes no second call', async () => {
    const upstream = numbered();
    const chat = chatOf(upstream);
    const first = await chat();
    const second = await chat();
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal(await second.text(), await first.text());
    assert.equal(upstream.calls.length, 1);
  });

  test('is told that it is the first answer, and the page can read it', async () => {
    const chat = chatOf(numbered());
    assert.equal((await chat()).headers.get('Idempotent-Replayed'), null);
    const { headers } = await chat();
    assert.equal(headers.get('Idempotent-Replayed'), 'true');
    assert.equal(headers.get('Content-Type'), 'application/json');
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.match(headers.get('Access-Control-Expose-Headers') ?? '', /Idempotent-Replayed/);
  });

  test('costs once', async () => {
    const chat = chatOf(numbered(), { limits: { visitor: { chat: 2 } } });
    for (let repeat = 0; repeat < 5; repeat += 1) assert.equal((await chat()).status, 200);
    assert.equal((await chat({ key: 'another-0123456789' })).status, 200);
    assert.equal((await chat({ key: 'a-third-0123456789' })).status, 429);
    assert.equal((await chat()).status, 200);
  });

  test('may reach another proxy with the same store', async () => {
    const store = memoryStore();
    const upstream = numbered();
    const [one, two] = [chatOf(upstream, { store }), chatOf(upstream, { store })];
    const first = await one();
    const second = await two();
    assert.equal(await second.text(), await first.text());
    assert.equal(second.headers.get('Idempotent-Replayed'), 'true');
    assert.equal(upstream.calls.length, 1);
  });

  test('may come from a visitor who never got the first answer, and so has no token', async () => {
    const upstream = numbered();
    const chat = chatOf(upstream);
    const conversationId = 'conversation-0123456789';
    const first = await chat({ conversationId });
    const headers = { 'Fae-Visitor': first.headers.get('Fae-Visitor') ?? '' };
    for (const again of [{ conversationId }, { conversationId, headers }]) {
      assert.equal((await chat(again)).headers.get('Idempotent-Replayed'), 'true');
    }
    assert.equal(upstream.calls.length, 1);
  });

  test('is known for a day', async () => {
    const clock = clockAt();
    const upstream = numbered();
    const chat = chatOf(upstream, { now: clock.now });
    await chat();
    clock.pass(24 * hour - 1);
    assert.equal((await chat()).headers.get('Idempotent-Replayed'), 'true');
    clock.pass(1);
    assert.equal((await chat()).headers.get('Idempotent-Replayed'), null);
    assert.equal(upstream.calls.length, 2);
  });

  test('is said to be one in the log', async () => {
    const events: Readonly<Record<string, unknown>>[] = [];
    const chat = chatOf(numbered(), { log: (event) => events.push(event) });
    await chat();
    await chat();
    assert.deepEqual(
      events.map((it) => it['replayed']),
      [undefined, true],
    );
    assert.ok(!JSON.stringify(events).includes(idempotencyKey));
  });
});

describe('a key', () => {
  test('that was used for another body is refused', async () => {
    const upstream = numbered();
    const chat = chatOf(upstream);
    await chat();
    for (const changed of [{ text: 'Bye' }, { conversationId: 'conversation-0123456789' }]) {
      const problem = await problemOf(await chat(changed));
      assert.deepEqual([problem.status, problem.code], [422, 'idempotency_key_reused']);
    }
    assert.equal(upstream.calls.length, 1);
    assert.equal((await chat()).headers.get('Idempotent-Replayed'), 'true');
  });

  test('is the same for a body that says the same in another order', async () => {
    const upstream = numbered();
    const proxy = proxyOf(upstream.fetch);
    for (const json of [
      { characterId: id, text: 'Hi', note: 'dropped' },
      { text: 'Hi', characterId: id },
    ]) {
      const headers = { 'Idempotency-Key': idempotencyKey };
      await proxy.fetch(asked({ path: '/characters/response', json, headers }));
    }
    assert.equal(upstream.calls.length, 1);
  });

  test('of another site is another key', async () => {
    const upstream = numbered();
    const chat = chatOf(upstream, { origins: [shop, other] });
    const mine = await chat();
    const theirs = await chat({ headers: { Origin: other } });
    assert.equal(theirs.headers.get('Idempotent-Replayed'), null);
    assert.notEqual(await theirs.text(), await mine.text());
    assert.equal((await chat({ text: 'Else', headers: { Origin: other } })).status, 422);
    assert.equal(upstream.calls.length, 2);
  });

  test('of another operation is another key', async () => {
    const upstream = upstreamOf(({ url }) =>
      Response.json(url.pathname.endsWith('checkout') ? { url: 'https://pay.example' } : 'Hi'),
    );
    const proxy = proxyOf(upstream.fetch);
    const urls = { successUrl: `${shop}/thanks`, cancelUrl: `${shop}/cart` };
    const headers = { 'Idempotency-Key': idempotencyKey };
    const json = { productId: id, ...urls };
    await proxy.fetch(asked({ path: '/payments/embed/checkout', json, headers }));
    assert.equal((await proxy.fetch(turn({ key: idempotencyKey }))).status, 200);
    assert.equal(upstream.calls.length, 2);
  });

  test('that is malformed is refused', async () => {
    const upstream = numbered();
    const chat = chatOf(upstream);
    for (const key of [
      '',
      'short',
      'x'.repeat(256),
      'with space 0123456789',
      '"quoted-0123456789"',
    ]) {
      const problem = await problemOf(await chat({ key }));
      assert.deepEqual([problem.status, problem.code], [400, 'invalid_request'], key);
    }
    assert.equal(upstream.calls.length, 0);
    assert.equal((await chat({ key: 'x'.repeat(255) })).status, 200);
  });

  test('means nothing where nothing is paid', async () => {
    const upstream = upstreamOf(() => Response.json([]));
    const headers = { 'Idempotency-Key': 'odd' };
    const response = await proxyOf(upstream.fetch).fetch(asked({ path: '/public/nfts', headers }));
    assert.equal(response.status, 200);
  });
});
