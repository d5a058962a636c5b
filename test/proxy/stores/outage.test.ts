import assert from 'node:assert/strict';
import test from 'node:test';
import type { SharedStore, Spent } from '../../../src/http/limits.ts';
import { connectRedis } from '../../../src/proxy/redis.node.ts';
import { redisRestStore } from '../../../src/proxy/redis.ts';
import { withFallback } from '../../../src/proxy/stores/fallback-store.ts';
import { startRedis } from '../../support/redis.ts';
import { startRedisRest } from '../../support/redis-rest.ts';
import { consumeOne, eventually } from './contract.ts';

/** Soon enough for a test; a machine under load still answers within the wait. */
const soon = { waitMs: 250, retryMs: 100 };

/** Asks again and again, eight at a time, until told to stop; gives what was answered. */
const underLoad = (store: Pick<SharedStore, 'consume'>, limit: number) => {
  const answers: { readonly spent: Spent; readonly ms: number }[] = [];
  let goesOn = true;
  const asker = async (): Promise<void> => {
    while (goesOn) {
      const begin = performance.now();
      const spent = await consumeOne(store, { key: 'load', limit });
      answers.push({ spent, ms: performance.now() - begin });
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const askers = Promise.all(Array.from({ length: 8 }, asker));
  return {
    answers,
    stop: async (): Promise<void> => {
      goesOn = false;
      await askers;
    },
  };
};

const outages = {
  'killed in the middle of the run': {
    begin: (redis: Awaited<ReturnType<typeof startRedis>>) => redis.kill(),
    end: (redis: Awaited<ReturnType<typeof startRedis>>) => redis.restart(),
  },
  'that hangs in the middle of the run': {
    begin: async (redis: Awaited<ReturnType<typeof startRedis>>) => redis.hang(),
    end: async (redis: Awaited<ReturnType<typeof startRedis>>) => redis.resume(),
  },
};

for (const [outage, { begin, end }] of Object.entries(outages)) {
  test(`Redis ${outage} stalls nobody, refuses nobody falsely, and comes back by itself`, async () => {
    await using redis = await startRedis();
    const store = withFallback(connectRedis(redis.url, { timeoutMs: 500 }), soon);
    const limit = 1_000_000_000;
    await consumeOne(store, { key: 'load', limit });
    const load = underLoad(store, limit);
    await eventually(async () => load.answers.length > 100);
    await begin(redis);
    await eventually(async () => load.answers.some(({ spent }) => spent.degraded));
    const since = load.answers.length;
    await eventually(async () => load.answers.length > since + 1_000);
    await end(redis);
    await eventually(async () => store.state() === 'shared');
    await eventually(async () => load.answers.at(-1)?.spent.degraded === undefined);
    await load.stop();
    await store.close?.();
    assert.ok(load.answers.every(({ spent }) => spent.allowed));
    const longest = Math.max(...load.answers.map(({ ms }) => ms));
    assert.ok(longest < 1_000, `somebody waited ${longest} ms`);
  });
}

test('three instances share what is left while Redis is away, and its counts when it is back', async () => {
  await using redis = await startRedis();
  const stores = Array.from({ length: 3 }, () =>
    withFallback(connectRedis(redis.url), { ...soon, waitMs: 2_000, instances: 3 }),
  );
  const claim = { key: 'budget', limit: 100 };
  const take = async (): Promise<Spent[]> =>
    Promise.all(
      Array.from({ length: 300 }, (_, n) => consumeOne(stores[n % 3] ?? stores[0]!, claim)),
    );
  const admitted = (spends: readonly Spent[]) => spends.filter(({ allowed }) => allowed).length;
  for (const store of stores) await consumeOne(store, { ...claim, points: 10 });
  await Promise.all(stores.map((store) => consumeOne(store, { ...claim, points: 0 })));
  await redis.kill();
  const during = await take();
  assert.equal(admitted(during), 3 * 23, 'a third each of the 70 that were left');
  assert.ok(during.every(({ degraded }) => degraded));
  await redis.restart();
  await eventually(async () => {
    await Promise.all(stores.map((store) => store.reachable()));
    return stores.every((store) => store.state() === 'shared');
  });
  const after = await take();
  assert.equal(admitted(after), 100, 'this Redis forgets what it counted');
  assert.ok(after.every(({ degraded }) => !degraded));
  for (const store of stores) await store.close?.();
});

test('Redis over REST that is away falls back too', async () => {
  await using redis = await startRedis();
  const rest = await startRedisRest(redis.url, 't');
  const store = withFallback(redisRestStore({ url: rest.url, token: 't' }), soon);
  assert.equal((await consumeOne(store, {})).degraded, undefined);
  await rest[Symbol.asyncDispose]();
  assert.equal((await consumeOne(store, {})).degraded, true);
});
