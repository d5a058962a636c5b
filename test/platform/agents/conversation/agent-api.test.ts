/** An agent's own HTTP API: Eliza 0.x's, whoever answers behind it. */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { elizaId } from '../../../../src/platform/agents/conversation/eliza-ids.ts';
import type { PlatformOptions } from '../../../../src/platform/settings.ts';
import { outbound, pace } from '../../bots/support.ts';
import { startPlatform } from '../../support.ts';
import { until } from '../../until.ts';
import { characterFile } from './character.ts';
import { json as answersJson, startV0, v0Message, v0Peer } from './fake-eliza.ts';

const nela = elizaId('Nela');

interface Said {
  readonly text: string;
}

const start = async (t: TestContext, options: PlatformOptions = {}) => {
  const env = { FAE_ALLOW_PRIVATE_HOSTS: '1', ...options.env };
  const server = await startPlatform({ ...options, env }, { pace, services: { outbound } });
  t.after(server.close);
  const key = { 'x-api-key': server.platform.fleek.key };
  const call = (method: string, path: string, body?: unknown, headers = {}) =>
    server.call(method, path, body, { ...key, ...headers });
  const json = async <T>(status: number, ...request: Parameters<typeof call>): Promise<T> => {
    const response = await call(...request);
    const text = await response.text();
    assert.equal(response.status, status, text);
    return JSON.parse(text) as T;
  };
  const get = (id: string): Promise<{ status: string; publicToken: string }> =>
    json(200, 'GET', `/api/v1/ai-agents/${id}`);
  /** An agent that is running. */
  const agent = async (more: object = {}, file: Record<string, unknown> = {}) => {
    const wish = { name: 'Nela', config: characterFile(file), publicChat: true, ...more };
    const { id }: { id: string } = await json(201, 'POST', '/api/v2/ai-agents', wish);
    await json(200, 'POST', `/api/v1/ai-agents/${id}/publish`);
    await until(async () => (await get(id)).status === 'Running');
    const path = (rest: string) => `/api/v1/ai-agents/${id}/api/${rest}`;
    return { id, path, token: (await get(id)).publicToken };
  };
  return { server, call, json, agent };
};

const plain = async (response: Response) => {
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/plain/);
  return [response.status, await response.text()];
};

