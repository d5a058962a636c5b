import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Claim, SharedStore, Store } from '../../src/http/limits.ts';
import { memoryStore } from '../../src/http/memory-store.ts';
import { createProxyWith } from '../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { defaultWaits } from '../../src/proxy/settings.ts';
import { chatOf, numbered, turn } from './chat.ts';
import { asked, baseOptions, clockAt, problemOf, proxyOf, until, upstreamOf } from './harness.ts';

const password = 'redis-Password_0123456789';
const hour = 3_600_000;

/** A proxy on a runtime that can open TCP connections, with what it has opened. */
const opening = (options: ProxyOptions, store: SharedStore = memoryStore()) => {
  const opened: string[] = [];
  const openStore = (url: string): SharedStore => {
    opened.push(url);
    return store;
  };
  const proxy = createProxyWith({ ...baseOptions, ...options }, { waits: defaultWaits, openStore });
  return { proxy, opened };
};

const unusable =
  (message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof TypeError && message.test(error.message) && !error.message.includes(password);

describe('FAE_REDIS_URL', () => {
  test('with redis:// and rediss:// is opened where that can be, once', () => {
    for (const scheme of ['redis', 'rediss']) {
      const url = `${scheme}://user:${password}@redis.example:6380/1`;
      assert.deepEqual(opening({ env: { FAE_REDIS_URL: url } }).opened, [url]);
    }
  });

  test('with redis:// says what to do where it cannot be', () => {
    const env = { FAE_REDIS_URL: `redis://:${password}@redis.example` };
    assert.throws(() => proxyOf(fetch, { env }), unusable(/fae-widgets\/proxy\/node/));
  });

  test('with https:// is Redis over REST, anywhere', () => {
    const env = { FAE_REDIS_URL: `https://default:${password}@redis.example` };
    assert.doesNotThrow(() => proxyOf(fetch, { env }));
    assert.deepEqual(opening({ env }).opened, []);
  });

  test('that cannot be meant is refused, without the password', () => {
    const urls: Readonly<Record<string, RegExp>> = {
      'redis.example:6379': /must begin with/,
      Memory: /must begin with/,
      [`ftp://:${password}@redis.example`]: /must begin with/,
      [`http://default:${password}@redis.example`]: /https:\/\//,
      'https://redis.example': /TOKEN/,
      [`redis://:${password}%zz@redis.example`]: /%25/,
    };
    for (const [url, message] of Object.entries(urls)) {
      assert.throws(() => opening({ env: { FAE_REDIS_URL: url } }), unusable(message), url);
    }
  });

  test('"memory" is this process’s memory, and nothing is the same', async () => {
    for (const env of [{ FAE_REDIS_URL: 'memory' }, { FAE_REDIS_URL: '' }, {}]) {
      const { proxy, opened } = opening({ env });
      const response = await proxy.fetch(asked({ path: '/-/ready' }));
      const { checks } = (await response.json()) as { checks: { store: string } };
      assert.deepEqual([checks.store, opened], ['memory', []]);
    }
  });

  test('yields to a store that is given as an option', () => {
    const env = { FAE_REDIS_URL: `redis://:${password}@redis.example` };
    for (const store of ['memory', memoryStore()] as const) {
      assert.deepEqual(opening({ env, store }).opened, []);
    }
  });

  test('keeps its password out of the log, however it is written', async () => {
    const events: unknown[] = [];
    const env = { FAE_REDIS_URL: 'redis://:pass%2Fword-0123@redis.example' };
    const { proxy } = opening({
      env,
      log: (event) => events.push(event),
      authorize: () => {
        throw new Error('cannot log in with pass/word-0123, pass%2Fword-0123');
      },
    });
    await proxy.fetch(asked({ path: '/nfts' }));
    assert.match(JSON.stringify(events), /cannot log in with \[secret\], \[secret\]/);
  });

  test('with a password that is a word harms no answer with that word', async () => {
    const { fetch } = upstreamOf(() => Response.json([{ name: 'Open sesame' }]));
    const env = { FAE_REDIS_URL: 'redis://:sesame@redis.example', VITE_TITLE: 'Open sesame' };
    const { proxy } = opening({ env, fae: { ...baseOptions.fae, fetch } });
    assert.equal((await proxy.fetch(asked({ path: '/public/nfts' }))).status, 200);
  });
});

describe('FAE_INSTANCES', () => {
  const store = memoryStore();

  test('that is no whole number from 1 is refused', () => {
    for (const FAE_INSTANCES of ['0', '-1', '1.5', 'three', '1e400']) {
      assert.throws(() => opening({ store, env: { FAE_INSTANCES } }), unusable(/FAE_INSTANCES/));
    }
    for (const instances of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => opening({ store, instances }), unusable(/FAE_INSTANCES/));
    }
  });

  test('may be left out or empty, and yields to the option', () => {
    for (const FAE_INSTANCES of ['', '1', '12']) {
      assert.doesNotThrow(() => opening({ store, env: { FAE_INSTANCES } }));
    }
    const env = { FAE_INSTANCES: 'three' };
    assert.doesNotThrow(() => opening({ store, instances: 3, env }));
  });
});

