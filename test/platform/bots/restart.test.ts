/** Bots while processes come and go. */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import type { JobHandlers } from '../../../src/platform/jobs/job.ts';
import { certificate } from '../certificate.ts';
import { databaseEnv } from '../database.ts';
import { startProcess } from '../store/processes.ts';
import { sample, startPlatform, testKey, testWorkspace } from '../support.ts';
import { until } from '../until.ts';
import type { BotProcess } from './bot-process.ts';
import { botsOf, chain, node, outbound, pace, start, startBots, startUpstream } from './support.ts';

const log = (message: string) => node('log', 'log', { message });
const cutOff = 'The server was stopped while this step was under way.';

/** A server that is asked and does not answer. */
const startSilent = async (t: TestContext) => {
  const asked = Promise.withResolvers<undefined>();
  const url = await startUpstream(t, () => asked.resolve(undefined));
  return { ask: node('ask', 'httpRequest', { url }), asked: asked.promise };
};

/** Its bots' steps are left to others. */
const idleHands: JobHandlers = { bot: { limit: 0, run: () => Promise.resolve(undefined) } };

const lease = 600;
const shortLease = { lease, beat: 50, poll: 5 };

const startBotProcess = async (t: TestContext, root: string) => {
  const env = await databaseEnv(root);
  const told: BotProcess = {
    ...{ root, env, sample, key: testKey, workspace: testWorkspace },
    ca: certificate,
    pace: shortLease,
  };
  const child = startProcess<{ ready: true }>(t, '../bots/bot-process.ts', told);
  await child.printed(1);
  return child;
};

describe('A restart', () => {
  test('makes a run an error whose step was under way, and says where', async (t) => {
    const first = await startPlatform({}, { pace, services: { outbound } });
    const { ask, asked } = await startSilent(t);
    const id = await botsOf(first).create(chain(start, ask, log('never')));
    await botsOf(first).run(id);
    await asked;
    await first.stop();
    const bots = await startBots(t, {}, {}, first.root);
    const { logs, status } = await bots.log(id);
    assert.equal(status, 'error');
    assert.deepEqual([logs.at(-1)?.message, logs.at(-1)?.node], [cutOff, 'ask']);
    await bots.run(id);
    assert.equal((await bots.log(id)).status, 'running', 'it can be run again');
    await bots.stop(id);
  });

  test('leaves what waits in a delay waiting', async (t) => {
    const clock = { time: Date.UTC(2030, 0, 1) };
    const now = () => clock.time;
    const first = await startPlatform({}, { now, pace, services: { outbound } });
    const hold = node('hold', 'delay', { seconds: 600 });
    const id = await botsOf(first).create(chain(start, hold, log('after')));
    await botsOf(first).run(id);
    await until(async () => (await botsOf(first).messages(id, 'hold')).length === 1);
    await first.stop();
    clock.time += 300_000;
    const bots = await startBots(t, { now }, {}, first.root);
    assert.equal((await bots.log(id)).status, 'running');
    clock.time += 300_000;
    await bots.reaches(id, 'idle');
    assert.deepEqual(await bots.messages(id, 'log'), ['after']);
  });

  test('leaves intervals and webhooks ready, even when a run of theirs was under way', async (t) => {
    const clock = { time: Date.UTC(2030, 0, 1) };
    const now = () => clock.time;
    const first = await startPlatform({}, { now, pace, services: { outbound } });
    const { ask, asked } = await startSilent(t);
    const tick = node('tick', 'trigger', { on: 'interval', seconds: 60 });
    const hook = node('hook', 'trigger', { on: 'webhook' });
    const ticking = await botsOf(first).create(chain(tick, log('tick')));
    const hooked = await botsOf(first).create(chain(hook, ask));
    const url = String((await botsOf(first).get(hooked))['webhookUrl']);
    await botsOf(first).run(ticking);
    await botsOf(first).run(hooked);
    assert.equal((await fetch(url, { method: 'POST' })).status, 202);
    await asked;
    await until(async () => (await botsOf(first).messages(ticking, 'log')).length === 1);
    await first.stop();

    const bots = await startBots(t, { now }, {}, first.root);
    assert.equal((await bots.log(hooked)).status, 'running');
    assert.deepEqual(await bots.messages(hooked, 'ask'), [cutOff]);
    clock.time += 60_000;
    await until(async () => (await bots.messages(ticking, 'log')).length === 2);
    const again = String((await bots.get(hooked))['webhookUrl']);
    assert.equal(new URL(again).pathname, new URL(url).pathname);
    assert.equal((await fetch(again, { method: 'POST' })).status, 202);
    await until(async () => (await bots.log(hooked)).logs.length === 3);
    await bots.stop(hooked);
  });
});

describe('A process that is killed', () => {
  test('makes a run an error whose step it had in its hands', async (t) => {
    const first = await startPlatform({}, { pace, jobs: idleHands });
    const { ask, asked } = await startSilent(t);
    const id = await botsOf(first).create(chain(start, ask, log('never')));
    const victim = await startBotProcess(t, first.root);
    await botsOf(first).run(id);
    await asked;
    await first.stop();
    await victim.kill();
    const bots = await startBots(t, { pace: shortLease }, {}, first.root);
    await bots.reaches(id, 'error');
    const { logs } = await bots.log(id);
    assert.deepEqual([logs.at(-1)?.message, logs.at(-1)?.node], [cutOff, 'ask']);
    const jobs = bots.server.store.db.selectFrom('jobs').select('status').where('kind', '=', 'bot');
    const states = (await jobs.execute()).map(({ status }) => status);
    assert.deepEqual(states, ['failed']);
  });
});

describe('Two processes', () => {
  test('do each step of each run once between them', async (t) => {
    const bots = await startBots(t, { pace: shortLease });
    const asked: string[] = [];
    const origin = await startUpstream(t, ({ url = '' }, response) => {
      asked.push(url);
      response.end();
    });
    const other = await startBotProcess(t, bots.server.root);
    const ask = (id: string, run: number) =>
      node(id, 'httpRequest', { url: `${origin}/${run}/${id}` });
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, run) =>
        bots.create(chain(start, ask('a', run), ask('b', run), ask('c', run), log('done'))),
      ),
    );
    await Promise.all(ids.map((id) => bots.run(id)));
    for (const id of ids) await bots.reaches(id, 'idle');
    assert.equal(asked.length, 36);
    assert.equal(new Set(asked).size, 36);
    for (const id of ids) assert.deepEqual(await bots.messages(id, 'log'), ['done']);
    assert.equal(await other.stop(), 0);
  });

  test('stop each other’s steps', async (t) => {
    const first = await startPlatform({}, { pace, jobs: idleHands });
    t.after(first.close);
    const gone = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    const url = await startUpstream(t, (_, response) => {
      response.on('close', () => gone.resolve(undefined));
      asked.resolve(undefined);
    });
    const id = await botsOf(first).create(chain(start, node('ask', 'httpRequest', { url })));
    const other = await startBotProcess(t, first.root);
    await botsOf(first).run(id);
    await asked.promise;
    await botsOf(first).stop(id);
    await gone.promise;
    assert.equal(await other.stop(), 0);
    assert.equal((await botsOf(first).log(id)).status, 'idle');
  });
});
