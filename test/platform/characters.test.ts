import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../src/http/problem.ts';
import type { Replies, ReplyRequest } from '../../src/platform/engines/replies.ts';
import { startPlatform } from './support.ts';

/** Answers at once and remembers what it was asked. */
const recordingReplies = () => {
  const asked: ReplyRequest[] = [];
  const replies: Replies = {
    reply: (request) => {
      asked.push(request);
      return Promise.resolve({
        text: `Answer ${asked.length}`,
        model: request.model ?? 'the usual one',
      });
    },
  };
  return { asked, replies };
};

const names = (list: Record<string, unknown>[]) => list.map((it) => it['name']);

describe('The list of characters', () => {
  test('shows every creation, change and deletion at once', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    assert.deepEqual(names(await server.json(200, 'GET', '/api/characters')), ['Ada']);
    const { id } = await server.json(201, 'POST', '/api/characters', { name: 'Grace' });
    assert.deepEqual(names(await server.json(200, 'GET', '/api/characters')), ['Ada', 'Grace']);
    await server.json(200, 'PUT', `/api/characters/${id}`, { name: 'Admiral' });
    assert.deepEqual(names(await server.json(200, 'GET', '/api/characters')), ['Ada', 'Admiral']);
    await server.json(200, 'DELETE', `/api/characters/${id}`);
    assert.deepEqual(names(await server.json(200, 'GET', '/api/characters')), ['Ada']);
  });

  test('is answered from memory for 60 seconds and then refreshed in the background', async (t) => {
    let time = Date.UTC(2030, 0, 1);
    const server = await startPlatform({}, { now: () => time });
    t.after(server.close);
    const list = async () => names(await server.json(200, 'GET', '/api/characters'));
    await list();
    // Behind the back of the platform, so that only the passing of time can tell it.
    const row = await server.store.db
      .selectFrom('characters')
      .selectAll()
      .executeTakeFirstOrThrow();
    await server.store.db
      .updateTable('characters')
      .set({ document: row.document.replace('"Ada"', '"Lovelace"') })
      .execute();
    time += 59_999;
    assert.deepEqual(await list(), ['Ada']);
    time += 1;
    assert.deepEqual(await list(), ['Ada'], 'the old list is still answered at once');
    let fresh = await list();
    while (fresh[0] === 'Ada') fresh = await list();
    assert.deepEqual(fresh, ['Lovelace']);
  });

  test('is never stale for a second process on the same data', async (t) => {
    const first = await startPlatform();
    t.after(first.close);
    const second = await startPlatform({}, {}, first.root);
    t.after(second.close);
    assert.deepEqual(names(await second.json(200, 'GET', '/api/characters')), ['Ada']);
    await first.json(201, 'POST', '/api/characters', { name: 'Grace' });
    assert.deepEqual(names(await second.json(200, 'GET', '/api/characters')), ['Ada', 'Grace']);
  });
});

describe('A reply', () => {
  test('comes from the engine, which gets the whole character', async (t) => {
    const { asked, replies } = recordingReplies();
    const server = await startPlatform({}, { services: { replies } });
    t.after(server.close);
    const characterId = server.platform.sample['characterId'];
    const path = '/api/characters/response';
    assert.deepEqual(await server.json(200, 'POST', path, { characterId, text: ' Hello ' }), {
      response: 'Answer 1',
      characterId,
      model: 'the usual one',
    });
    assert.equal(asked[0]?.text, 'Hello');
    assert.equal(asked[0].character['background'], 'Built engines.');
    const other = await server.json(200, 'POST', path, { characterId, text: 'Hi', model: 'phi' });
    assert.equal(other['model'], 'phi');
  });

  test('knows the last 20 turns of its own conversation and of no other', async (t) => {
    const { asked, replies } = recordingReplies();
    const server = await startPlatform({}, { services: { replies } });
    t.after(server.close);
    const characterId = server.platform.sample['characterId'];
    const say = (text: string, conversationId?: string) =>
      server.json(200, 'POST', '/api/characters/response', { characterId, text, conversationId });
    const conversation = 'conversation-number-one';
    for (let turn = 1; turn <= 12; turn += 1) await say(`Line ${turn}`, conversation);
    await say('Somebody else', 'conversation-number-two');
    await say('Nobody');

    const history = asked[11]?.history ?? [];
    assert.equal(history.length, 20);
    assert.deepEqual(history[0], { role: 'user', text: 'Line 2' });
    assert.deepEqual(history.at(-1), { role: 'assistant', text: 'Answer 11' });
    assert.deepEqual(asked[12]?.history, []);
    assert.deepEqual(asked[13]?.history, []);
    const kept = await server.store.db.selectFrom('messages').selectAll().execute();
    assert.equal(kept.length, 20 + 2, 'no more is kept than can be looked back on');

    await server.json(200, 'DELETE', `/api/characters/${characterId}`);
    assert.deepEqual(await server.store.db.selectFrom('messages').selectAll().execute(), []);
  });

  test('that takes too long is given up and told as a timeout', async (t) => {
    let stopped: unknown;
    const replies: Replies = {
      reply: ({ signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (stopped = signal.reason));
        }),
    };
    const server = await startPlatform({}, { services: { replies, replyDeadline: 20 } });
    t.after(server.close);
    const body = { characterId: server.platform.sample['characterId'], text: 'Anyone?' };
    const refused = await server.json(503, 'POST', '/api/characters/response', body);
    assert.equal(refused['code'], 'timeout');
    assert.ok(stopped instanceof HttpError, 'the engine was told to stop');
  });

  test('is not_configured without an engine, and unavailable while the engine is down', async (t) => {
    const off = await startPlatform({ env: { FAE_REPLIES: 'off' } });
    t.after(off.close);
    const body = { characterId: off.platform.sample['characterId'], text: 'Hello' };
    const path = '/api/characters/response';
    assert.equal((await off.json(503, 'POST', path, body))['code'], 'not_configured');

    const replies: Replies = {
      reply: () => Promise.reject(new HttpError(503, 'unavailable', 'The agent is asleep.')),
    };
    const down = await startPlatform({}, { services: { replies } });
    t.after(down.close);
    assert.equal((await down.json(503, 'POST', path, body))['code'], 'unavailable');
  });

  test('is not found for a character that was deleted, or whose id is none', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const gone = server.platform.sample['characterId'];
    await server.json(200, 'DELETE', `/api/characters/${gone}`);
    for (const characterId of [gone, 'nonsense', '']) {
      const body = { characterId, text: 'Hello' };
      const refused = await server.json(404, 'POST', '/api/characters/response', body);
      assert.equal(refused['code'], 'not_found');
    }
  });

  test('is refused for text that is empty or longer than 2,000 characters', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const characterId = server.platform.sample['characterId'];
    for (const text of ['', '   ', 'x'.repeat(2001), 5, undefined]) {
      const body = { characterId, text };
      const refused = await server.json(400, 'POST', '/api/characters/response', body);
      assert.match(String(refused['error']), /"text"/);
    }
  });
});
