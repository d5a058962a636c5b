import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Store } from '../../../src/http/limits.ts';
import { memoryStore } from '../../../src/http/memory-store.ts';
import { chatOf, numbered } from '../chat.ts';
import { clockAt, problemOf, until, upstreamOf } from '../harness.ts';

const hour = 3_600_000;

const unreachable = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });

describe('the same post twice at once', () => {
  test('causes one call; the second is told to wait', async () => {
    const answered = Promise.withResolvers<Response>();
    const upstream = upstreamOf(() => answered.promise);
    const chat = chatOf(upstream);
    const first = chat();
    await until(() => upstream.calls.length === 1);
    const problem = await problemOf(await chat());
    assert.deepEqual([problem.status, problem.code], [409, 'conflict']);
    assert.equal(problem.headers.get('Retry-After'), '1');
    assert.equal(problem.body['retryAfter'], 1);
    answered.resolve(Response.json({ response: 'Hello' }));
    assert.equal((await first).status, 200);
    assert.equal((await chat()).headers.get('Idempotent-Replayed'), 'true');
    assert.equal(upstream.calls.length, 1);
  });

  test('and fifty times, at two proxies, causes one call', async () => {
    const store = memoryStore();
    const upstream = numbered();
    const [one, two] = [chatOf(upstream, { store }), chatOf(upstream, { store })];
    const posts = Array.from({ length: 50 }, (_, number) => (number % 2 ? one() : two()));
    const statuses = (await Promise.all(posts)).map((it) => it.status);
    assert.equal(upstream.calls.length, 1);
    assert.ok(statuses.includes(200));
    assert.ok(statuses.every((it) => it === 200 || it === 409));
  });

  test('goes on when the first one left', async () => {
    const upstream = upstreamOf(({ signal }, number) =>
      number > 0
        ? Response.json({ response: 'Hello' })
        : new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          }),
    );
    const chat = chatOf(upstream);
    const leaving = new AbortController();
    const first = chat({ signal: leaving.signal });
    await until(() => upstream.calls.length === 1);
    assert.equal((await chat()).status, 409);
    leaving.abort();
    assert.equal((await first).status, 499);
    assert.equal((await chat()).status, 200);
  });
});

describe('a post that failed', () => {
  const failures: Readonly<Record<string, () => Response>> = {
    'with 502': () => new Response('<html>', { status: 500 }),
    'with 503, because nothing answers': () => {
      throw unreachable();
    },
    'with 400': () => Response.json({ error: 'no' }, { status: 400 }),
  };
  for (const [name, failure] of Object.entries(failures)) {
    test(`${name} may be tried again with its key`, async () => {
      const upstream = upstreamOf((_, number) =>
        number < 3 ? failure() : Response.json({ response: `answer ${number}` }),
      );
      const chat = chatOf(upstream);
      for (let attempt = 0; attempt < 3; attempt += 1) {
        assert.ok((await chat()).status >= 400);
      }
      const success = await chat();
      assert.equal(success.headers.get('Idempotent-Replayed'), null);
      assert.deepEqual(await success.json(), { response: 'answer 3' });
      assert.equal((await chat()).headers.get('Idempotent-Replayed'), 'true');
      assert.equal(upstream.calls.length, 4);
    });
  }

  test('by the proxy’s own limit may be tried again with its key', async () => {
    const clock = clockAt();
    const upstream = numbered();
    const chat = chatOf(upstream, { limits: { visitor: { chat: 1 } }, now: clock.now });
    await chat({ key: 'earlier-0123456789' });
    assert.equal((await chat()).status, 429);
    clock.pass(hour);
    assert.equal((await chat()).status, 200);
    assert.equal(upstream.calls.length, 2);
  });

  test('keeps its key for its body', async () => {
    const upstream = upstreamOf(() => new Response('', { status: 500 }));
    const chat = chatOf(upstream);
    await chat();
    assert.equal((await chat({ text: 'Bye' })).status, 422);
  });
});

test('an answer too long to be kept is asked for again', async () => {
  const upstream = upstreamOf(() => Response.json({ response: 'x'.repeat(70_000) }));
  const chat = chatOf(upstream);
  assert.equal((await chat()).status, 200);
  assert.equal((await chat()).status, 200);
  assert.equal(upstream.calls.length, 2);
});

describe('while the shared store fails', () => {
  const gone = async (): Promise<never> => {
    throw new Error('gone');
  };
  const store: Store = { consume: gone, putIfAbsent: gone };

  for (const instances of [1, 3]) {
    test(`one of ${instances} proxies still knows its own keys`, async () => {
      const answered = Promise.withResolvers<Response>();
      const upstream = upstreamOf(() => answered.promise);
      const chat = chatOf(upstream, { store, instances });
      const first = chat();
      await until(() => upstream.calls.length === 1);
      assert.equal((await chat()).status, 409);
      answered.resolve(Response.json({ response: 'Hello' }));
      assert.equal((await first).status, 200);
      assert.equal((await chat()).headers.get('Idempotent-Replayed'), 'true');
      assert.equal(upstream.calls.length, 1);
    });
  }
});

test('without a store that is shared, a serverless proxy takes no key', async () => {
  const upstream = numbered();
  const env = { VERCEL: '1' };
  const problem = await problemOf(await chatOf(upstream, { env })());
  assert.deepEqual([problem.status, problem.code], [503, 'not_configured']);
  assert.equal(upstream.calls.length, 0);
});
