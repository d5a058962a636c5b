/** Budgets hold when many ask at once, and when Redis goes away. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { memoryStore } from '../../../src/http/memory-store.ts';
import { connectRedis } from '../../../src/proxy/node.ts';
import { startRedis } from '../../support/redis.ts';
import { problemOf, proxyOf, until, upstreamOf } from '../harness.ts';
import { chat, countOf, limitsOf, reply, times } from './turns.ts';

/** Two proxies on one Redis, as on two machines. */
const pairOn = async (t: TestContext, url: string, perVisitor: number) => {
  const { fetch, calls } = upstreamOf(reply);
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxies = [1, 2].map(() =>
    proxyOf(fetch, {
      limits: limitsOf(perVisitor),
      store: connectRedis(url),
      instances: 2,
      log: (event) => events.push(event),
    }),
  );
  t.after(() => Promise.all(proxies.map((it) => it.close())));
  const [first, second] = proxies;
  assert.ok(first && second);
  /** Calls one after the other proxy. */
  const turns = (count: number): Promise<Response[]> =>
    times(count, (number) => chat(number % 2 ? second : first, '203.0.113.7'));
  return { calls, events, turns };
};

test('V14 of 200 at once exactly as many pass as may, on memory and on two proxies with one Redis', async (t) => {
  await using redis = await startRedis();
  const memory = upstreamOf(reply);
  const alone = proxyOf(memory.fetch, { limits: limitsOf(37), store: memoryStore() });
  const onOne = await times(200, () => chat(alone, '203.0.113.7'));
  assert.deepEqual([countOf(onOne, 200), countOf(onOne, 429)], [37, 163]);
  assert.equal(memory.calls.length, 37);

  const pair = await pairOn(t, redis.url, 37);
  const onTwo = await pair.turns(200);
  assert.deepEqual([countOf(onTwo, 200), countOf(onTwo, 429)], [37, 163]);
  assert.equal(pair.calls.length, 37);
});

test('V14 the price is paid before the call: who leaves early, or gets an error, has paid', async () => {
  const ways: Readonly<Record<string, () => Response | Promise<Response>>> = {
    'an error of the upstream': () => Response.json({}, { status: 500 }),
    'an answer that cannot be used': () =>
      new Response('<p>', { headers: { 'Content-Type': 'text/html' } }),
    'a connection that broke': () =>
      Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })),
  };
  for (const [what, answer] of Object.entries(ways)) {
    const { fetch, calls } = upstreamOf(answer);
    const proxy = proxyOf(fetch, { limits: limitsOf(3) });
    const answers = await times(20, () => chat(proxy, '203.0.113.7'));
    assert.deepEqual(
      [countOf(answers, 502), countOf(answers, 429), calls.length],
      [3, 17, 3],
      what,
    );
  }
});

test('V14 what never reached the upstream is given back, once', async () => {
  const away = upstreamOf(() =>
    Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })),
  );
  const store = memoryStore();
  const proxy = proxyOf(away.fetch, { limits: limitsOf(3), store });
  const answers = await times(3, () => chat(proxy, '203.0.113.7'));
  assert.equal(countOf(answers, 503), 3);
  const { fetch, calls } = upstreamOf(reply);
  const back = proxyOf(fetch, { limits: limitsOf(3), store });
  await times(20, () => chat(back, '203.0.113.7'));
  assert.equal(calls.length, 3);
});

test('V14 with Redis killed in the middle of a run nobody is refused falsely, and the share holds', async (t) => {
  await using redis = await startRedis();
  const [limit, inTheMiddle] = [100, 40];
  const { calls, events, turns } = await pairOn(t, redis.url, limit);
  assert.equal(countOf(await turns(20), 200), 20);
  const running = turns(inTheMiddle);
  const killed = redis.kill();
  const begin = performance.now();
  const [during] = await Promise.all([running, killed]);
  assert.ok(performance.now() - begin < 1_000, 'somebody waited for a second');
  assert.equal(countOf(during, 200), inTheMiddle);
  await until(() => events.filter((it) => it['store'] === 'degraded').length === 2);

  const after = await turns(300);
  const refusals = await Promise.all(after.filter((it) => it.status !== 200).map(problemOf));
  assert.ok(refusals.length > 0);
  for (const { status, code, headers } of refusals) {
    assert.deepEqual([status, code], [503, 'limits_degraded']);
    assert.ok(Number(headers.get('Retry-After')) > 0);
  }
  // Redis may have counted those that were under way without being able to say so.
  assert.ok(calls.length <= limit + inTheMiddle, `${calls.length} calls were made of ${limit}`);
  assert.ok(calls.length >= limit / 2, `only ${calls.length} calls were made of ${limit}`);
});

test('V14 a budget that Redis has seen spent stays spent while it is away', async (t) => {
  await using redis = await startRedis();
  const { calls, turns } = await pairOn(t, redis.url, 10);
  assert.equal(countOf(await turns(40), 429), 30);
  await redis.kill();
  const after = await turns(40);
  assert.equal(countOf(after, 503), 40);
  assert.equal(calls.length, 10);
});
