/** Bots as records. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from '../support.ts';
import { botsOf, chain, edges, node, outbound, pace, start } from './support.ts';

let server: TestPlatform;
let bots: ReturnType<typeof botsOf>;

before(async () => {
  server = await startPlatform({}, { pace, services: { outbound } });
  bots = botsOf(server);
});
after(() => server.close());

const someId = '0123456789abcdef01234567';
const greeting = chain(start, node('hello', 'log', { message: 'Hello' }));
const waiting = chain(start, node('wait', 'delay', { seconds: 60 }));

describe('A bot', () => {
  test('is answered with its pipeline, and listed without pipeline and log', async () => {
    const body = { name: 'Greeter', colour: 'red', nodes: greeting.nodes, edges: greeting.edges };
    const made = await server.json(201, 'POST', '/api/bots', body);
    const { id, createdAt, updatedAt, ...rest } = made;
    assert.match(id, /^[0-9a-f]{24}$/);
    assert.equal(createdAt, updatedAt);
    const { platform } = server;
    assert.deepEqual(rest, {
      ...body,
      _id: id,
      workspace: platform.workspace,
      status: 'idle',
    });
    assert.deepEqual(await bots.get(id), made);

    const isListed = ([name]: [string, unknown]) => !['nodes', 'edges'].includes(name);
    const listed = Object.fromEntries(Object.entries(made).filter(isListed));
    const list = await server.json(200, 'GET', '/api/bots');
    assert.deepEqual(
      list.find((it) => it.id === id),
      listed,
    );
  });

  test('says of itself what the server knows, whatever it was given', async () => {
    const lies = { status: 'running', logs: ['x'], webhookUrl: 'x', _id: 'x', createdAt: 'x' };
    const bot = await server.json(201, 'POST', '/api/bots', { name: 'Liar', ...lies });
    assert.equal(bot['status'], 'idle');
    assert.deepEqual([bot['nodes'], bot['edges'], bot['logs']], [[], [], undefined]);
    assert.equal(bot['webhookUrl'], undefined);
    assert.equal(bot['_id'], bot.id);
  });

  test('is changed in the fields that are given, and in its pipeline as a whole', async () => {
    const id = await bots.create(greeting, { colour: 'red' });
    const renamed = await server.json(200, 'PUT', bots.path(id), { name: 'Other' });
    assert.deepEqual(
      [renamed['name'], renamed['colour'], renamed['nodes']],
      ['Other', 'red', greeting.nodes],
    );
    await server.json(400, 'PUT', bots.path(id), { nodes: waiting.nodes });
    const changed = await server.json(200, 'PUT', bots.path(id), waiting);
    assert.deepEqual([changed['nodes'], changed['edges']], [waiting.nodes, waiting.edges]);
    const cut = await server.json(200, 'PUT', bots.path(id), { edges: [] });
    assert.deepEqual([cut['nodes'], cut['edges']], [waiting.nodes, []]);
    const single = await server.json(200, 'PUT', bots.path(id), { nodes: [start] });
    assert.deepEqual([single['nodes'], single['edges']], [[start], []]);
    assert.deepEqual(await bots.get(id), single);
  });

  test('does not grow without end by many changes', async () => {
    const id = await bots.create({});
    const part = 'x'.repeat(400_000);
    await server.json(200, 'PUT', bots.path(id), { a: part });
    await server.json(200, 'PUT', bots.path(id), { b: part });
    const refused = await server.json(413, 'PUT', bots.path(id), { c: part });
    assert.equal(refused['code'], 'too_large');
    assert.equal((await bots.get(id))['c'], undefined);
  });

  test('is gone with its runs and its log once it is deleted', async () => {
    const id = await bots.create(waiting);
    await bots.run(id);
    assert.deepEqual(await server.json(200, 'DELETE', bots.path(id)), { success: true });
    for (const table of ['bots', 'bot_runs', 'bot_logs'] as const) {
      const column = table === 'bots' ? 'id' : 'bot';
      const rows = server.store.db
        .selectFrom(table)
        .selectAll()
        .where(column as 'id', '=', id);
      assert.deepEqual(await rows.execute(), []);
    }
    await server.json(404, 'GET', bots.path(id));
    await server.json(404, 'DELETE', bots.path(id));
  });

  test('is nobody else’s', async () => {
    const id = await bots.create(greeting);
    const { key } = await server.otherWorkspace();
    const headers = { 'x-api-key': key };
    const requests: [string, string, object?][] = [
      ['GET', ''],
      ['PUT', '', { name: 'Mine' }],
      ['POST', '/run'],
      ['POST', '/stop'],
      ['GET', '/logs'],
      ['DELETE', '/logs'],
      ['DELETE', ''],
    ];
    for (const [method, action, body] of requests) {
      await server.json(404, method, bots.path(id, action), body, headers);
      await server.json(404, method, bots.path(someId, action), body);
      await server.json(404, method, bots.path('x', action), body);
    }
    assert.deepEqual(await server.json(200, 'GET', '/api/bots', undefined, headers), []);
    assert.equal((await bots.get(id))['name'], 'A bot');
    assert.deepEqual(await bots.log(id), { logs: [], status: 'idle' });
  });

  const bad: [string, object, RegExp][] = [
    ['a step of no type', { nodes: [{ id: 'a', data: {} }] }, /"nodes\.0\.type"/],
    ['an unknown step', { nodes: [node('a', 'evil')] }, /"nodes\.0\.type"/],
    ['a step without what it needs', { nodes: [node('a', 'transform')] }, /expression/],
    [
      'too short an interval',
      { nodes: [node('a', 'trigger', { on: 'interval', seconds: 1 })] },
      /at least 10 seconds/,
    ],
    ['the same id twice', { nodes: [start, start], edges: [] }, /same id/],
    ['a loose edge', { nodes: [start], edges: edges('start>gone') }, /"edges\.0" must join/],
    ['nodes that are no list', { nodes: {} }, /"nodes" must be a list/],
  ];
  for (const [what, pipeline, message] of bad) {
    test(`with ${what} is refused, and nothing is changed`, async () => {
      const body = { name: 'Bad', ...pipeline };
      const refused = await server.json(400, 'POST', '/api/bots', body);
      assert.match(String(refused['error']), message);
      const id = await bots.create(greeting);
      const before = await bots.get(id);
      await server.json(400, 'PUT', bots.path(id), body);
      assert.deepEqual(await bots.get(id), before);
    });
  }
});

describe('The log of a bot', () => {
  test('has what its runs have written, until it is cleared', async () => {
    const id = await bots.create(greeting);
    assert.deepEqual(await bots.log(id), { logs: [], status: 'idle' });
    await bots.run(id);
    await bots.reaches(id, 'idle');
    const { logs } = await bots.log(id);
    assert.deepEqual(
      logs.map(({ message, level }) => [level, message]),
      [
        ['info', 'Run begun by hand.'],
        ['info', 'Hello'],
        ['info', 'Run ended after 2 steps.'],
      ],
    );
    assert.deepEqual(await server.json(200, 'DELETE', bots.path(id, '/logs')), { success: true });
    assert.deepEqual(await bots.log(id), { logs: [], status: 'idle' });
  });

  test('has messages of any characters, and none longer than 2,000', async () => {
    const odd = chain(
      start,
      node('odd', 'log', { message: 'a\u0000b\ud800c \u{1f916} <b>' }),
      node('long', 'log', { message: 'x'.repeat(5000) }),
    );
    const id = await bots.create(odd);
    await bots.run(id);
    await bots.reaches(id, 'idle');
    assert.deepEqual(await bots.messages(id, 'odd'), ['ab\ufffdc \u{1f916} <b>']);
    const [long = ''] = await bots.messages(id, 'long');
    assert.equal(long.length, 2000);
    assert.ok(long.endsWith('x…'));
  });
});

describe('Stopping a bot', () => {
  test('ends what it waits for, and makes it idle', async () => {
    const id = await bots.create(waiting);
    assert.deepEqual(await bots.stop(id), { status: 'idle' });
    assert.deepEqual((await bots.log(id)).logs, []);
    assert.deepEqual(await bots.run(id), { status: 'running' });
    assert.equal((await bots.get(id))['status'], 'running');
    assert.deepEqual(await bots.run(id), { status: 'running' });
    assert.deepEqual(await bots.stop(id), { status: 'idle' });
    const { logs, status } = await bots.log(id);
    assert.equal(status, 'idle');
    const begun = logs.filter(({ message }) => message === 'Run begun by hand.');
    assert.equal(begun.length, 1, 'a bot that runs is not run again');
    assert.equal(logs.at(-1)?.message, 'Stopped.');
    const jobs = server.store.db.selectFrom('jobs').select('status').where('kind', '=', 'bot');
    const unended = await jobs.where('status', 'in', ['queued', 'running']).execute();
    assert.deepEqual(unended, []);
  });
});
