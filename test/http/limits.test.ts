import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { rateLimitHeaders, type Claim, type Spent } from '../../src/http/limits.ts';
import { memoryStore } from '../../src/http/memory-store.ts';

const storeAt = (bounds: { readonly capacity?: number; readonly bytes?: number } = {}) => {
  const clock = { now: 1_000 };
  const store = memoryStore({ now: () => clock.now, ...bounds });
  const consume = async (claim: Partial<Claim>): Promise<Spent> => {
    const [spent] = await store.consume([
      { key: 'k', points: 1, limit: 10, windowMs: 1_000, ...claim },
    ]);
    assert.ok(spent);
    return spent;
  };
  return { clock, store, consume };
};

/** What every store promises is in test/proxy/stores/contract.ts. */
describe('the memory store', () => {
  test('ends a window to the millisecond', async () => {
    const { consume, clock } = storeAt();
    await consume({ points: 10 });
    clock.now += 999;
    assert.deepEqual(await consume({}), { allowed: false, remaining: 0, resetMs: 1 });
    clock.now += 1;
    assert.deepEqual(await consume({}), { allowed: true, remaining: 9, resetMs: 1_000 });
  });

  test('forgets values and answers to the millisecond', async () => {
    const { store, clock } = storeAt();
    await store.putIfAbsent('k', 'value', 500);
    await store.set('k', 'answer', 500);
    clock.now += 499;
    assert.equal(await store.putIfAbsent('k', 'other', 500), 'value');
    assert.equal(await store.get('k'), 'answer');
    clock.now += 1;
    assert.equal(await store.putIfAbsent('k', 'other', 500), undefined);
    assert.equal(await store.get('k'), undefined);
  });

  test('never holds more budgets than its capacity, and keeps the busy ones', async () => {
    const { consume } = storeAt({ capacity: 3 });
    await consume({ key: 'busy', points: 5 });
    for (let visitor = 0; visitor < 50; visitor += 1) {
      await consume({ key: `visitor ${visitor}` });
      await consume({ key: 'busy', points: 0 });
    }
    assert.equal((await consume({ key: 'busy', points: 0 })).remaining, 5);
    assert.equal((await consume({ key: 'visitor 0', points: 0 })).remaining, 10);
  });

  test('never holds more bytes of answers than it may, and keeps the latest', async () => {
    const { store } = storeAt({ bytes: 10_000 });
    for (let page = 0; page < 50; page += 1) await store.set(`${page}`, 'x'.repeat(1_000), 1_000);
    assert.equal(await store.get('0'), undefined);
    assert.equal(await store.get('49'), 'x'.repeat(1_000));
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
