/** Intervals and webhooks. The clock is the test's. */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { until } from '../until.ts';
import { botsOf, chain, edges, node, outbound, pace, start, startBots } from './support.ts';
import { startPlatform } from '../support.ts';

const every = (seconds: number, id = 'tick') => node(id, 'trigger', { on: 'interval', seconds });
const log = (message: string, id = 'log') => node(id, 'log', { message });

/** A platform whose time passes as the test says. */
const startWithClock = async (t: TestContext) => {
  const clock = { time: Date.UTC(2030, 0, 1) };
  const now = () => clock.time;
  const bots = await startBots(t, { now });
  return {
    ...bots,
    now,
    pass: (seconds: number) => (clock.time += seconds * 1000),
  };
};

describe('An interval', () => {
  test('runs its bot at once and then as often as it says, until it is stopped', async (t) => {
    const bots = await startWithClock(t);
    const id = await bots.create(chain(every(60), log('{{ $trigger.time }}')));
    bots.pass(3600);
    assert.deepEqual((await bots.log(id)).logs, [], 'not before it is started');
    assert.deepEqual(await bots.run(id), { status: 'running' });
    await bots.ended(id, 1);
    assert.equal((await bots.log(id)).status, 'running');
    bots.pass(60);
    await bots.ended(id, 2);
    bots.pass(59);
    bots.pass(1);
    await bots.ended(id, 3);
    assert.deepEqual(
      await bots.messages(id, 'log'),
      ['01:00:00', '01:01:00', '01:02:00'].map((time) => `2030-01-01T${time}.000Z`),
    );
    assert.deepEqual(await bots.run(id), { status: 'running' }, 'running it again changes nothing');
    await bots.stop(id);
    bots.pass(3600);
    const other = await bots.create(chain(start, log('later')));
    await bots.run(other);
    await bots.reaches(other, 'idle');
    assert.equal((await bots.messages(id, 'log')).length, 3);
    assert.equal((await bots.log(id)).status, 'idle');
  });

  test('makes nothing up that was missed, and keeps its beat', async (t) => {
    const bots = await startWithClock(t);
    const id = await bots.create(chain(every(60), log('{{ $trigger.time }}')));
    await bots.run(id);
    await bots.ended(id, 1);
    bots.pass(60 * 7 + 13);
    await bots.ended(id, 2);
    bots.pass(47);
    await bots.ended(id, 3);
    const times = await bots.messages(id, 'log');
    assert.deepEqual(times.slice(1), ['2030-01-01T00:07:13.000Z', '2030-01-01T00:08:00.000Z']);
  });

  test('beside others of the same bot keeps its own time', async (t) => {
    const bots = await startWithClock(t);
    const nodes = [every(60, 'often'), every(150, 'seldom'), log('often', 'a'), log('seldom', 'b')];
    const id = await bots.create({ nodes, edges: edges('often>a', 'seldom>b') });
    await bots.run(id);
    await bots.ended(id, 2);
    for (const [seconds, count] of [
      [60, 3],
      [60, 4],
      [30, 5],
      [30, 6],
    ] as const) {
      bots.pass(seconds);
      await bots.ended(id, count);
    }
    assert.equal((await bots.messages(id, 'a')).length, 4);
    assert.equal((await bots.messages(id, 'b')).length, 2);
  });

  test('leaves a run out while the one before is still under way', async (t) => {
    const bots = await startWithClock(t);
    const hold = node('hold', 'delay', { seconds: 90 });
    const id = await bots.create(chain(every(60), hold, log('done')));
    await bots.run(id);
    await until(async () => (await bots.messages(id, 'hold')).length === 1);
    bots.pass(60);
    await until(async () => (await bots.messages(id, 'tick')).length === 1);
    assert.deepEqual(await bots.messages(id, 'tick'), [
      'The run before is still under way: this one is left out.',
    ]);
    bots.pass(30);
    await bots.ended(id, 1);
  });

  test('goes on after a run that has failed', async (t) => {
    const bots = await startWithClock(t);
    const id = await bots.create(chain(every(60), log('{{ $error("broken") }}')));
    await bots.run(id);
    await bots.reaches(id, 'error');
    bots.pass(60);
    await until(async () => (await bots.messages(id, 'log')).length === 2);
    await bots.stop(id);
    assert.equal((await bots.log(id)).status, 'idle');
  });

  test('follows a change of the pipeline, counted from then on', async (t) => {
    const bots = await startWithClock(t);
    const id = await bots.create(chain(every(60), log('first')));
    await bots.run(id);
    await bots.ended(id, 1);
    bots.pass(50);
    await bots.server.json(200, 'PUT', bots.path(id), chain(every(60), log('second')));
    bots.pass(10);
    await bots.ended(id, 2);
    await bots.server.json(200, 'PUT', bots.path(id), chain(every(30), log('third')));
    bots.pass(30);
    await bots.ended(id, 3);
    assert.deepEqual(await bots.messages(id, 'log'), ['first', 'second', 'third']);
    const changed = await bots.server.json(200, 'PUT', bots.path(id), chain(start, log('none')));
    assert.equal(changed['status'], 'idle', 'nothing is left that it could wait for');
  });

  test('is kept once by two platforms on one database', async (t) => {
    const bots = await startWithClock(t);
    const { now, server } = bots;
    const second = await startPlatform({}, { pace, now, services: { outbound } }, server.root);
    t.after(second.stop);
    const id = await bots.create(chain(every(60), log('{{ $trigger.time }}')));
    await botsOf(second).run(id);
    await bots.ended(id, 1);
    for (let round = 2; round <= 12; round += 1) {
      bots.pass(60);
      await bots.ended(id, round);
    }
    const times = await bots.messages(id, 'log');
    assert.equal(times.length, 12);
    assert.equal(new Set(times).size, 12);
  });
});

