/**
 * Agents that do not behave, and servers of their owners that do not either: whoever talks to them is
 * told, nothing that was said before is lost, and everybody else is answered all the same.
 */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { outbound } from '../bots/support.ts';
import { until } from '../until.ts';
import { json as answersJson, startV0, v0Message } from './conversation/fake-eliza.ts';
import { fakeEngines } from './conversation/support.ts';
import { small, startAgents, type TestAgents } from './support.ts';

/** So long that only a test's own trouble would reach it, and so short that nothing answers within it. */
const [long, short] = [30_000, 500];

const start = (t: TestContext, deadline = long) =>
  startAgents(
    t,
    { env: { FAE_ALLOW_PRIVATE_HOSTS: '1' } },
    {
      services: { outbound },
      conversations: {
        deadline,
        limits: { beat: 50, patience: 600, grace: 200 },
        engines: { module: fakeEngines },
      },
    },
  );

/** Says something in a room; what comes back is told with its status and its type. */
const say = async (
  { server, path }: TestAgents,
  id: string,
  text: string,
  peer = 'Ada',
): Promise<{ status: number; type: string; text: string }> => {
  const { key } = server.platform.fleek;
  const at = `/api${path(id, `/api/${peer}/message`)}`;
  const response = await server.call('POST', at, { text, roomId: 'kitchen' }, { 'x-api-key': key });
  const type = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
  return { status: response.status, type, text: await response.text() };
};

const reply = (text: string) => JSON.stringify([{ user: 'Ada', text, action: 'NONE' }]);

/** What Eliza says where its model gave nothing. */
const inElizasWords = {
  status: 500,
  type: 'text/plain',
  text: 'No response from generateMessageResponse',
};
const tooLate = { status: 503, type: 'application/json' };

describe('An agent that', () => {
  for (const [what, does, expected, reason] of [
    ['loop', 'loops', inElizasWords, /did not answer for/],
    ['throw', 'throws', inElizasWords, /This engine has a fault/],
    ['crash', 'crashes', inElizasWords, /process ended/],
    ['eat', 'eats memory', inElizasWords, /too much memory|process ended|did not answer/],
    ['hang', 'never answers', tooLate, /No answer came within/],
    ['ignore', 'cannot be stopped', tooLate, /did not stop when its time/],
    ['chatter', 'writes logs without end', tooLate, /did not stop when its time/],
  ] as const) {
    test(`${does} is ended; what was said before and everybody else are not`, async (t) => {
      const agents = await start(t, expected === tooLate ? short : long);
      const { server, running, get, messages } = agents;
      const [guilty, other] = [await running(), await running()];
      assert.equal((await say(agents, guilty, 'one')).text, reply('Ada heard [] one'));

      const [told, beside] = await Promise.all([
        say(agents, guilty, what),
        say(agents, other, 'two'),
      ]);
      assert.deepEqual({ ...told, ...expected }, told);
      assert.equal(beside.text, reply('Ada heard [] two'));

      const after = await say(agents, guilty, 'three');
      assert.equal(after.text, reply('Ada heard [one|Ada heard [] one] three'));
      assert.equal((await get(guilty))['status'], 'Running');
      assert.equal((await server.call('GET', '/api/health')).status, 200);
      await until(async () => (await messages(guilty)).some((line) => reason.test(line)));
      const lines = await messages(guilty);
      assert.ok(lines.length < 10, `${String(lines.length)} lines`);
      assert.ok(lines.every((line) => line.length <= 2_000));
    });
  }

  test('fails again and again is taken out of service, and can be started again', async (t) => {
    const agents = await start(t);
    const { running, get, ask, path, reaches, messages } = agents;
    const id = await running();
    for (let count = 0; count < 5; count += 1) {
      assert.equal((await say(agents, id, 'throw')).status, 500);
    }
    await reaches(id, 'Failed');
    assert.match((await messages(id)).join('\n'), /Failed 5 times in a row/);
    assert.equal((await say(agents, id, 'hello')).status, 503);
    assert.deepEqual(await ask(200, 'GET', path(id, '/status')), { status: 'false' });
    await ask(200, 'POST', path(id, '/start'));
    await reaches(id, 'Running');
    assert.equal((await say(agents, id, 'hello')).text, reply('Ada heard [] hello'));
    assert.equal((await get(id))['deletedAt'], null);
  });

  test('is changed while it answers answers as it was, and then as it is', async (t) => {
    const agents = await start(t);
    const { running, ask, path, reaches } = agents;
    const id = await running();
    const [answered] = await Promise.all([
      say(agents, id, 'one'),
      ask(200, 'PUT', path(id), { config: JSON.stringify({ ...small, lore: ['She can sail.'] }) }),
    ]);
    assert.ok(answered.status === 200 || answered.status === 503, answered.text);
    await reaches(id, 'Running');
    const before = answered.status === 200 ? 'one|Ada heard [] one' : '';
    assert.equal((await say(agents, id, 'two')).text, reply(`Ada heard [${before}] two`));
  });

  test('is deleted while it answers is gone, with all that was said', async (t) => {
    const agents = await start(t);
    const { server, running, ask, path } = agents;
    const id = await running();
    const [answered] = await Promise.all([say(agents, id, 'one'), ask(200, 'DELETE', path(id))]);
    assert.ok([200, 404, 503].includes(answered.status), answered.text);
    assert.equal((await say(agents, id, 'two')).status, 404);
    for (const table of ['agent_turns', 'agent_logs'] as const) {
      const rows = await server.store.db.selectFrom(table).select('agent').execute();
      assert.deepEqual(
        rows.filter(({ agent }) => agent === id),
        [],
      );
    }
  });
});

describe('An owner’s server that', () => {
  const wrong = (code: string, status = 502) => ({ status, code });
  const writes =
    (type: string, text: string): ReturnType<typeof answersJson> =>
    (response) => {
      response.writeHead(200, { 'Content-Type': type }).end(text);
    };
  for (const [what, answer, expected] of [
    ['hangs', () => undefined, wrong('upstream_timeout', 504)],
    ['answers plain text', writes('text/plain', 'Hello'), wrong('bad_upstream')],
    ['answers a page', writes('text/html', '<h1>Hello</h1>'), wrong('bad_upstream')],
    ['answers no JSON', writes('application/json', '[{'), wrong('bad_upstream')],
    ['answers a text that is none', answersJson([{ text: { a: 1 } }]), wrong('bad_upstream')],
    ['answers an object', answersJson({ text: 'Hello' }), wrong('bad_upstream')],
    ['answers nothing', answersJson([]), { status: 200 }],
  ] as const) {
    test(`${what} is told of, and asked again with the next message`, async (t) => {
      const agents = await start(t, what === 'hangs' ? short : long);
      const eliza = await startV0(t);
      const id = await agents.running(small, { host: eliza.host });
      const working = (await say(agents, id, 'Hi', 'Eliza')).text;
      eliza.answers(v0Message, answer);
      const told = await say(agents, id, 'Hi', 'Eliza');
      const body = JSON.parse(told.text) as unknown;
      assert.equal(told.status, expected.status, told.text);
      if ('code' in expected) assert.equal((body as { code?: unknown }).code, expected.code);
      else assert.deepEqual(body, []);
      eliza.answers(v0Message, answersJson(JSON.parse(working)));
      assert.equal((await say(agents, id, 'Hi', 'Eliza')).text, working);
      assert.equal((await agents.get(id))['status'], 'Running');
    });
  }
});
