import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Claim } from '../../src/http/limits.ts';
import { memoryStore } from '../../src/http/memory-store.ts';

const minute = 60_000;

const claimOn = (key: string, points = 1): Claim => ({ key, points, limit: 10, windowMs: minute });

/** What every store promises is in test/proxy/stores/contract.ts. */
describe('the memory store', () => {
  test('under a flood of addresses forgets none of the budgets of all', async () => {
    const store = memoryStore({ capacity: 10, now: () => 0 });
    for (let address = 0; address < 10; address += 1) {
      await store.consume([claimOn(`address ${address}`), claimOn('all')]);
    }
    for (let address = 0; address < 1_000; address += 1) {
      const spends = await store.consume([claimOn(`flood ${address}`), claimOn('all')]);
      assert.deepEqual(
        spends.map(({ allowed }) => allowed),
        [true, false],
      );
    }
  });

  test('answers for claims that it has no room to remember', async () => {
    const store = memoryStore({ capacity: 1, now: () => 0 });
    const spends = await store.consume([claimOn('a', 3), claimOn('b', 4)]);
    assert.deepEqual(
      spends.map(({ allowed, remaining }) => [allowed, remaining]),
      [
        [true, 7],
        [true, 6],
      ],
    );
  });

  test('forgets values for values, and answers for answers', async () => {
    const store = memoryStore({ bytes: 10_000, now: () => 0 });
    await store.putIfAbsent('first', 'value', minute);
    for (let page = 0; page < 50; page += 1) {
      await store.set(`page ${page}`, 'x'.repeat(1_000), minute);
    }
    assert.equal(await store.putIfAbsent('first', 'other', minute), 'value');
    for (let page = 0; page < 50; page += 1) {
      await store.putIfAbsent(`value ${page}`, 'x'.repeat(1_000), minute);
    }
    assert.equal(await store.putIfAbsent('first', 'other', minute), undefined);
    assert.equal(await store.get('page 49'), 'x'.repeat(1_000));
  });

  test('keeps nothing for another one', async () => {
    const [one, two] = [memoryStore(), memoryStore()];
    await one.consume([claimOn('k', 10)]);
    await one.putIfAbsent('k', 'value', minute);
    await one.set('k', 'answer', minute);
    assert.equal((await two.consume([claimOn('k')]))[0]?.allowed, true);
    assert.equal(await two.putIfAbsent('k', 'other', minute), undefined);
    assert.equal(await two.get('k'), undefined);
  });
});
