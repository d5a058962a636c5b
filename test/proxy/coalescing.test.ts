import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { AnswerCache } from '../../src/http/limits.ts';
import { memoryStore } from '../../src/http/memory-store.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { gallery, numberedNfts } from './gallery.ts';
import { asked, baseOptions, id, key, problemOf, shop, until, type Sent } from './harness.ts';

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const untilAborted = ({ signal }: Sent): Promise<Response> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

describe('a hundred readers at once', () => {
  test('cause one call, and all get its answer', async () => {
    const { read, name, upstream } = gallery();
    const names = await Promise.all(times(100, () => name(read())));
    assert.deepEqual(new Set(names), new Set(['NFT 0']));
    assert.equal(upstream.calls.length, 1);
  });

  test('cause one call where nothing is kept, too', async () => {
    const { read, upstream } = gallery({ cache: false });
    await Promise.all(times(100, () => read()));
    assert.equal(upstream.calls.length, 1);
    await read();
    assert.equal(upstream.calls.length, 2);
  });

  test('are told of the same failure, each with its own request id', async () => {
    const { read, name, upstream } = gallery({}, (sent, number) =>
      number === 0 ? new Response('', { status: 500 }) : numberedNfts(sent, number),
    );
    const problems = await Promise.all(times(100, async () => problemOf(await read())));
    assert.deepEqual(new Set(problems.map(({ code }) => code)), new Set(['bad_upstream']));
    assert.equal(new Set(problems.map(({ body }) => body['requestId'])).size, 100);
    assert.equal(upstream.calls.length, 1);
    assert.equal(await name(read()), 'NFT 1');
  });

  test('each are counted and logged', async () => {
    const { read, events } = gallery({ limits: { requestsPerMinute: 60 } });
    const statuses = (await Promise.all(times(100, () => read()))).map(({ status }) => status);
    assert.equal(statuses.filter((it) => it === 200).length, 60);
    assert.equal(statuses.filter((it) => it === 429).length, 40);
    assert.equal(events.length, 100);
  });
});

describe('a reader who leaves', () => {
  const waiting = (options: ProxyOptions = {}) => {
    const answered = Promise.withResolvers<Response>();
    const it = gallery(options, (sent) => Promise.race([answered.promise, untilAborted(sent)]));
    const leaving = () => {
      const leaver = new AbortController();
      const request = asked({ path: '/public/nfts', signal: leaver.signal });
      return { leave: () => leaver.abort(), response: it.proxy.fetch(request) };
    };
    const hasAnswer = () => answered.resolve(Response.json([{ _id: id, name: 'late' }]));
    return { ...it, leaving, hasAnswer };
  };

  test('as the first one does not break the others', async () => {
    const { leaving, read, name, hasAnswer, upstream } = waiting();
    const first = leaving();
    const other = name(read());
    await until(() => upstream.calls.length === 1);
    first.leave();
    assert.equal((await first.response).status, 499);
    assert.equal(upstream.calls[0]?.signal.aborted, false);
    hasAnswer();
    assert.equal(await other, 'late');
    assert.equal(upstream.calls.length, 1);
  });

  test('as the last one ends the call', async () => {
    const { leaving, upstream, events } = waiting();
    const readers = times(3, leaving);
    await until(() => upstream.calls.length === 1);
    for (const { leave } of readers) leave();
    for (const { response } of readers) assert.equal((await response).status, 499);
    await until(() => upstream.calls[0]?.signal.aborted === true);
    assert.deepEqual(
      events.map((it) => it['code']),
      times(3, () => 'client_closed'),
    );
  });

  test('leaves nothing to the next one but to begin anew', async () => {
    const { leaving, read, name, hasAnswer, upstream } = waiting();
    const first = leaving();
    await until(() => upstream.calls.length === 1);
    first.leave();
    await first.response;
    const next = name(read());
    await until(() => upstream.calls.length === 2);
    hasAnswer();
    assert.equal(await next, 'late');
  });
});

