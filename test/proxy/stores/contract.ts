import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import test, { describe } from 'node:test';
import type { Claim, SharedStore, Spent } from '../../../src/http/limits.ts';

const minute = 60_000;
/** Soon over, and still longer than a busy machine takes for two calls. */
const shortly = 500;
let keys = 0;

/** A key that no other test has. */
export const newKey = (): string => `key ${(keys += 1)}`;

export const claimOf = (claim: Partial<Claim> = {}): Claim => ({
  key: 'k',
  points: 1,
  limit: 10,
  windowMs: minute,
  ...claim,
});

/** What becomes of a single claim. */
export const consumeOne = async (
  store: Pick<SharedStore, 'consume'>,
  claim: Partial<Claim>,
): Promise<Spent> => {
  const [spent] = await store.consume([claimOf(claim)]);
  assert.ok(spent);
  return spent;
};

/** Asks until it is so: time passes by itself in a real server. */
export const eventually = async (isTrue: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 5_000;
  while (!(await isTrue())) {
    assert.ok(performance.now() < end, 'it did not come true');
    await pause(2);
  }
};

/** What every store promises, whatever is behind it. */
export const storeContract = (name: string, storeOf: () => SharedStore): void => {
  describe(`${name}: budgets`, { concurrency: true }, () => {
    test('exactly the limit passes when 200 ask at once', async () => {
      const store = storeOf();
      const key = newKey();
      const spends = await Promise.all(
        Array.from({ length: 200 }, () => consumeOne(store, { key, limit: 37 })),
      );
      assert.equal(spends.filter(({ allowed }) => allowed).length, 37);
      assert.equal((await consumeOne(store, { key, points: 0, limit: 37 })).remaining, 0);
    });

    test('exactly the tightest limit passes when 200 take from three budgets at once', async () => {
      const store = storeOf();
      const [address, visitor, everyone] = [newKey(), newKey(), newKey()];
      const claims = [
        claimOf({ key: address, limit: 60 }),
        claimOf({ key: visitor, limit: 23 }),
        claimOf({ key: everyone, limit: 1_000 }),
      ];
      const calls = await Promise.all(Array.from({ length: 200 }, () => store.consume(claims)));
      const passed = calls.filter((spends) => spends.every(({ allowed }) => allowed));
      assert.equal(passed.length, 23);
      const left = await store.consume(claims.map((it) => ({ ...it, points: 0 })));
      assert.deepEqual(
        left.map(({ remaining }) => remaining),
        [37, 0, 977],
      );
    });

    test('all claims are taken or none, and each is answered in its place', async () => {
      const store = storeOf();
      const [wide, narrow] = [newKey(), newKey()];
      const claims = [
        claimOf({ key: wide, points: 3, limit: 10 }),
        claimOf({ key: narrow, points: 3, limit: 5 }),
      ];
      const first = await store.consume(claims);
      const second = await store.consume(claims);
      const told = (spends: readonly Spent[]) =>
        spends.map(({ allowed, remaining }) => [allowed, remaining]);
      assert.deepEqual(told(first), [
        [true, 7],
        [true, 2],
      ]);
      assert.deepEqual(told(second), [
        [true, 7],
        [false, 2],
      ]);
    });

    test('points are taken whole or not at all', async () => {
      const store = storeOf();
      const key = newKey();
      assert.equal((await consumeOne(store, { key, points: 6 })).remaining, 4);
      const refused = await consumeOne(store, { key, points: 5 });
      assert.deepEqual([refused.allowed, refused.remaining], [false, 4]);
      assert.equal((await consumeOne(store, { key, points: 4 })).allowed, true);
    });

    test('asking for nothing takes nothing and is never refused', async () => {
      const store = storeOf();
      const key = newKey();
      await consumeOne(store, { key, points: 10 });
      const asked = await consumeOne(store, { key, points: 0 });
      assert.deepEqual([asked.allowed, asked.remaining], [true, 0]);
    });

    test('what is given back may be spent again, never more than was spent', async () => {
      const store = storeOf();
      const key = newKey();
      await consumeOne(store, { key, points: 3 });
      assert.equal((await consumeOne(store, { key, points: -2 })).remaining, 9);
      assert.equal((await consumeOne(store, { key, points: -100 })).remaining, 10);
      assert.equal((await consumeOne(store, { key, points: 11 })).allowed, false);
    });

    test('a window begins with the first call and is not prolonged by later ones', async () => {
      const store = storeOf();
      const key = newKey();
      const first = await consumeOne(store, { key });
      assert.ok(first.resetMs > minute - 1_000 && first.resetMs <= minute, String(first.resetMs));
      await eventually(async () => {
        const { resetMs } = await consumeOne(store, { key, points: 0 });
        return resetMs < first.resetMs;
      });
    });

    test('when a window is over everything may be spent again', async () => {
      const store = storeOf();
      const key = newKey();
      const claim = { key, points: 10, windowMs: shortly };
      const begin = performance.now();
      assert.equal((await consumeOne(store, claim)).allowed, true);
      await eventually(async () => (await consumeOne(store, claim)).allowed);
      assert.ok(performance.now() - begin > shortly - 10);
    });

    test('what is given back after its window adds nothing to the next one', async () => {
      const store = storeOf();
      const key = newKey();
      await consumeOne(store, { key, points: 10, windowMs: shortly });
      await eventually(async () => {
        const { remaining } = await consumeOne(store, { key, points: 0, windowMs: shortly });
        return remaining === 10;
      });
      const given = await consumeOne(store, { key, points: -10 });
      assert.equal(given.remaining, 10);
      assert.equal((await consumeOne(store, { key, points: 11 })).allowed, false);
    });

    test('large numbers stay whole', async () => {
      const store = storeOf();
      const claim = { key: newKey(), points: 1_000_000_000_000_001, limit: 9_000_000_000_000_000 };
      await consumeOne(store, claim);
      assert.equal((await consumeOne(store, claim)).remaining, 6_999_999_999_999_998);
    });

    test('no claim is no question', async () => {
      assert.deepEqual(await storeOf().consume([]), []);
    });
  });

  describe(`${name}: values and answers`, { concurrency: true }, () => {
    test('the first value under a key stays until its time is over', async () => {
      const store = storeOf();
      const key = newKey();
      assert.equal(await store.putIfAbsent(key, 'first', shortly), undefined);
      assert.equal(await store.putIfAbsent(key, 'second', minute), 'first');
      await eventually(async () => (await store.putIfAbsent(key, 'third', minute)) === undefined);
      assert.equal(await store.putIfAbsent(key, 'fourth', minute), 'third');
    });

    test('one of 50 puts at once wins, and all others are given its value', async () => {
      const store = storeOf();
      const key = newKey();
      const given = await Promise.all(
        Array.from({ length: 50 }, (_, index) => store.putIfAbsent(key, `value ${index}`, minute)),
      );
      const winner = given.indexOf(undefined);
      assert.deepEqual(new Set(given), new Set([undefined, `value ${winner}`]));
      assert.equal(given.filter((it) => it === undefined).length, 1);
    });

    test('an answer is found until its time is over, and the last one set', async () => {
      const store = storeOf();
      const key = newKey();
      assert.equal(await store.get(key), undefined);
      await store.set(key, 'old', minute);
      await store.set(key, 'new', shortly);
      assert.equal(await store.get(key), 'new');
      await eventually(async () => (await store.get(key)) === undefined);
    });

    test('budgets, values and answers under the same key do not meet', async () => {
      const store = storeOf();
      const key = newKey();
      await store.set(key, 'answer', minute);
      await store.putIfAbsent(key, 'value', minute);
      await consumeOne(store, { key });
      assert.equal(await store.get(key), 'answer');
      assert.equal(await store.putIfAbsent(key, 'other', minute), 'value');
      assert.equal((await consumeOne(store, { key, points: 0 })).remaining, 9);
    });

    test('text comes back as it was, in keys and in values', async () => {
      const store = storeOf();
      for (const text of [
        '',
        '{"a":"\\u0000"}',
        'line\r\nline',
        '💬 ü',
        '{x}:y',
        'x'.repeat(100_000),
      ]) {
        const key = newKey() + text.slice(0, 40);
        await store.set(key, text, minute);
        assert.equal(await store.get(key), text);
        await store.putIfAbsent(key, text, minute);
        assert.equal(await store.putIfAbsent(key, 'other', minute), text);
      }
    });
  });
};
