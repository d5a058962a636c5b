import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { memoryStore, rateLimitHeaders } from '../../src/http/limits.ts';

const storeAt = (capacity?: number) => {
  const clock = { now: 1_000 };
  const store = memoryStore({ now: () => clock.now, ...(capacity && { capacity }) });
  return { clock, store };
};

describe('the memory store', () => {
  test('lets exactly the limit through when 200 ask at once', async () => {
    const { store } = storeAt();
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => store.consume('k', 1, 37, 1_000)),
    );
    assert.equal(answers.filter((it) => it.allowed).length, 37);
  });

  test('takes all points or none', async () => {
    const { store } = storeAt();
    assert.equal((await store.consume('k', 6, 10, 1_000)).remaining, 4);
    assert.deepEqual(await store.consume('k', 5, 10, 1_000), {
      allowed: false,
      remaining: 4,
      resetMs: 1_000,
    });
    assert.equal((await store.consume('k', 4, 10, 1_000)).allowed, true);
  });

  test('begins anew when the window is over', async () => {
    const { store, clock } = storeAt();
    await store.consume('k', 10, 10, 1_000);
    clock.now += 999;
    assert.equal((await store.consume('k', 1, 10, 1_000)).allowed, false);
    clock.now += 1;
    assert.equal((await store.consume('k', 1, 10, 1_000)).allowed, true);
  });

  test('takes back what was not used, never more than was spent', async () => {
    const { store } = storeAt();
    await store.consume('k', 3, 10, 1_000);
    assert.equal((await store.consume('k', -100, 10, 1_000)).remaining, 10);
  });

  test('never holds more keys than its capacity, and keeps the busy ones', async () => {
    const { store } = storeAt(3);
    await store.consume('busy', 5, 10, 1_000);
    for (let visitor = 0; visitor < 50; visitor += 1) {
      await store.consume(`visitor ${visitor}`, 1, 10, 1_000);
      await store.consume('busy', 0, 10, 1_000);
    }
    assert.equal((await store.consume('busy', 0, 10, 1_000)).remaining, 5);
    assert.equal((await store.consume('visitor 0', 0, 10, 1_000)).remaining, 10);
  });

  test('keeps the first value under a key until its time is over', async () => {
    const { store, clock } = storeAt();
    assert.equal(await store.putIfAbsent('k', 'first', 500), undefined);
    assert.equal(await store.putIfAbsent('k', 'second', 500), 'first');
    clock.now += 500;
    assert.equal(await store.putIfAbsent('k', 'third', 500), undefined);
  });
});

test('the headers say policy, rest and reset in whole seconds', () => {
  const policy = { name: 'chat', limit: 20, windowMs: 3_600_000 };
  const headers = rateLimitHeaders(policy, { allowed: true, remaining: 7, resetMs: 1_200 });
  assert.deepEqual(headers, {
    'RateLimit-Policy': '"chat";q=20;w=3600',
    RateLimit: '"chat";r=7;t=2',
  });
});
