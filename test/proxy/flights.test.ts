import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { flights } from '../../src/proxy/flights.ts';

/** Work that ends when the test says so, and what is known of each time it was begun. */
const underWay = () => {
  const fly = flights<string>();
  const begun: {
    signal: AbortSignal;
    resolve: (it: string) => void;
    reject: (it: Error) => void;
  }[] = [];
  const join = (key = 'k', signal = new AbortController().signal) =>
    fly(key, signal, (workSignal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      begun.push({ signal: workSignal, resolve, reject });
      return promise;
    });
  return { begun, join };
};

describe('many who want the same', () => {
  test('cause one piece of work, and all get its result', async () => {
    const { begun, join } = underWay();
    const all = Promise.all(Array.from({ length: 100 }, () => join()));
    assert.equal(begun.length, 1);
    begun[0]?.resolve('done');
    assert.deepEqual(new Set(await all), new Set(['done']));
  });

  test('get its error', async () => {
    const { begun, join } = underWay();
    const all = Promise.allSettled(Array.from({ length: 3 }, () => join()));
    const error = new Error('broken');
    begun[0]?.reject(error);
    for (const it of await all) assert.deepEqual(it, { status: 'rejected', reason: error });
  });

  test('begin anew when it is over, well or not', async () => {
    const { begun, join } = underWay();
    const first = join();
    begun[0]?.resolve('first');
    await first;
    const second = join();
    begun[1]?.reject(new Error('broken'));
    await assert.rejects(second);
    const third = join();
    begun[2]?.resolve('third');
    assert.equal(await third, 'third');
  });

  test('do not meet those who want something else', async () => {
    const { begun, join } = underWay();
    const both = Promise.all([join('a'), join('b')]);
    begun[0]?.resolve('a');
    begun[1]?.resolve('b');
    assert.deepEqual(await both, ['a', 'b']);
  });
});

describe('who leaves', () => {
  test('gets the reason, and spoils nothing for the others', async () => {
    const { begun, join } = underWay();
    const leader = new AbortController();
    const first = join('k', leader.signal);
    const second = join();
    leader.abort(new Error('enough'));
    await assert.rejects(first, /enough/);
    assert.equal(begun[0]?.signal.aborted, false);
    begun[0].resolve('done');
    assert.equal(await second, 'done');
  });

  test('as the last one ends the work', async () => {
    const { begun, join } = underWay();
    const visitors = [new AbortController(), new AbortController()] as const;
    const waits = Promise.allSettled(visitors.map(({ signal }) => join('k', signal)));
    visitors[0].abort();
    await Promise.resolve();
    assert.equal(begun[0]?.signal.aborted, false);
    visitors[1].abort();
    await waits;
    assert.equal(begun[0].signal.aborted, true);
  });

  test('leaves nothing behind for who comes next', async () => {
    const { begun, join } = underWay();
    const visitor = new AbortController();
    const left = join('k', visitor.signal);
    visitor.abort();
    await assert.rejects(left);
    const next = join();
    assert.equal(begun.length, 2);
    begun[0]?.reject(new Error('aborted'));
    await Promise.resolve();
    const joined = join();
    assert.equal(begun.length, 2);
    begun[1]?.resolve('done');
    assert.deepEqual(await Promise.all([next, joined]), ['done', 'done']);
  });

  test('before coming begins nothing', async () => {
    const { begun, join } = underWay();
    await assert.rejects(join('k', AbortSignal.abort(new Error('gone'))), /gone/);
    assert.equal(begun.length, 0);
  });
});
