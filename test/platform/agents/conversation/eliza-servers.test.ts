/** Agents on Eliza servers that users run elsewhere, which may be slow, wrong or hostile. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { ElizaRefusal } from '../../../../src/platform/agents/conversation/content.ts';
import { createElizaServers } from '../../../../src/platform/agents/conversation/remote/eliza-servers.ts';
import { HttpError } from '../../../../src/http/problem.ts';
import { createOutbound } from '../../../../src/platform/outbound.ts';
import { certificate } from '../../certificate.ts';
import { json, startV0, startV1, v0Message, v0Peer, v1Messages, v1Peer } from './fake-eliza.ts';

const outbound = createOutbound({ allowPrivateHosts: true, ca: certificate });
const servers = () => createElizaServers(outbound, Date.now);
const within = () => AbortSignal.timeout(20_000);

const message = (text: string, room = 'room-1') => ({ text, room, user: 'user-1' });

const refusedWith = (status: number) => (error: unknown) => {
  assert.ok(error instanceof HttpError || error instanceof ElizaRefusal, String(error));
  assert.equal(error.status, status, error.message);
  return true;
};

describe('an Eliza server of version 0', () => {
  test('is told the text, the room and the user, and nothing else', async (t) => {
    const { host, heard } = await startV0(t);
    const contents = await servers().say(host, undefined, 'eliza', message('Hi'), within());
    assert.deepEqual(contents, [
      { user: 'Eliza', text: 'Hi in room-1', action: 'NONE' },
      { text: 'Done.', attachments: [{ id: 'a', url: 'https://a.example/a.png' }] },
    ]);
    const said = heard.at(-1);
    assert.deepEqual(said?.body, { text: 'Hi', roomId: 'room-1', userId: 'user-1' });
    assert.equal(said.headers.cookie ?? said.headers['x-api-key'], undefined);
  });

  test('lists its agents, once a minute', async (t) => {
    const { host, heard } = await startV0(t);
    const found = servers();
    assert.deepEqual(await found.peers(host, undefined, within()), [v0Peer]);
    await found.peers(`${host}/`, undefined, within());
    assert.deepEqual(
      heard.map(({ url }) => url),
      ['/api/agents', '/agents'],
    );
  });

  test('has no other agents than those', async (t) => {
    const { host, heard } = await startV0(t);
    for (const peer of ['nobody', '../agents', 'agents']) {
      const said = servers().say(host, undefined, peer, message('Hi'), within());
      await assert.rejects(said, refusedWith(404));
    }
    assert.ok(heard.every(({ method }) => method === 'GET'));
  });

  test('may have nothing to say', async (t) => {
    const { host } = await startV0(t, { [v0Message]: json([]) });
    assert.deepEqual(await servers().say(host, undefined, undefined, message('Hi'), within()), []);
  });

  const faults: Readonly<Record<string, Parameters<typeof startV0>[1]>> = {
    'answers with a page': {
      [v0Message]: (response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hello</h1>');
      },
    },
    'answers with plain text': {
      [v0Message]: (response) => {
        response.writeHead(200, { 'Content-Type': 'text/plain' }).end('Hello');
      },
    },
    'answers with JSON that is none': {
      [v0Message]: (response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('[{');
      },
    },
    'answers with something else': { [v0Message]: json({ text: 'Hello' }) },
    'answers with a text that is none': { [v0Message]: json([{ text: { a: 1 } }]) },
    'answers without end': { [v0Message]: json([{ text: 'x'.repeat(1_100_000) }]) },
    'sends us elsewhere': {
      [v0Message]: (response) => {
        response.writeHead(302, { Location: 'http://169.254.169.254/' }).end();
      },
    },
    fails: {
      [v0Message]: (response) => {
        response.writeHead(500, { 'Content-Type': 'text/plain' });
        response.end('No response from generateMessageResponse');
      },
    },
    'hangs up': { [v0Message]: (response) => response.destroy() },
    'is something else altogether': { 'GET /agents': json({ hello: 'world' }) },
  };
  for (const [what, routes] of Object.entries(faults)) {
    test(`is refused with 502 where it ${what}`, async (t) => {
      const { host } = await startV0(t, routes);
      const said = servers().say(host, undefined, undefined, message('Hi'), within());
      await assert.rejects(said, refusedWith(502));
    });
  }

  test('that hangs is given up by whoever waits', async (t) => {
    const controller = new AbortController();
    const { host } = await startV0(t, { [v0Message]: () => controller.abort() });
    const { signal } = controller;
    await assert.rejects(servers().say(host, undefined, undefined, message('Hi'), signal));
  });

  test('on a private network is out of reach, unless that is allowed', async (t) => {
    const { host } = await startV0(t);
    const strict = createElizaServers(
      createOutbound({ allowPrivateHosts: false, ca: certificate }),
      Date.now,
    );
    await assert.rejects(strict.peers(host, undefined, within()), refusedWith(502));
  });
});

describe('an Eliza server of version 1', () => {
  test('keeps one session for each room', async (t) => {
    const { host, heard } = await startV1(t);
    const found = servers();
    const say = async (text: string, room: string) =>
      (await found.say(`${host}/api`, 'key', 'NELA', message(text, room), within()))[0];
    assert.deepEqual(await say('one', 'a'), { text: 'session-1: one', action: 'REPLY' });
    assert.equal((await say('two', 'b'))?.text, 'session-2: two');
    assert.equal((await say('three', 'a'))?.text, 'session-1: one, three');
    const [first] = heard.filter(({ url }) => url === '/api/messaging/sessions');
    assert.deepEqual(first?.body, { agentId: v1Peer.id, userId: 'user-1' });
    assert.equal(first.headers['x-api-key'], 'key');
    assert.deepEqual(heard.at(-1)?.body, { content: 'three', transport: 'http' });
  });

  test('that has forgotten a session gets another one', async (t) => {
    const { host, forget } = await startV1(t);
    const found = servers();
    const say = async (text: string) =>
      (await found.say(host, undefined, undefined, message(text), within()))[0]?.text;
    await say('one');
    forget();
    assert.equal(await say('two'), 'session-1: two');
  });

  test('may answer as a stream', async (t) => {
    const { host, heard } = await startV1(t, {
      [v1Messages]: (response, { transport }, request) => {
        if (transport === 'http')
          return json({ error: 'bad transport' }, 400)(response, {}, request);
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        const event = (name: string, data: unknown) =>
          `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
        response.write(event('user_message', { id: 'm', content: 'Hi' }));
        response.write(event('chunk', { messageId: 'm', chunk: 'Good ', index: 0 }));
        response.end(event('done', { text: 'Good day.', thought: 'hm' }));
      },
    });
    const found = servers();
    const say = () => found.say(host, undefined, undefined, message('Hi'), within());
    assert.deepEqual(await say(), [{ text: 'Good day.' }]);
    assert.deepEqual(await say(), [{ text: 'Good day.' }]);
    const transports = heard.map(({ body }) => body['transport']).filter(Boolean);
    assert.deepEqual(transports, ['http', 'sse', 'sse']);
  });

  for (const [what, answer] of Object.entries({
    'answers over a socket alone': json({ success: true, userMessage: {} }, 201),
    'answers with a text that is none': json({ agentResponse: { text: 7 } }, 201),
    fails: json({ success: false, error: 'x' }, 500),
  })) {
    test(`is refused with 502 where it ${what}`, async (t) => {
      const { host } = await startV1(t, { [v1Messages]: answer });
      const said = servers().say(host, undefined, undefined, message('Hi'), within());
      await assert.rejects(said, refusedWith(502));
    });
  }

  test('takes no more than its messages may have', async (t) => {
    const { host } = await startV1(t);
    const long = message('x'.repeat(4_001));
    await assert.rejects(
      servers().say(host, undefined, undefined, long, within()),
      refusedWith(400),
    );
  });
});
