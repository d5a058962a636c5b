import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { SharedStore, Store } from '../../../src/http/limits.ts';
import { memoryStore } from '../../../src/http/memory-store.ts';
import { withFallback, type FallbackOptions } from '../../../src/proxy/stores/fallback-store.ts';
import { claimOf, consumeOne } from './contract.ts';

const minute = 60_000;

/** A shared store that can be broken, behind a fallback, on a clock of the test. */
const broken = (options: FallbackOptions = {}) => {
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  const shared = memoryStore({ now });
  let trouble: (() => Promise<void>) | undefined;
  let asked = 0;
  const through =
    <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      asked += 1;
      await trouble?.();
      return call(...args);
    };
  const changes: unknown[] = [];
  const store = withFallback(
    {
      consume: through(shared.consume),
      putIfAbsent: through(shared.putIfAbsent),
      get: through(shared.get),
      set: through(shared.set),
    } satisfies SharedStore,
    { now, waitMs: 20, firstWaitMs: 20, onChange: (...change) => changes.push(change), ...options },
  );
  return {
    clock,
    store,
    shared,
    changes,
    asked: () => asked,
    fails: (message = 'gone') => {
      trouble = () => Promise.reject(new Error(message));
    },
    hangs: () => {
      trouble = () => new Promise(() => undefined);
    },
    answersAfter: (ms: number) => {
      trouble = () => pause(ms);
    },
    works: () => {
      trouble = undefined;
    },
  };
};

describe('while the shared store answers', () => {
  test('its answers are given as they are', async () => {
    const { store, shared } = broken({ instances: 3 });
    assert.deepEqual(await consumeOne(store, { points: 8 }), {
      allowed: true,
      remaining: 2,
      resetMs: minute,
    });
    assert.equal((await consumeOne(store, { points: 8 })).allowed, false);
    assert.equal((await consumeOne(shared, { points: 0 })).remaining, 2);
    assert.equal(store.state(), 'shared');
    assert.equal(await store.reachable(), true);
  });
});

describe('while the shared store fails', () => {
  test('budgets go on with this instance’s share, and say so', async () => {
    const { store, fails } = broken({ instances: 3 });
    fails();
    const first = await consumeOne(store, { points: 2 });
    assert.deepEqual(first, { allowed: true, remaining: 1, resetMs: minute, degraded: true });
    const second = await consumeOne(store, { points: 2 });
    assert.deepEqual([second.allowed, second.remaining, second.degraded], [false, 1, true]);
  });

  test('exactly the share passes when 200 ask at once', async () => {
    const { store, fails } = broken({ instances: 3 });
    fails();
    const spends = await Promise.all(
      Array.from({ length: 200 }, () => consumeOne(store, { limit: 100 })),
    );
    assert.equal(spends.filter(({ allowed }) => allowed).length, 33);
    assert.ok(spends.every(({ degraded }) => degraded));
  });

  test('the share is of what was left when the store last spoke of it', async () => {
    const { store, shared, fails } = broken({ instances: 2 });
    await consumeOne(shared, { points: 5 });
    await consumeOne(store, { points: 1 });
    fails();
    assert.equal((await consumeOne(store, { points: 2 })).allowed, true);
    assert.equal((await consumeOne(store, { points: 1 })).allowed, false);
  });

  test('what was spent everywhere stays spent, until its window ends', async () => {
    const { store, clock, fails } = broken();
    await consumeOne(store, { points: 10 });
    fails();
    assert.equal((await consumeOne(store, {})).allowed, false);
    clock.now += minute;
    assert.equal((await consumeOne(store, {})).allowed, true);
  });

  test('a limit smaller than the number of instances admits nobody', async () => {
    const { store, fails } = broken({ instances: 3 });
    fails();
    const spent = await consumeOne(store, { limit: 2 });
    assert.deepEqual([spent.allowed, spent.degraded], [false, true]);
  });

  test('all claims are taken or none', async () => {
    const { store, fails } = broken();
    fails();
    const [wide, narrow] = [claimOf({ key: 'wide' }), claimOf({ key: 'narrow', limit: 0 })];
    await store.consume([wide, narrow]);
    assert.equal((await consumeOne(store, { ...wide, points: 0 })).remaining, 10);
  });

  test('nothing is asked in vain: one call a second tries, the others do not wait', async () => {
    const { store, clock, hangs, asked } = broken();
    hangs();
    await consumeOne(store, {});
    assert.equal(asked(), 1);
    const begin = performance.now();
    for (let call = 0; call < 1_000; call += 1) await consumeOne(store, { limit: 10_000 });
    assert.ok(performance.now() - begin < 1_000);
    assert.equal(asked(), 1);
    clock.now += 1_000;
    await Promise.all(Array.from({ length: 50 }, () => consumeOne(store, {})));
    assert.equal(asked(), 2);
  });

  test('one that hangs keeps nobody waiting for longer than the wait', async () => {
    const { store, hangs } = broken({ waitMs: 50, firstWaitMs: 50 });
    hangs();
    const begin = performance.now();
    const spends = await Promise.all(Array.from({ length: 200 }, () => consumeOne(store, {})));
    assert.ok(performance.now() - begin < 1_000);
    assert.equal(spends.filter(({ allowed }) => allowed).length, 10);
  });

  test('the first answer may take longer, since a connection must be made', async () => {
    const { store, answersAfter } = broken({ firstWaitMs: 5_000 });
    answersAfter(100);
    assert.equal((await consumeOne(store, {})).degraded, undefined);
    assert.equal((await consumeOne(store, {})).degraded, true);
  });

  test('a lock is no budget: it is not divided', async () => {
    const { store, fails } = broken({ instances: 3 });
    fails();
    const lock = { key: 'lock', limit: 1, undivided: true } as const;
    assert.equal((await consumeOne(store, lock)).allowed, true);
    assert.equal((await consumeOne(store, lock)).allowed, false);
    await consumeOne(store, { ...lock, points: -1 });
    assert.equal((await consumeOne(store, lock)).allowed, true);
  });

  test('answers are not found, and keeping them does no harm', async () => {
    const { store, fails } = broken();
    await store.set('page', 'text', minute);
    assert.equal(await store.get('page'), 'text');
    fails();
    assert.equal(await store.get('page'), undefined);
    await store.set('page', 'other', minute);
  });

  test('values are kept here, also after it is back', async () => {
    const { store, clock, fails, works } = broken();
    fails();
    assert.equal(await store.putIfAbsent('k', 'first', minute), undefined);
    assert.equal(await store.putIfAbsent('k', 'second', minute), 'first');
    works();
    clock.now += 1_000;
    assert.equal(await store.putIfAbsent('k', 'third', minute), 'first');
  });

  test('values that this instance has put before are known', async () => {
    const { store, fails } = broken();
    await store.putIfAbsent('k', 'first', minute);
    fails();
    assert.equal(await store.putIfAbsent('k', 'second', minute), 'first');
  });

  test('the owner is told once, and once when it is over', async () => {
    const { store, clock, changes, fails, works } = broken();
    fails('Redis is gone');
    await Promise.all(Array.from({ length: 20 }, () => consumeOne(store, {})));
    assert.equal(store.state(), 'degraded');
    assert.equal(await store.reachable(), false);
    assert.deepEqual(changes, [[true, new Error('Redis is gone')]]);
    works();
    clock.now += 1_000;
    assert.equal(await store.reachable(), true);
    assert.equal(store.state(), 'shared');
    assert.deepEqual(changes.slice(1), [[false]]);
  });
});

