import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import fc from 'fast-check';
import { createClient } from 'redis';
import type { Claim, SharedStore } from '../../../src/http/limits.ts';
import { memoryStore } from '../../../src/http/memory-store.ts';
import { connectRedis } from '../../../src/proxy/redis.node.ts';
import { redisRestStore, redisStore } from '../../../src/proxy/redis.ts';
import { withFallback } from '../../../src/proxy/stores/fallback-store.ts';
import { startRedis } from '../../support/redis.ts';
import { startRedisRest } from '../../support/redis-rest.ts';
import { newKey, storeContract } from './contract.ts';

const redis = await startRedis();
const rest = await startRedisRest(redis.url, 'a token');
const connected = connectRedis(redis.url);
const client = createClient({ url: redis.url });
const ofClient = redisStore(client);
const overRest = redisRestStore({ url: rest.url, token: 'a token', prefix: '{rest}:' });
after(async () => {
  await Promise.all([connected.close(), ofClient.close?.()]);
  await rest[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const memory = memoryStore();
const guarded = withFallback(connectRedis(redis.url, { prefix: '{guarded}:' }), { waitMs: 5_000 });
after(() => guarded.close?.());

storeContract('memory', () => memory);
storeContract('Redis by its address', () => connected);
storeContract('Redis by a client', () => ofClient);
storeContract('Redis over REST', () => overRest);
storeContract('Redis with a fallback', () => guarded);

/** Calls of up to three claims on three budgets, giving back included. */
const calls = fc.array(
  fc.uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      points: fc.integer({ min: -5, max: 8 }),
      limit: fc.integer({ min: 0, max: 12 }),
    }),
    { selector: ({ key }) => key, minLength: 1, maxLength: 3 },
  ),
  { minLength: 1, maxLength: 20 },
);

const told = async (store: SharedStore, claims: readonly Claim[]) =>
  (await store.consume(claims)).map(({ allowed, remaining }) => ({ allowed, remaining }));

test('Redis answers every sequence of calls as the memory does', async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      const run = newKey();
      for (const call of sequence) {
        const claims = call.map((it) => ({ ...it, key: `${run} ${it.key}`, windowMs: 60_000 }));
        assert.deepEqual(await told(connected, claims), await told(memory, claims));
      }
    }),
    { numRuns: 200 },
  );
});