describe('the API of an agent that runs here', () => {
  test('is Eliza’s: who is there, and what they say', async (t) => {
    const { call, json, agent } = await start(t);
    const { path } = await agent();
    assert.deepEqual(await json(200, 'GET', path('agents')), {
      agents: [{ id: nela, name: 'Nela', clients: [] }],
    });
    assert.deepEqual(await json(200, 'GET', path('hello')), { message: 'Hello World!' });
    // As Fleek's widget sends it.
    const body = { text: 'Are you a bot?', roomId: 'room', senderId: 'somebody' };
    for (const name of [nela, nela.toUpperCase(), 'Nela', 'nela']) {
      const [content] = await json<Said[]>(200, 'POST', path(`${name}/message`), body);
      const { text, ...rest } = content ?? { text: '' };
      assert.deepEqual(rest, { user: 'Nela', action: 'NONE' });
      assert.match(text, /scripted responder/);
    }
    const nobody = await call('POST', path('nobody/message'), body);
    assert.deepEqual(await plain(nobody), [404, 'Agent not found']);
  });

  test('is open to who has the agent’s token, as far as visitors go', async (t) => {
    const { server, agent, json } = await start(t);
    const { id, path, token } = await agent();
    const ask = (method: string, at: string, body?: unknown) =>
      fetch(server.origin + at, {
        method,
        headers: { 'X-Agent-Token': token, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const said = await ask('POST', path(`${nela}/message`), { text: 'Hello' });
    assert.equal(said.status, 200);
    assert.equal(said.headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal((await ask('GET', path('agents'))).status, 200);
    const profile = await ask('GET', `/api/v1/ai-agents/${id}/public`);
    assert.deepEqual(await profile.json(), {
      id,
      name: 'Nela',
      avatar: null,
      greeting: 'So that the visitor finds home.',
      prompts: ['What is the fog horn for?', 'Do you get lonely?'],
    });
    for (const [method, at] of [
      ['GET', path(`agents/${nela}`)],
      ['POST', path(`agents/${nela}/set`)],
      ['DELETE', path(`agents/${nela}`)],
      ['GET', path(`agents/${nela}/room/memories`)],
    ] as const) {
      const { status } = await ask(method, at, method === 'GET' ? undefined : {});
      assert.ok(status === 401 || status === 403, `${method} ${at}: ${status}`);
    }
    await json(200, 'PUT', `/api/v1/ai-agents/${id}`, { publicChat: false });
    assert.equal((await ask('GET', path('agents'))).status, 403);
  });

  test('has no more than that, and no secrets', async (t) => {
    const { call, json, agent } = await start(t);
    const secrets = { OPENAI_API_KEY: 'sk-secret', OPENAI_API_URL: 'https://127.0.0.1:9/v1' };
    const { path } = await agent({}, { settings: { secrets } });
    const details = await json<{ id: string }>(200, 'GET', path(`agents/${nela}`));
    assert.equal(details.id, nela);
    assert.doesNotMatch(JSON.stringify(details), /sk-secret|secrets/);
    for (const [method, rest] of [
      ['GET', 'nothing'],
      ['GET', 'constructor'],
      ['GET', 'toString'],
      ['GET', `agents/${nela}/room/memories`],
      ['POST', `agents/${nela}/set`],
      ['POST', `${nela}/speak`],
      ['DELETE', `agents/${nela}`],
      ['PUT', 'hello'],
      ['PATCH', 'hello'],
    ] as const) {
      const response = await call(method, path(rest), method === 'GET' ? undefined : {});
      assert.equal((await plain(response))[0], 404, `${method} ${rest}`);
    }
    const other = await call('GET', path('agents/somebody'));
    assert.deepEqual(await plain(other), [404, 'Agent not found']);
  });

  test('takes nothing but a text, by JSON', async (t) => {
    const { call, json, agent } = await start(t);
    const { path } = await agent();
    const at = path('Nela/message');
    for (const body of [
      { text: { a: 1 } },
      { text: 'Hi', roomId: {} },
      { text: 'Hi', roomId: 'x'.repeat(101) },
      { text: 'Hi', userId: ['a'] },
      {},
    ]) {
      await json(400, 'POST', at, body);
    }
    const form = new FormData();
    form.set('text', 'Hi');
    const type = { 'Content-Type': 'multipart/form-data; boundary=x' };
    assert.equal((await call('POST', at, 'x', type)).status, 415);
  });

  test('takes as much as Eliza does from its operators, and less from visitors', async (t) => {
    const { call, json, agent } = await start(t);
    const { path, token } = await agent();
    const at = path('Nela/message');
    const kilobytes = (count: number) => ({ text: 'x'.repeat(count * 1024) });
    assert.equal((await json<Said[]>(200, 'POST', at, kilobytes(99))).length, 1);
    await json(413, 'POST', at, kilobytes(100));
    for (const text of ['', ' \n']) assert.deepEqual(await json(200, 'POST', at, { text }), []);
    assert.equal((await json<Said[]>(200, 'POST', at, { text: 'Hi', roomId: '' })).length, 1);

    const visitor = { 'x-api-key': '', 'x-agent-token': token };
    assert.equal((await call('POST', at, { text: 'x'.repeat(2_000) }, visitor)).status, 200);
    for (const [body, error] of [
      [{ text: 'x'.repeat(2_001) }, '"text" must be at most 2,000 characters.'],
      [{ text: ' ' }, '"text" must not be empty.'],
      [{ text: 'Hi', roomId: '' }, '"roomId" must not be empty.'],
    ] as const) {
      assert.deepEqual(await json(400, 'POST', at, body, visitor), {
        error,
        code: 'invalid_request',
      });
    }
    await json(413, 'POST', at, kilobytes(100), visitor);
  });

  test('is asleep while the agent is stopped, and gone once it is deleted', async (t) => {
    const { call, json, agent } = await start(t);
    const { id, path } = await agent();
    await json(200, 'POST', `/api/v1/ai-agents/${id}/stop`);
    await json(503, 'POST', path('Nela/message'), { text: 'Hi' });
    await json(503, 'GET', path('agents'));
    await json(200, 'DELETE', `/api/v1/ai-agents/${id}`);
    assert.equal((await call('POST', path('Nela/message'), { text: 'Hi' })).status, 404);
  });
});

describe('the API of an agent whose owner runs a server', () => {
  test('is that server’s, for operators as a whole', async (t) => {
    const eliza = await startV0(t, {
      'POST /fine-tune': (response, body) =>
        answersJson({ got: body })(response, {}, undefined as never),
      'GET /page': (response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hi</h1>');
      },
      'GET /away': (response) => response.writeHead(302, { Location: '/' }).end(),
      'GET /cookie': (response) => {
        response.setHeader('Set-Cookie', 'a=b');
        answersJson({})(response, {}, undefined as never);
      },
    });
    const { call, json, agent } = await start(t);
    const { path } = await agent({ host: eliza.host });
    assert.deepEqual(await json(200, 'GET', path('agents')), { agents: [v0Peer] });
    const [content] = await json<Said[]>(200, 'POST', path('Eliza/message'), {
      text: 'Hi',
      roomId: 'a',
    });
    assert.equal(content?.text, `Hi in ${elizaId('a')}`);

    const headers = { Cookie: 'session=secret', Authorization: 'Bearer secret' };
    const tuned = await json(200, 'POST', path('fine-tune?a=1'), { a: 1 }, headers);
    assert.deepEqual(tuned, { got: { a: 1 } });
    const heard = eliza.heard.at(-1);
    assert.equal(heard?.url, '/fine-tune?a=1');
    assert.doesNotMatch(JSON.stringify(heard.headers), /secret|x-api-key/i);

    assert.equal((await call('GET', path('cookie'))).headers.get('Set-Cookie'), null);
    assert.equal((await call('GET', path('page'))).status, 502);
    assert.equal((await call('GET', path('away'))).status, 502);
    assert.equal((await plain(await call('GET', path('nothing'))))[0], 404);
  });

  test('refuses what that server answers wrongly', async (t) => {
    const eliza = await startV0(t);
    const { json, agent } = await start(t);
    const { path } = await agent({ host: eliza.host });
    const say = (status: number) =>
      json<{ code?: string }>(status, 'POST', path('Eliza/message'), { text: 'Hi' });
    eliza.answers(v0Message, answersJson([{ text: 5 }]));
    assert.equal((await say(502)).code, 'bad_upstream');
    eliza.answers(v0Message, answersJson([]));
    assert.deepEqual(await say(200), []);
  });
});
