import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { createPerson, startForPeople } from './people.ts';
import { startPlatform, type TestPlatform } from './support.ts';
import { until } from './until.ts';

const day = 24 * 60 * 60 * 1000;
const replies = { reply: () => Promise.resolve({ text: 'Hello.', model: 'test' }) };

describe('What has grown old', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople(
      { env: { FAE_RETAIN_DAYS: '7' } },
      { now: () => time, pace: { poll: 5 } },
    );
  });
  after(() => server.close());

  const talk = (conversationId: string) =>
    server.json(200, 'POST', '/api/characters/response', {
      characterId: server.platform.sample['characterId'],
      text: 'Hello',
      conversationId,
    });
  const conversations = async () => {
    const rows = await server.store.db
      .selectFrom('messages')
      .select('conversation')
      .distinct()
      .orderBy('conversation')
      .execute();
    return rows.map((it) => it.conversation);
  };
  /** Moves the clock, but not under the hands of the job that looks for what has grown old. */
  const pass = async (milliseconds: number): Promise<void> => {
    await until(async () => {
      const jobs = server.store.db.selectFrom('jobs').select(['status', 'due_at']);
      const { status, due_at } = await jobs.where('kind', '=', 'expiry').executeTakeFirstOrThrow();
      return status === 'queued' && Date.parse(due_at) > time;
    });
    time += milliseconds;
  };
  const count = async (table: 'orders' | 'sessions' | 'attempts') =>
    (await server.store.db.selectFrom(table).selectAll().execute()).length;

  test('is forgotten, and what has not is not', async () => {
    const productId = server.platform.sample['productId'];
    const back = 'https://shop.example/';
    const wish = { productId, successUrl: back, cancelUrl: back };
    const [unpaid, paid] = [
      await server.json(200, 'POST', '/api/payments/embed/checkout', wish),
      await server.json(200, 'POST', '/api/payments/embed/checkout', wish),
    ];
    const payment = { method: 'POST', body: new URLSearchParams({ action: 'pay' }) };
    await fetch(String(paid['url']), { ...payment, redirect: 'manual' });
    const person = createPerson(server);
    await person.register('ada@example.com');
    await person.login('ada@example.com', { password: 'wrong password' });
    await talk('old-conversation-1');
    assert.notEqual(await count('attempts'), 0);
    await pass(5 * day);
    await talk('new-conversation-1');
    assert.equal(await count('orders'), 2);

    await pass(2 * day + 60 * 60 * 1000);
    await until(async () => (await conversations()).length === 1);
    assert.deepEqual(await conversations(), ['new-conversation-1']);
    await until(async () => (await count('attempts')) === 0);
    assert.equal(await count('orders'), 2, 'an order’s time begins when its checkout is over');
    await person.json(200, 'GET', '/api/nfts');

    await pass(10 * day);
    await until(async () => (await conversations()).length === 0);
    await until(async () => (await count('sessions')) === 0);
    const orders = await server.store.db.selectFrom('orders').select('status').execute();
    assert.deepEqual(
      orders.map((it) => it.status),
      ['paid'],
    );
    await (await fetch(String(unpaid['url']))).text();
  });
});

describe('One conversation', () => {
  test('is erased, and the others of the character are not', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const characterId = server.platform.sample['characterId'];
    const talk = (conversationId: string) =>
      server.json(200, 'POST', '/api/characters/response', {
        characterId,
        text: 'My name is Grace.',
        conversationId,
      });
    const [mine, yours] = ['conversation-of-mine', 'conversation-of-yours'] as const;
    await talk(mine);
    await talk(yours);
    const path = `/api/characters/${characterId}/conversations`;
    const other = await server.otherWorkspace();
    await server.json(404, 'DELETE', `${path}/${mine}`, undefined, { 'x-api-key': other.key });
    assert.deepEqual(await server.json(200, 'DELETE', `${path}/${mine}`), { success: true });
    await server.json(404, 'DELETE', `${path}/${mine}`);
    const rows = await server.store.db.selectFrom('messages').select('conversation').execute();
    assert.deepEqual(new Set(rows.map((it) => it.conversation)), new Set([yours]));
  });

  test('does not come back by an answer that was under way', async (t) => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<undefined>();
    let rounds = 0;
    const slow = {
      reply: async () => {
        rounds += 1;
        if (rounds > 1) {
          ask(undefined);
          await answered;
        }
        return { text: 'Hello.', model: 'test' };
      },
    };
    const server = await startPlatform({}, { services: { replies: { ...replies, ...slow } } });
    t.after(server.close);
    const characterId = server.platform.sample['characterId'];
    const conversationId = 'a-conversation-to-erase';
    const talk = () =>
      server.json(200, 'POST', '/api/characters/response', {
        characterId,
        text: 'Hello',
        conversationId,
      });
    await talk();
    const second = talk();
    await asked;
    await server.json(
      200,
      'DELETE',
      `/api/characters/${characterId}/conversations/${conversationId}`,
    );
    answer(undefined);
    await second;
    const rows = await server.store.db.selectFrom('messages').selectAll().execute();
    assert.deepEqual(rows, []);
  });
});