describe('proxies that share a cache', () => {
  test('ask the API once', async () => {
    const cache = memoryStore();
    const [one, two] = [gallery({ cache }), gallery({ cache })];
    const first = await one.read();
    two.clock.pass(10_000);
    const second = await two.read();
    assert.equal(await second.text(), await first.text());
    assert.equal(second.headers.get('ETag'), first.headers.get('ETag'));
    assert.equal(second.headers.get('Age'), '10');
    assert.equal(two.upstream.calls.length, 0);
  });

  test('use their store for it, where that can keep answers', async () => {
    const store = memoryStore();
    const [one, two] = [gallery({ store }), gallery({ store })];
    await one.read();
    await two.read();
    assert.equal(two.upstream.calls.length, 0);
  });

  test('take no stale answer from each other', async () => {
    const cache = memoryStore();
    const [one, two] = [gallery({ cache }), gallery({ cache })];
    await one.read();
    two.clock.pass(30_000);
    await two.read();
    assert.equal(two.upstream.calls.length, 1);
  });

  const fae = { ...baseOptions.fae };
  const others: Readonly<Record<string, ProxyOptions>> = {
    'another workspace': { fae: { ...fae, workspace: 'b'.repeat(24) } },
    'another API': { fae: { ...fae, url: 'http://other.test/api' } },
    'other pins': { expose: { 'nfts.listPublic': { id: [id] } } },
  };
  for (const [name, options] of Object.entries(others)) {
    test(`never give each other the answers of ${name}`, async () => {
      const cache = memoryStore();
      const one = gallery({ cache });
      await one.read();
      const { fetch, calls } = one.upstream;
      const two = gallery({ cache, ...options, fae: { ...fae, ...options.fae, fetch } });
      assert.equal((await two.read()).status, 200);
      assert.equal(calls.length, 2);
      await one.read();
      assert.equal(calls.length, 2);
    });
  }

  test('never give an answer to another question', async () => {
    const { proxy, upstream } = gallery({}, ({ url }) =>
      Response.json({ id: url.pathname.split('/').at(-1) }),
    );
    for (const productId of [id, '64b5f0c2a1d3e4f5a6b7c8da']) {
      const response = await proxy.fetch(asked({ path: `/payments/embed/product/${productId}` }));
      assert.deepEqual(await response.json(), { id: productId });
    }
    assert.equal(upstream.calls.length, 2);
  });

  test('put nothing of the key into it', async () => {
    const put: string[] = [];
    const cache: AnswerCache = {
      get: async () => undefined,
      set: async (name, value) => void put.push(name, value),
    };
    await gallery({ cache }).read();
    assert.equal(put.length, 2);
    assert.ok(!put.join().includes(key) && !put.join().includes(shop));
  });
});

describe('a cache of the owner’s that', () => {
  const broken: Readonly<Record<string, () => Promise<never>>> = {
    fails: () => Promise.reject(new Error('gone')),
    throws: () => {
      throw new Error('gone');
    },
  };
  for (const [name, gone] of Object.entries(broken)) {
    test(`${name} costs no reader the answer, and the owner is told once`, async () => {
      const { read, name: nameOf, events, clock } = gallery({ cache: { get: gone, set: gone } });
      assert.equal(await nameOf(read()), 'NFT 0');
      assert.equal(await nameOf(read()), 'NFT 0');
      clock.pass(60_000);
      assert.equal(await nameOf(read()), 'NFT 1');
      const told = events.filter((it) => it['sharedCache'] !== undefined);
      assert.equal(told.length, 1);
      assert.match(String(told[0]?.['hint']), /The cache does not answer/);
    });
  }

  test('is back is used again', async () => {
    const memory = memoryStore();
    let works = false;
    const cache: AnswerCache = {
      get: async (name) => (works ? memory.get(name) : Promise.reject(new Error('gone'))),
      set: (...entry) => memory.set(...entry),
    };
    const [one, two] = [gallery({ cache }), gallery({ cache })];
    await one.read();
    works = true;
    one.clock.pass(60_000);
    two.clock.pass(60_000);
    await one.read();
    await two.read();
    assert.equal(two.upstream.calls.length, 0);
    assert.equal(one.events.at(-2)?.['sharedCache'], 'ok');
  });
});

test('the option says where answers are kept, whatever the variable says', async () => {
  const { read, upstream } = gallery({ cache: memoryStore(), env: { FAE_CACHE: 'off' } });
  await read();
  await read();
  assert.equal(upstream.calls.length, 1);
});
