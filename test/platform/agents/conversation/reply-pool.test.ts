/** Processes that write agents' replies, and engines that do not behave. */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import type { HttpError } from '../../../../src/http/problem.ts';
import {
  ChildLost,
  EngineFault,
  EngineStuck,
} from '../../../../src/platform/agents/conversation/reply-faults.ts';
import {
  createReplyPool,
  type ReplyPool,
} from '../../../../src/platform/agents/conversation/reply-pool.ts';
import type { WardLimits } from '../../../../src/platform/agents/conversation/reply-ward.ts';
import { until } from '../../until.ts';

const module = new URL('./fake-engines.ts', import.meta.url).href;

/** Faults are found out as soon as a busy machine allows. */
const brisk: Partial<WardLimits> = { places: 2, beat: 50, patience: 600, grace: 300 };

const start = (t: TestContext, limits: Partial<WardLimits> = {}, given: string | null = module) => {
  const settings = { allowPrivateHosts: true, ...(given !== null && { module: given }) };
  const pool = createReplyPool(settings, { ...brisk, ...limits });
  t.after(() => pool.close());
  return pool;
};

const say = async (
  pool: ReplyPool,
  text: string,
  { agent = 'ada', signal = AbortSignal.timeout(30_000), history = [] as string[] } = {},
): Promise<string> => {
  const turns = history.map((it) => ({ role: 'user' as const, text: it }));
  const task = { engine: { kind: 'scripted' }, character: { name: agent }, text } as const;
  return (await pool.reply(agent, { ...task, history: turns }, signal)).text;
};

describe('the processes that write replies', () => {
  test('answer as the engine does, the built-in one included', async (t) => {
    const pool = start(t, {}, null);
    assert.match(await say(pool, 'Are you a bot?'), /built-in scripted responder/);
  });

  test('are started when they are needed, and end when there is nothing to do', async (t) => {
    const pool = start(t, { idle: 1 });
    assert.equal(pool.size(), 0);
    assert.equal(await say(pool, 'hello'), 'ada heard [] hello');
    await until(() => pool.size() === 0);
    assert.equal(await say(pool, 'again'), 'ada heard [] again');
  });

  test('see nothing of the environment', async (t) => {
    process.env['FAE_SECRET'] = 'sentinel';
    process.env['DATABASE_URL'] = 'postgres://sentinel';
    t.after(() => {
      delete process.env['FAE_SECRET'];
      delete process.env['DATABASE_URL'];
    });
    const environment = await say(start(t), 'environment');
    assert.doesNotMatch(environment, /sentinel|FAE_|DATABASE/);
  });

  test('mix nothing up, however many messages there are at once', async (t) => {
    const pool = start(t);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        say(pool, `message ${index}`, { agent: `agent ${index}`, history: [`turn ${index}`] }),
      ),
    );
    assert.deepEqual(
      answers,
      answers.map((_, index) => `agent ${index} heard [turn ${index}] message ${index}`),
    );
    assert.ok(pool.size() <= 2);
  });

  test('stop what nobody waits for any more, and go on with the rest', async (t) => {
    const pool = start(t, { places: 1 });
    const pid = await say(pool, 'pid');
    const controller = new AbortController();
    const hanging = say(pool, 'hang', { signal: controller.signal });
    controller.abort(new Error('gone'));
    await assert.rejects(hanging, /gone/);
    assert.equal(await say(pool, 'pid'), pid);
  });

  test('refuse what has to wait too long in line', async (t) => {
    const pool = start(t, { places: 1, perPlace: 1, queue: 1 });
    const controller = new AbortController();
    const { signal } = controller;
    const held = [say(pool, 'hang', { signal }), say(pool, 'hang', { signal })];
    await assert.rejects(say(pool, 'hello'), (error) => (error as HttpError).status === 503);
    controller.abort();
    await Promise.allSettled(held);
    assert.equal(await say(pool, 'hello'), 'ada heard [] hello');
  });
});

