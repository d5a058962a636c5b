import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { createProxy, type ProxyOptions } from '../../src/proxy/index.ts';
import { turn } from './chat.ts';
import { asked, key, problemOf, shop, upstreamOf, workspace } from './harness.ts';

const other = 'https://other.example';

const usual = {
  FAE_API_URL: 'http://upstream.test/api',
  FAE_API_KEY: key,
  FAE_WORKSPACE: workspace,
  FAE_ALLOWED_ORIGINS: shop,
  FAE_EXPOSE: '*',
};

const variables = (more: Readonly<Record<string, unknown>> = {}) => ({ ...usual, ...more });

/** A proxy that is told its environment with each request, as Workers do it. */
const bound = (options: ProxyOptions = {}) => {
  const upstream = upstreamOf(({ url }) =>
    url.pathname.endsWith('/nfts') ? Response.json([]) : Response.json({ response: 'Hi' }),
  );
  const work: Promise<unknown>[] = [];
  const context = { waitUntil: (it: Promise<unknown>) => work.push(it) };
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxy = createProxy({
    fae: { fetch: upstream.fetch },
    log: (event) => events.push(event),
    ...options,
  });
  const read = (env: object, Origin = shop) =>
    proxy.fetch(asked({ path: '/public/nfts', headers: { Origin } }), env, context);
  return { proxy, upstream, work, events, read, context };
};

/** What is written to the console meanwhile. */
const consoleOf = (t: TestContext): string[] => {
  const lines: string[] = [];
  for (const level of ['error', 'warn', 'log'] as const) {
    t.mock.method(console, level, (...words: readonly unknown[]) => lines.push(words.join(' ')));
  }
  return lines;
};

describe('an environment that comes with the request', () => {
  test('sets the proxy up', async () => {
    const { read, upstream } = bound();
    assert.equal((await read(variables())).status, 200);
    const [sent] = upstream.calls;
    assert.equal(sent?.url.href, `http://upstream.test/api/public/nfts?workspace=${workspace}`);
    assert.equal(sent.headers.get('x-api-key'), key);
  });

  test('sets it up for its own requests alone', async () => {
    const { read, upstream } = bound();
    const one = variables();
    const two = variables({ FAE_API_KEY: 'second-Key_0123456789', FAE_ALLOWED_ORIGINS: other });
    const answers = [read(one, shop), read(two, other), read(one, other), read(two, shop)];
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200, 403, 403]);
    const keys = upstream.calls.map(({ headers }) => headers.get('x-api-key'));
    assert.deepEqual(new Set(keys), new Set([key, 'second-Key_0123456789']));
  });

  test('is read once: its budgets go on from request to request', async () => {
    const { read } = bound();
    const [one, two] = [variables({ FAE_LIMITS: 'requests=2' }), variables()];
    const statuses: number[] = [];
    for (const env of [one, one, one, two]) statuses.push((await read(env)).status);
    assert.deepEqual(statuses, [200, 200, 429, 200]);
  });

  test('may hold bindings beside variables', async () => {
    const { read } = bound();
    const bindings = { KV: { get: () => null }, COUNT: 3, FAE_TRUST_PROXY: undefined };
    assert.equal((await read(variables(bindings))).status, 200);
  });

  test('yields to one that is given as an option', async () => {
    const { read } = bound({ env: { ...usual, FAE_ALLOWED_ORIGINS: other } });
    assert.equal((await read(variables(), shop)).status, 403);
    assert.equal((await read(variables(), other)).status, 200);
  });

  test('comes with a context that waits for what goes on behind an answer', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    const { read, work, upstream } = bound();
    const env = variables();
    await read(env);
    t.mock.timers.tick(31_000);
    await read(env);
    assert.equal(work.length, 1);
    await work[0];
    assert.equal(upstream.calls.length, 2);
  });
});

