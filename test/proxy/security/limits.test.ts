/** Budgets: whom they count, and that they hold when many ask at once or Redis goes away. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { addressKey } from '../../../src/http/address.ts';
import { memoryStore } from '../../../src/http/memory-store.ts';
import type { Proxy } from '../../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { connectRedis } from '../../../src/proxy/node.ts';
import { startRedis } from '../../support/redis.ts';
import { asked, problemOf, proxyOf, upstreamOf, until } from '../harness.ts';
import { agreeable, chatTurn, plenty, posted, proxied } from './support.ts';

const reply = () => Response.json({ response: 'Hi' });

const chat = (proxy: Proxy, address: string | undefined, headers: Record<string, string> = {}) =>
  proxy.fetch(asked({ path: '/characters/response', json: chatTurn, headers }), {
    ...(address !== undefined && { address }),
  });

const countOf = (answers: readonly Response[], status: number): number =>
  answers.filter((it) => it.status === status).length;

const times = <T>(count: number, make: (number: number) => T): Promise<Awaited<T>[]> =>
  Promise.all(Array.from({ length: count }, (_, number) => make(number)));

/** As much as one visitor may have, and no bound but that. */
const limitsOf = (perVisitor: number): ProxyOptions['limits'] => ({
  ...plenty,
  visitor: { chat: perVisitor },
  global: { chat: 100_000 },
});

test('V13 every spelling of an address has one budget, and no two IPv4 addresses share one', async () => {
  const { fetch } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(1) });
  const spellings = {
    '1.2.3.4': ['::ffff:1.2.3.4', '::FFFF:1.2.3.4', '::ffff:102:304', '0:0:0:0:0:ffff:1.2.3.4'],
    '2001:db8::1': ['2001:DB8:0:0::1', '2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:0db8::0001'],
    'fe80::1': ['fe80::1%eth0', 'fe80:0:0:0::2%1'],
  };
  for (const [address, others] of Object.entries(spellings)) {
    assert.equal((await chat(proxy, address)).status, 200, address);
    for (const other of others) assert.equal((await chat(proxy, other)).status, 429, other);
  }
  for (const another of ['::ffff:5.6.7.8', '5.6.7.9', '2001:db8:0:1::1']) {
    assert.equal((await chat(proxy, another)).status, 200, another);
  }
});

test('V13 65,536 addresses of one /64 have one budget', async () => {
  const keys = new Set<string | undefined>();
  for (let number = 0; number < 65_536; number += 1) {
    keys.add(addressKey(`2001:db8:1:2:${number.toString(16)}:${(65_535 - number).toString(16)}::`));
  }
  assert.deepEqual([...keys], ['20010db800010002/64']);
  const { fetch, calls } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(20) });
  const answers = await times(200, (number) => chat(proxy, `2001:db8:1:2::${number.toString(16)}`));
  assert.deepEqual([countOf(answers, 200), countOf(answers, 429), calls.length], [20, 180, 20]);
});

test('V13 whose address is not known shares one budget with all others of whom it is not', async () => {
  const { fetch, calls } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(5) });
  const unknown = [undefined, '', 'unknown', '1.2.3', '999.1.1.1', 'localhost'];
  const answers = await times(60, (number) => chat(proxy, unknown[number % unknown.length]));
  assert.deepEqual([countOf(answers, 200), calls.length], [5, 5]);
});

const claims = {
  'X-Forwarded-For': '203.0.113.9',
  Forwarded: 'for=203.0.113.9',
  'X-Real-Ip': '203.0.113.9',
  'X-Client-Ip': '203.0.113.9',
  'True-Client-Ip': '203.0.113.9',
  'CF-Connecting-IP': '203.0.113.9',
  'x-vercel-forwarded-for': '203.0.113.9',
  'x-nf-client-connection-ip': '203.0.113.9',
  'Fly-Client-IP': '203.0.113.9',
};

test('V13 no header makes another address, unless a peer that is trusted has written it', async (t) => {
  const { call } = await proxied(t, agreeable, { limits: limitsOf(1) });
  const turn = (headers: Record<string, string>) =>
    call('/characters/response', posted(chatTurn, headers));
  assert.equal((await turn({})).status, 200);
  for (const [name, value] of Object.entries(claims)) {
    assert.equal((await turn({ [name]: value })).status, 429, name);
  }
  const trusting = await proxied(t, agreeable, { limits: limitsOf(1), trustProxy: 'loopback' });
  const from = async (forwarded: string): Promise<number> =>
    (await trusting.call('/characters/response', posted(chatTurn, { 'X-Forwarded-For': forwarded })))
      .status;
  assert.equal(await from('203.0.113.1'), 200);
  assert.equal(await from('203.0.113.2'), 200);
  assert.equal(await from('9.9.9.9, 203.0.113.1'), 429, 'what stands left of it was sent by a visitor');
  assert.equal(await from('2001:db8::1'), 200);
  assert.equal(await from('[2001:db8::2]:443'), 429);
});

test('V13 a trusted range does not make a visitor from elsewhere believable', async () => {
  const { fetch } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(1), trustProxy: ['10.0.0.0/8'] });
  assert.equal((await chat(proxy, '203.0.113.7')).status, 200);
  for (const peer of ['203.0.113.7', '::ffff:203.0.113.7']) {
    assert.equal((await chat(proxy, peer, claims)).status, 429, peer);
  }
});

test('V13 throwing tokens away, or sharing one, gives nobody more', async () => {
  const { fetch, calls } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(10) });
  const token = (await chat(proxy, '203.0.113.1')).headers.get('Fae-Visitor') ?? '';
  const withoutToken = await times(30, () => chat(proxy, '203.0.113.1'));
  assert.equal(countOf(withoutToken, 200), 9);
  const shared = await times(30, (number) => chat(proxy, `198.51.100.${number}`, { 'Fae-Visitor': token }));
  assert.equal(countOf(shared, 200), 9);
  assert.equal(calls.length, 19);
});

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
    'an answer that cannot be used': () => new Response('<p>', { headers: { 'Content-Type': 'text/html' } }),
    'a connection that broke': () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })),
  };
  for (const [what, answer] of Object.entries(ways)) {
    const { fetch, calls } = upstreamOf(answer);
    const proxy = proxyOf(fetch, { limits: limitsOf(3) });
    const answers = await times(20, () => chat(proxy, '203.0.113.7'));
    assert.deepEqual([countOf(answers, 502), countOf(answers, 429), calls.length], [3, 17, 3], what);
  }
});

test('V14 what never reached the upstream is given back, once', async () => {
  const away = upstreamOf(() => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })));
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