describe('A delay', () => {
  test('of an hour takes an hour, and nobody waits for it', async (t) => {
    const bots = await startWithClock(t);
    const hold = node('hold', 'delay', { seconds: 3600 });
    const id = await bots.create(chain(start, hold, log('after')));
    await bots.run(id);
    await until(async () => (await bots.messages(id, 'hold')).length === 1);
    const jobs = bots.server.store.db.selectFrom('jobs').select(['status', 'due_at']);
    const waiting = await until(() =>
      jobs.where('kind', '=', 'bot').where('status', '=', 'queued').executeTakeFirst(),
    );
    assert.equal(waiting.due_at, '2030-01-01T01:00:00.000Z');
    bots.pass(3599);
    assert.deepEqual(await bots.messages(id, 'log'), []);
    bots.pass(1);
    await bots.ended(id, 1);
    assert.deepEqual(await bots.messages(id, 'log'), ['after']);
  });
});

describe('A webhook', () => {
  const hook = node('hook', 'trigger', { on: 'webhook' });

  const startHooked = async (t: TestContext) => {
    const bots = await startBots(t);
    const id = await bots.create(chain(hook, log('{{ $trigger }}')));
    const url = String((await bots.get(id))['webhookUrl']);
    const post = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json', query = '') =>
      fetch(url + query, { method: 'POST', body, headers: { 'Content-Type': type, 'X-A': 'b' } });
    return { ...bots, id, url, post };
  };

  test('has an address that cannot be guessed, and runs the bot with what it is sent', async (t) => {
    const bots = await startHooked(t);
    const { id, url, post } = bots;
    assert.match(url, new RegExp(`^${bots.server.origin}/hooks/[\\w-]{43}$`));
    assert.deepEqual(await bots.run(id), { status: 'running' });
    const answer = await fetch(`${url}?q=1`, {
      method: 'POST',
      body: '{"name": "Ada"}',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer x', 'X-A': 'b' },
    });
    assert.equal(answer.status, 202);
    assert.deepEqual(await answer.json(), { status: 'running' });
    await post('a=1&b=2', 'application/x-www-form-urlencoded');
    await post('text', 'text/plain');
    await bots.ended(id, 3);
    const sent = (await bots.messages(id, 'log')).map(
      (it) => JSON.parse(it) as Record<string, unknown>,
    );
    const first = sent.find(({ query }) => (query as { q?: string }).q === '1');
    assert.deepEqual(first?.['body'], { name: 'Ada' });
    const headers = first['headers'] as Record<string, string>;
    assert.deepEqual([headers['x-a'], headers['authorization']], ['b', undefined]);
    const bodies = sent.map(({ body }) => body);
    assert.ok(bodies.includes('text'));
    assert.ok(bodies.some((it) => JSON.stringify(it) === '{"a":"1","b":"2"}'));
    await bots.reaches(id, 'running');
    const events = JSON.stringify(bots.server.events);
    assert.equal(events.includes(url.split('/').at(-1) ?? url), false, 'the address is a secret');
  });

  test('does nothing while its bot is not started', async (t) => {
    const { id, post, run, stop, log: logOf } = await startHooked(t);
    assert.equal((await post('{}')).status, 409);
    await run(id);
    await stop(id);
    const refused = await post('{}');
    assert.equal(refused.status, 409);
    assert.equal(((await refused.json()) as { code: string }).code, 'conflict');
    assert.ok((await logOf(id)).logs.every(({ message }) => !message.includes('webhook')));
  });

  test('is not there for another address, method or pipeline', async (t) => {
    const { server, url, id, run, post, path } = await startHooked(t);
    await run(id);
    for (const wrong of ['x', 'x'.repeat(43), '%00', `${'x'.repeat(42)}%2F`, '']) {
      const answer = await fetch(`${server.origin}/hooks/${wrong}`, { method: 'POST', body: '{}' });
      assert.equal(answer.status, 404);
    }
    assert.equal((await fetch(url)).status, 404);
    await server.json(200, 'PUT', path(id), chain(start));
    assert.equal((await post('{}')).status, 404);
  });

  test('refuses what is too large, no text, or no JSON', async (t) => {
    const { id, run, post, log: logOf } = await startHooked(t);
    await run(id);
    const cases: [string | Uint8Array<ArrayBuffer>, number][] = [
      [`"${'x'.repeat(256 * 1024)}"`, 413],
      ['{"a":', 400],
      ['['.repeat(2000) + ']'.repeat(2000), 400],
      [new Uint8Array([0xff]), 415],
    ];
    for (const [body, status] of cases) assert.equal((await post(body)).status, status);
    assert.deepEqual((await logOf(id)).logs, []);
    assert.equal((await post('')).status, 202, 'an empty one is none');
  });
});
