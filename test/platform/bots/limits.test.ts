/** Bots that would do too much. */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { readState, writeState } from '../../../src/platform/bots/run-state.ts';
import { objectId } from '../../../src/platform/ids.ts';
import { until } from '../until.ts';
import { chain, edges, node, start, startBots, type Line } from './support.ts';

const log = (id: string, message: string) => node(id, 'log', { message });
const hook = node('hook', 'trigger', { on: 'webhook' });
const tick = node('tick', 'trigger', { on: 'interval', seconds: 3600 });
const hold = (seconds: number) => node('hold', 'delay', { seconds });
const stopped = 'The bot has been stopped.';

const messagesOf = (lines: readonly Line[]) => lines.map(({ message }) => message);

/** A platform whose time passes as the test says. */
const startWithClock = async (t: TestContext) => {
  const clock = { time: Date.UTC(2030, 0, 1) };
  const bots = await startBots(t, { now: () => clock.time });
  return { ...bots, pass: (seconds: number) => (clock.time += seconds * 1000) };
};

describe('A bot is stopped, and the log says so,', () => {
  test('when a run of it goes round for ever', async (t) => {
    const bots = await startBots(t);
    const nodes = [start, tick, hook, log('round', 'again')];
    const id = await bots.create({ nodes, edges: edges('start>round', 'round>round') });
    await bots.run(id);
    await bots.reaches(id, 'error');
    const { logs } = await bots.log(id);
    assert.deepEqual(messagesOf(logs.slice(-3)), [
      'again',
      'More than 1,000 steps in one run.',
      stopped,
    ]);
    assert.equal(logs.length, 1000, 'the oldest lines are forgotten');
    assert.equal(logs[0]?.message, 'again');

    const url = String((await bots.get(id))['webhookUrl']);
    assert.equal((await fetch(url, { method: 'POST' })).status, 409);
    const jobs = bots.server.store.db.selectFrom('jobs').select('id').where('kind', 'like', 'bot%');
    assert.deepEqual(await jobs.where('status', 'in', ['queued', 'running']).execute(), []);
  });

  test('when a run of it has worked for ten minutes', async (t) => {
    const { server, pass, ...bots } = await startWithClock(t);
    const id = await bots.create(chain(start, hold(60), log('after', 'never')));
    await bots.run(id);
    await until(async () => (await bots.messages(id, 'hold')).length === 1);
    const { db } = server.store;
    const run = await db.selectFrom('bot_runs').selectAll().executeTakeFirstOrThrow();
    const state = writeState({ ...readState(run.state), worked: 600_000 });
    await db.updateTable('bot_runs').set({ state }).execute();
    pass(60);
    await bots.reaches(id, 'error');
    const { logs } = await bots.log(id);
    assert.deepEqual(messagesOf(logs.slice(-2)), [
      'More than 10 minutes of work in one run.',
      stopped,
    ]);
  });

  test('when a run of it has not come to its end after a week', async (t) => {
    const { pass, ...bots } = await startWithClock(t);
    const nodes = [start, hold(86_400), log('day', 'a day')];
    const id = await bots.create({ nodes, edges: edges('start>hold', 'hold>day', 'day>hold') });
    await bots.run(id);
    for (let day = 1; day <= 7; day += 1) {
      await until(async () => (await bots.messages(id, 'hold')).length === day);
      pass(86_400);
    }
    await bots.reaches(id, 'error');
    const { logs } = await bots.log(id);
    assert.deepEqual(messagesOf(logs.slice(-2)), ['A run of more than 7 days.', stopped]);
    assert.equal((await bots.messages(id, 'day')).length, 6);
  });

  test('when it is run 600 times an hour', async (t) => {
    const { server, pass, ...bots } = await startWithClock(t);
    const id = await bots.create(chain(hook, log('hello', 'hello')));
    const url = String((await bots.get(id))['webhookUrl']);
    await bots.run(id);
    const now = server.store.now();
    const rows = Array.from({ length: 599 }, () => ({
      ...{ id: objectId(now), bot: id, origin: 'webhook', pipeline: '', state: '', ended: 1 },
      created_at: new Date(now).toISOString(),
    }));
    await server.store.db.insertInto('bot_runs').values(rows).execute();
    assert.equal((await fetch(url, { method: 'POST' })).status, 202);
    await until(async () => (await bots.messages(id, 'hello')).length === 1);
    const refused = await fetch(url, { method: 'POST' });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('Retry-After'), '3600');
    await bots.reaches(id, 'error');
    const { logs } = await bots.log(id);
    assert.deepEqual(messagesOf(logs.slice(-2)), ['More than 600 runs an hour.', stopped]);

    await server.json(200, 'PUT', bots.path(id), chain(start, log('hello', 'hello')));
    const again = await server.json(429, 'POST', bots.path(id, '/run'));
    assert.equal(again['code'], 'rate_limited');
    pass(3601);
    await bots.run(id);
    await bots.reaches(id, 'idle');
  });
});

describe('A bot goes on', () => {
  test('when there are 20 runs of it at once, but begins no other', async (t) => {
    const { pass, ...bots } = await startWithClock(t);
    const id = await bots.create(chain(hook, hold(60), log('done', 'done')));
    const url = String((await bots.get(id))['webhookUrl']);
    await bots.run(id);
    const post = async () => (await fetch(url, { method: 'POST' })).status;
    const answers = await Promise.all(Array.from({ length: 22 }, post));
    assert.deepEqual(answers.sort(), [...Array<number>(20).fill(202), 429, 429]);
    await until(async () => (await bots.messages(id, 'hold')).length === 20);
    pass(60);
    await until(async () => (await bots.messages(id, 'done')).length === 20);
    assert.equal(await post(), 202);
  });

  test('after a run whose steps hand on too much', async (t) => {
    const bots = await startBots(t);
    const large = (id: string) =>
      node(id, 'transform', { expression: `$pad("", 250000, "${id}")` });
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map(large);
    const carried = await bots.result(chain(start, ...six), 'error');
    assert.equal(carried.at(-1)?.message, 'The run carries more than 1,048,576 bytes along.');
    const [a = start] = six;
    const nodes = [start, a, ...six.slice(1).map(({ id }) => log(id, '{{ $length($) }}'))];
    const shared = edges('start>a', 'a>b', 'a>c', 'a>d', 'd>e', 'e>f');
    const once = await bots.result({ nodes, edges: shared });
    assert.equal(messagesOf(once).filter((it) => it === '250000').length, 5, 'counted once');
    const wide = node('wide', 'transform', { expression: '$pad("", 250000, "\u00e4")' });
    const given = await bots.result(chain(start, wide), 'error');
    assert.equal(given.at(-1)?.message, 'The output is larger than 262,144 bytes.');
  });
});

test('What has grown old of logs and runs is forgotten', async (t) => {
  const { server, pass, ...bots } = await startWithClock(t);
  const id = await bots.create(chain(start, log('hello', 'hello')));
  await bots.run(id);
  await bots.reaches(id, 'idle');
  pass(31 * 86_400);
  await until(async () => (await bots.log(id)).logs.length === 0);
  const runs = server.store.db.selectFrom('bot_runs').select('id');
  await until(async () => (await runs.execute()).length === 0);
});
