import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createClient } from '../../src/client/index.ts';
import { sendJson, startServer } from './server.ts';

const agentId = '3f0c9a52-6d1b-4c8e-9a47-5b1d2e3f4a60';

const clientOf = (origin: string) =>
  createClient({ fleek: { url: `${origin}/api`, key: 'secret', project: 'p1' } });

/** Where `/page/2` is asked for, and so on; the first is asked for without a cursor. */
const cursorOf = (url: string): string | null =>
  new URL(url, 'http://x').searchParams.get('cursor');

describe('a list that comes in pages', () => {
  for (const [style, way] of Object.entries({
    'absolute URLs': (cursor: string) => ({
      next_page: `https://api.example/api/v1/ai-agents?size=1&cursor=${cursor}`,
      prev_page: null,
    }),
    'cursors of a page': (cursor: string) => ({ next_cursor: cursor, prev_cursor: null }),
    'bare cursors': (cursor: string) => ({ next: cursor, prev: '' }),
  })) {
    test(`is read to its end with ${style}`, async () => {
      await using server = await startServer(({ url }, response) => {
        const cursor = cursorOf(url);
        const rest = cursor === 'c3' ? { next_page: null } : way(cursor === null ? 'c2' : 'c3');
        sendJson(response, { data: [{ id: cursor ?? 'c1', name: 'An agent' }], ...rest });
      });
      const ids: string[] = [];
      for await (const { id } of clientOf(server.origin).agents.list({ size: 1 })) ids.push(id);
      assert.deepEqual(ids, ['c1', 'c2', 'c3']);
      for (const { url } of server.seen) {
        const { searchParams } = new URL(url, server.origin);
        assert.equal(searchParams.get('size'), '1');
        assert.equal(searchParams.get('projectId'), 'p1');
      }
    });
  }

  test('gives one page, and where the next one is, to whoever waits for it', async () => {
    await using server = await startServer((_, response) =>
      sendJson(response, {
        data: [{ id: 'a' }],
        next_page: 'https://x/y?cursor=n%3D1',
        prev_page: null,
      }),
    );
    const page = await clientOf(server.origin).agents.logs({ agentId });
    assert.deepEqual(page, { data: [{ id: 'a' }], next: 'n=1' });
    assert.equal(server.seen.length, 1);
  });

  test('asks for no page that nobody reads', async () => {
    await using server = await startServer((_, response) =>
      sendJson(response, { data: [{ id: 'a' }, { id: 'b' }], next_cursor: 'more' }),
    );
    for await (const { id } of clientOf(server.origin).agents.list()) {
      assert.equal(id, 'a');
      break;
    }
    assert.equal(server.seen.length, 1);
  });
});

test('a project without subscriptions may be told by 404 or by an empty list', async () => {
  await using server = await startServer((_, response, count) =>
    count === 1 ? sendJson(response, { error: 'none' }, 404) : sendJson(response, []),
  );
  const client = clientOf(server.origin);
  assert.deepEqual(await client.subscriptions.list(), []);
  assert.deepEqual(await client.subscriptions.list(), []);
});

test('an agent’s status is a flag, whatever the server writes it as', async () => {
  const answers = [
    { status: 'true' },
    { status: 'false' },
    { status: true },
    { status: 'Running' },
  ];
  await using server = await startServer((_, response, count) =>
    sendJson(response, answers[count - 1]),
  );
  const client = clientOf(server.origin);
  for (const expected of [true, false, true, false]) {
    assert.deepEqual(await client.agents.status({ agentId }), { status: expected });
  }
});

test('a character file is read under both of its names', async () => {
  await using server = await startServer((_, response, count) =>
    sendJson(response, {
      id: agentId,
      [count === 1 ? 'characterFile' : 'character_file']: '{"name":"Ada"}',
      slotNumber: '7',
      newerField: 1,
    }),
  );
  const client = clientOf(server.origin);
  const expected = { id: agentId, characterFile: '{"name":"Ada"}', slotNumber: 7, newerField: 1 };
  assert.deepEqual(await client.agents.get({ agentId }), expected);
  assert.deepEqual(await client.agents.get({ agentId }), expected);
});

describe('a request to an agent’s own interface', () => {
  test('takes any path, query and JSON', async () => {
    await using server = await startServer((_, response) => sendJson(response, { ok: true }));
    const client = clientOf(server.origin);
    const key = ['rooms', 'a b'];
    const answer = await client.agents.apiPost({ agentId, key, query: { q: 'x&y' }, body: [1] });
    assert.deepEqual(await answer.json(), { ok: true });
    const [seen] = server.seen;
    assert.equal(seen?.url, `/api/v1/ai-agents/${agentId}/api/rooms/a%20b?q=x%26y`);
    assert.equal(seen.body, '[1]');
    assert.equal(seen.headers['content-type'], 'application/json');
  });

  test('sends no body where none is given', async () => {
    await using server = await startServer((_, response) => sendJson(response, {}));
    await clientOf(server.origin).agents.apiDelete({ agentId, key: ['memories'] });
    const [seen] = server.seen;
    assert.equal(seen?.method, 'DELETE');
    assert.equal(seen.body, '');
    assert.equal(seen.headers['content-type'], undefined);
  });
});

describe('what an agent says', () => {
  const said = async (answer: unknown) => {
    await using server = await startServer((_, response) => sendJson(response, answer));
    return await clientOf(server.origin).agents.message({ agentId, peerId: 'Ada', text: 'Hello' });
  };

  test('is a list of contents, none included', async () => {
    assert.deepEqual(await said([]), []);
    assert.deepEqual(await said([{ user: 'Ada', text: 'Hi', action: 'NONE', mood: 'glad' }]), [
      { user: 'Ada', text: 'Hi', action: 'NONE' },
    ]);
  });

  test('has text only where it is text, and attachments of texts', async () => {
    const attachments = [{ id: '1', url: 'https://a.example/x.png', size: 3, title: {} }, null];
    assert.deepEqual(await said([{ text: { a: 1 }, attachments }]), [
      { attachments: [{ id: '1', url: 'https://a.example/x.png' }] },
    ]);
  });
});