describe('an engine that does not behave', () => {
  test('and loops has those that it keeps waiting answered elsewhere, before it is ended', async (t) => {
    const pool = start(t, { places: 1, beat: 20, patience: 60_000 });
    const controller = new AbortController();
    const guilty = say(pool, 'loop', { agent: 'guilty', signal: controller.signal });
    const others = Array.from({ length: 5 }, (_, index) => say(pool, `${index}`));
    assert.deepEqual(
      await Promise.all(others),
      others.map((_, index) => `ada heard [] ${index}`),
    );
    controller.abort(new Error('time is over'));
    await assert.rejects(guilty, EngineStuck);
  });

  test('for a moment only has another process started, which is not kept', async (t) => {
    const pool = start(t, { places: 1, beat: 20, patience: 60_000, idle: 100 });
    const size = async () => {
      await Promise.all([say(pool, 'hello'), say(pool, 'hello')]);
      return pool.size();
    };
    assert.equal(await size(), 1);
    let isAwake = false;
    const dozing = say(pool, 'doze').then(() => (isAwake = true));
    await until(async () => (await size()) === 2 && isAwake);
    await dozing;
    await until(async () => (await size()) === 1, 5_000);
  });

  test('and cannot even be started is not the agent’s fault', async (t) => {
    const pool = start(t, {}, new URL('./no-such-module.ts', import.meta.url).href);
    await assert.rejects(say(pool, 'hello'), (error) => {
      assert.equal((error as HttpError).code, 'unavailable');
      return true;
    });
  });

  test('and throws harms nobody else', async (t) => {
    const pool = start(t, { places: 1 });
    const pid = await say(pool, 'pid');
    await assert.rejects(say(pool, 'throw'), (error) => {
      assert.ok(error instanceof EngineFault);
      assert.match(error.message, /This engine has a fault/);
      return true;
    });
    assert.equal(await say(pool, 'pid'), pid);
  });

  for (const [what, reason] of [
    ['loop', /did not answer for/],
    ['crash', /process ended/],
    ['eat', /too much memory|process ended/],
    ['hoard', /process ended|too much memory|did not answer/],
  ] as const) {
    test(`and ${what}s is ended, and those beside it are answered all the same`, async (t) => {
      const pool = start(t, { places: 1, ...(what === 'loop' ? {} : { patience: 10_000 }) });
      const guilty = say(pool, what, { agent: 'guilty' });
      const others = Array.from({ length: 5 }, (_, index) => say(pool, `${index}`));
      await assert.rejects(guilty, (error) => {
        assert.ok(error instanceof ChildLost, String(error));
        assert.match(error.message, reason);
        return true;
      });
      assert.deepEqual(
        await Promise.all(others),
        others.map((_, index) => `ada heard [] ${index}`),
      );
    });
  }

  test('is kept away from the others from then on, until it behaves', async (t) => {
    const pool = start(t, { places: 1 });
    await assert.rejects(say(pool, 'crash', { agent: 'guilty' }), ChildLost);
    const pid = await say(pool, 'pid');
    await assert.rejects(say(pool, 'crash', { agent: 'guilty' }), ChildLost);
    assert.equal(await say(pool, 'pid'), pid, 'the others have lost their process');
    assert.notEqual(await say(pool, 'pid', { agent: 'guilty' }), pid);
    assert.equal(await say(pool, 'pid', { agent: 'guilty' }), pid);
  });

  test('and does not stop when its time is over has its process ended', async (t) => {
    const pool = start(t, { places: 1 });
    const pid = await say(pool, 'pid');
    const controller = new AbortController();
    const stuck = say(pool, 'ignore', { signal: controller.signal });
    controller.abort(new Error('time is over'));
    await assert.rejects(stuck, EngineStuck);
    assert.notEqual(await say(pool, 'pid'), pid);
  });

  test('does not keep the platform from ending', async () => {
    const pool = createReplyPool({ allowPrivateHosts: true, module }, brisk);
    const stuck = say(pool, 'ignore');
    await until(() => pool.size() === 1);
    await pool.close();
    await assert.rejects(stuck, (error) => (error as HttpError).code === 'unavailable');
    assert.equal(pool.size(), 0);
  });
});
