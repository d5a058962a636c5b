import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import type { Replies } from '../../../src/platform/engines/replies.ts';
import { createProxy } from '../../../src/proxy/index.ts';
import { startPlatform } from '../support.ts';

const shop = 'https://shop.example';
const conversationId = 'conversation-number-one';

/** Answers with what it was told to look back on. */
const remembering: Replies = {
  reply: ({ history }) =>
    Promise.resolve({
      text: history.map(({ text }) => text).join(' | ') || 'We have not met.',
      model: 'memory',
    }),
};

const start = async (t: TestContext) => {
  const server = await startPlatform({}, { services: { replies: remembering } });
  t.after(server.close);
  const { origin, platform } = server;
  const { key, workspace } = platform;
  const proxy = createProxy({
    origins: [shop],
    expose: ['characters.*'],
    fae: { url: `${origin}/api`, key, workspace },
    env: {},
    log: () => undefined,
  });
  t.after(proxy.close);

  /** A visitor of the shop, who keeps the token as a page does. */
  const visitor = () => {
    let token = '';
    return async (text: string, characterId = platform.sample['characterId']): Promise<string> => {
      const request = new Request('http://proxy.test/fae/characters/response', {
        method: 'POST',
        headers: {
          Origin: shop,
          'Content-Type': 'application/json',
          ...(token && { 'Fae-Visitor': token }),
        },
        body: JSON.stringify({ characterId, text, conversationId }),
      });
      const response = await proxy.fetch(request, { address: '203.0.113.7' });
      assert.equal(response.status, 200);
      token = response.headers.get('Fae-Visitor') ?? token;
      return ((await response.json()) as { response: string }).response;
    };
  };
  return { ...server, visitor };
};

describe('A conversation', () => {
  test('is one visitor’s alone, even under an id that somebody else has', async (t) => {
    const { visitor } = await start(t);
    const [ada, eve] = [visitor(), visitor()];
    await ada('My secret is 42.');
    assert.equal(await eve('What did I say?'), 'We have not met.');
    assert.equal(await ada('What did I say?'), 'My secret is 42. | We have not met.');
    assert.match(await eve('And now?'), /^What did I say\?/);
  });

  test('is with one character alone', async (t) => {
    const { visitor, json } = await start(t);
    const other = await json(201, 'POST', '/api/characters', { name: 'Grace' });
    const ada = visitor();
    await ada('My secret is 42.');
    assert.equal(await ada('What did I say?', other.id), 'We have not met.');
  });

  test('can be erased, and others stay', async (t) => {
    const { call, json, platform } = await start(t);
    const { characterId } = platform.sample;
    const say = async (conversation: string) => {
      const body = { characterId, text: 'Hello', conversationId: conversation };
      return (await json(200, 'POST', '/api/characters/response', body))['response'];
    };
    const other = 'conversation-number-two';
    for (const conversation of [conversationId, other]) await say(conversation);
    const path = `/api/characters/${characterId}/conversations/${conversationId}`;
    assert.deepEqual(await json(200, 'DELETE', path), { success: true });
    assert.equal(await say(conversationId), 'We have not met.');
    assert.equal(await say(other), 'Hello | We have not met.');
    const elsewhere = path.replace(String(characterId), 'f'.repeat(24));
    assert.equal((await call('DELETE', elsewhere)).status, 404);
  });
});