describe('when the shared store is back', () => {
  test('its counts hold again', async () => {
    const { store, clock, fails, works } = broken();
    await consumeOne(store, { points: 4 });
    fails();
    await consumeOne(store, { points: 3 });
    works();
    clock.now += 1_000;
    const spent = await consumeOne(store, { points: 1 });
    assert.deepEqual(spent, { allowed: true, remaining: 5, resetMs: minute - 1_000 });
  });

  test('what was taken here is given back here, not to a store that never gave it', async () => {
    const { store, shared, clock, fails, works } = broken();
    await consumeOne(store, { points: 4 });
    fails();
    await consumeOne(store, { points: 3 });
    works();
    clock.now += 1_000;
    await consumeOne(store, { points: -3 });
    assert.equal((await consumeOne(shared, { points: 0 })).remaining, 6);
    await consumeOne(store, { points: -4 });
    assert.equal((await consumeOne(shared, { points: 0 })).remaining, 10);
  });

  test('what was taken from it while it fails is not given back to anybody else', async () => {
    const { store, fails } = broken();
    await consumeOne(store, { points: 10 });
    fails();
    await consumeOne(store, { points: -10 });
    assert.equal((await consumeOne(store, {})).allowed, false);
  });

  test('a second outage has no second share', async () => {
    const { store, clock, fails, works } = broken();
    const take = async (): Promise<number> => {
      const spends = await Promise.all(Array.from({ length: 20 }, () => consumeOne(store, {})));
      return spends.filter(({ allowed }) => allowed).length;
    };
    fails();
    assert.equal(await take(), 10);
    works();
    clock.now += 1_000;
    await store.reachable();
    fails();
    assert.equal(await take(), 0);
  });
});

test('a store that keeps no answers gets no cache, and is closed where it can be', async () => {
  const { consume, putIfAbsent } = memoryStore();
  const plain: Store = { consume, putIfAbsent };
  assert.equal('get' in withFallback(plain), false);
  let closed = false;
  const close = async (): Promise<void> => {
    closed = true;
  };
  await withFallback({ ...memoryStore(), close }).close?.();
  assert.equal(closed, true);
});

test('a number of instances that cannot be meant is refused', () => {
  for (const instances of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => withFallback(memoryStore(), { instances }), TypeError);
  }
});