describe('an environment that cannot be meant', () => {
  const password = 'redis-Password_0123456789';
  const odd: Readonly<Record<string, [Readonly<Record<string, string>>, RegExp]>> = {
    'an origin with a path': [{ FAE_ALLOWED_ORIGINS: `${shop}/` }, /Did you mean/],
    'an unknown operation': [{ FAE_EXPOSE: 'nfts.steal' }, /Cannot expose/],
    'a limit that is none': [{ FAE_LIMITS: 'chat=lots' }, /Cannot read the limit/],
    'half a captcha': [{ FAE_TURNSTILE_SECRET: 'secret' }, /needs both keys/],
    'a store that is none': [{ FAE_REDIS_URL: `ftp://:${password}@x` }, /FAE_REDIS_URL/],
    'a short token': [{ FAE_OPERATOR_TOKEN: 'short-secret' }, /16 characters/],
    'a published key': [{ VITE_KEY: key }, /VITE_KEY/],
  };
  for (const [name, [more, message]] of Object.entries(odd)) {
    test(`answers 503 for ${name}, tells the owner, and gives no secret away`, async (t) => {
      const lines = consoleOf(t);
      const { read, upstream } = bound();
      const problem = await problemOf(await read(variables(more)));
      assert.deepEqual([problem.status, problem.code], [503, 'not_configured']);
      assert.equal(upstream.calls.length, 0);
      assert.match(lines.join('\n'), message);
      const said = JSON.stringify([problem.body, [...problem.headers], lines]);
      for (const it of [key, password, 'short-secret']) assert.ok(!said.includes(it), it);
      assert.ok(!message.test(JSON.stringify(problem.body)));
    });
  }

  test('leaves other environments as they are, and is better when it is mended', async (t) => {
    consoleOf(t);
    const { read } = bound();
    const env = variables({ FAE_LIMITS: 'chat=lots' });
    const statuses: number[] = [];
    for (const each of [env, variables(), env]) statuses.push((await read(each)).status);
    Object.assign(env, { FAE_LIMITS: 'chat=5' });
    statuses.push((await read(env)).status);
    assert.deepEqual(statuses, [503, 200, 503, 200]);
  });

  test('without a key answers 503 until there is one', async () => {
    const { read, events } = bound();
    const problem = await problemOf(await read(variables({ FAE_API_KEY: '' })));
    assert.deepEqual([problem.status, problem.code], [503, 'not_configured']);
    assert.equal(events.at(-1)?.['hint'], 'Set FAE_API_KEY.');
  });
});

describe('while the API key is being replaced, a visitor’s token', () => {
  const [old, fresh] = ['old-Key_0123456789', 'new-Key_0123456789'];

  const chatting = (current: string, next = '') => {
    const upstream = upstreamOf(() => Response.json({ response: 'Hi' }));
    const env = { ...usual, FAE_API_KEY: current, FAE_API_KEY_NEXT: next };
    const proxy = createProxy({ env, fae: { fetch: upstream.fetch }, log: () => undefined });
    /** The token that comes back: none for whoever brings a good one. */
    return async (token = '') => {
      const response = await proxy.fetch(turn({ headers: { 'Fae-Visitor': token } }));
      assert.equal(response.status, 200);
      return response.headers.get('Fae-Visitor');
    };
  };

  test('stays good until the old key is gone', async () => {
    const token = await chatting(old)();
    assert.ok(token);
    assert.equal(await chatting(old, fresh)(token), null);
    assert.equal(await chatting(fresh, old)(token), null);
    assert.notEqual(await chatting(fresh)(token), null);
  });

  test('is good at every proxy, whichever key that has in the first place', async () => {
    const [one, two] = [chatting(old, fresh), chatting(fresh, old)];
    const tokens = [await one(), await two()] as const;
    assert.ok(tokens[0] && tokens[1]);
    assert.equal(await two(tokens[0]), null);
    assert.equal(await one(tokens[1]), null);
  });

  test('is good under the new key alone when it was given after the change', async () => {
    const token = await chatting(fresh, old)();
    assert.ok(token);
    assert.equal(await chatting(fresh)(token), null);
    assert.notEqual(await chatting(old)(token), null);
  });
});