describe('on a serverless runtime', () => {
  const runtimes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    vercel: { VERCEL: '1' },
    netlify: { NETLIFY: 'true', AWS_LAMBDA_FUNCTION_NAME: 'f' },
    lambda: { AWS_LAMBDA_FUNCTION_NAME: 'f' },
    'deno-deploy': { DENO_DEPLOYMENT_ID: 'd' },
  };
  for (const [runtime, env] of Object.entries(runtimes)) {
    test(`(${runtime}) memory alone lets nothing through that costs`, async () => {
      const events: Readonly<Record<string, unknown>>[] = [];
      const upstream = upstreamOf(() => Response.json([]));
      const proxy = proxyOf(upstream.fetch, { env, log: (event) => events.push(event) });
      const problem = await problemOf(await proxy.fetch(turn()));
      assert.deepEqual([problem.status, problem.code], [503, 'not_configured']);
      assert.equal(upstream.calls.length, 0);
      const hint = new RegExp(`On ${runtime} .* set FAE_REDIS_URL, or to "memory"`);
      assert.match(String(events.at(-1)?.['hint']), hint);
      assert.equal((await proxy.fetch(asked({ path: '/public/nfts' }))).status, 200);
    });
  }

  test('memory is used when it is asked for by name', async () => {
    const env = { VERCEL: '1' };
    for (const more of [
      { store: 'memory' as const },
      { env: { ...env, FAE_REDIS_URL: 'memory' } },
    ]) {
      assert.equal((await chatOf(numbered(), { env, ...more })()).status, 200);
    }
  });
});

describe('a store of the owner’s own', () => {
  test('needs two functions, and is asked for all budgets of a call at once', async () => {
    const asks: (readonly Claim[])[] = [];
    const { consume, putIfAbsent } = memoryStore();
    const store: Store = {
      consume: (claims) => {
        asks.push(claims);
        return consume(claims);
      },
      putIfAbsent,
    };
    const proxy = proxyOf(numbered().fetch, { store });
    const response = await proxy.fetch(turn(), { address: '203.0.113.7' });
    assert.equal(response.status, 200);
    assert.equal(asks.length, 1);
    const told = asks[0]?.map(({ key, limit, points, windowMs }) => [key, limit, points, windowMs]);
    const visitor = /^budget:chat:hour:visitor:[\w-]{22}$/;
    assert.match(String(told?.[1]?.[0]), visitor);
    assert.deepEqual(
      told?.map(([key, ...rest]) => [String(key).replace(visitor, 'visitor'), ...rest]),
      [
        ['budget:chat:hour:address:203.0.113.7', 20, 1, hour],
        ['visitor', 20, 1, hour],
        ['budget:chat:day:all', 1_000, 1, 24 * hour],
      ],
    );
  });

  test('may fail: this proxy’s share of the budgets goes on, then the refusal says why', async () => {
    const clock = clockAt();
    const events: Readonly<Record<string, unknown>>[] = [];
    const memory = memoryStore({ now: clock.now });
    let works = false;
    const store: Store = {
      consume: async (claims) => {
        if (!works) throw new Error('gone');
        return memory.consume(claims);
      },
      putIfAbsent: memory.putIfAbsent,
    };
    const limits = { visitor: { chat: 5 } };
    const log = (event: Readonly<Record<string, unknown>>) => events.push(event);
    const proxy = proxyOf(numbered().fetch, { store, limits, instances: 3, now: clock.now, log });
    const chat = () => proxy.fetch(turn());
    assert.equal((await chat()).status, 200);
    const problem = await problemOf(await chat());
    assert.deepEqual([problem.status, problem.code], [503, 'limits_degraded']);
    assert.equal(problem.headers.get('Retry-After'), '5');
    assert.equal(problem.body['retryAfter'], 5);
    assert.equal(problem.headers.get('RateLimit'), null);
    works = true;
    clock.pass(3_000);
    for (let time = 0; time < 5; time += 1) assert.equal((await chat()).status, 200);
    assert.equal((await problemOf(await chat())).code, 'rate_limited');
    const told = events.filter((it) => it['store'] !== undefined);
    assert.deepEqual(
      told.map((it) => it['store']),
      ['degraded', 'ok'],
    );
    assert.match(String(told[0]?.['hint']), /The shared store does not answer/);
    assert.deepEqual(
      events.filter((it) => it['operation']).map((it) => it['degraded'] ?? false),
      [true, true, ...Array<boolean>(6).fill(false)],
    );
  });
});

test('closing the proxy lets go of the store’s connection', async () => {
  let closed = 0;
  const store: SharedStore = {
    ...memoryStore(),
    close: async () => {
      closed += 1;
    },
  };
  await opening({ env: { FAE_REDIS_URL: 'redis://redis.example' } }, store).proxy.close();
  await opening({ store }).proxy.close();
  await opening({}).proxy.close();
  await until(() => closed === 2);
});
