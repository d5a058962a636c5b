import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { boundedMap, textWeight } from '../../src/http/bounded-map.ts';

const mapOf = (capacity: number, weigh?: (value: string, key: string) => number) => {
  const clock = { now: 1_000 };
  const map = boundedMap<string>({ capacity, now: () => clock.now, ...(weigh && { weigh }) });
  const fill = (...keys: readonly string[]) => {
    for (const key of keys) map.set(key, `value of ${key}`, 1_000);
  };
  const has = (...keys: readonly string[]) => keys.map((key) => map.get(key) !== undefined);
  return { clock, map, fill, has };
};

describe('a bounded map', () => {
  test('gives what it holds, and the last value set', () => {
    const { map, fill } = mapOf(10);
    fill('a');
    assert.equal(map.get('a')?.value, 'value of a');
    map.set('a', 'another', 1_000);
    assert.equal(map.get('a')?.value, 'another');
    assert.equal(map.get('b'), undefined);
  });

  test('forgets to the millisecond, and what is set again lives anew', () => {
    const { map, fill, has, clock } = mapOf(10);
    fill('a');
    clock.now += 999;
    assert.deepEqual(has('a'), [true]);
    assert.equal(map.get('a')?.endsAt, 2_000);
    clock.now += 1;
    assert.deepEqual(has('a'), [false]);
    fill('a');
    assert.equal(map.get('a')?.endsAt, 3_000);
  });

  test('beyond its capacity forgets what was not touched for longest', () => {
    const { fill, has } = mapOf(3);
    fill('a', 'b', 'c');
    assert.deepEqual(has('a'), [true]);
    fill('d');
    assert.deepEqual(has('a', 'b', 'c', 'd'), [true, false, true, true]);
  });

  test('counts a key that is set again once', () => {
    const { fill, has } = mapOf(3);
    for (let time = 0; time < 100; time += 1) fill('a');
    fill('b', 'c');
    assert.deepEqual(has('a', 'b', 'c'), [true, true, true]);
  });

  test('makes room of what has ended when it is asked for', () => {
    const { fill, has, clock } = mapOf(2);
    fill('old');
    clock.now += 1_000;
    assert.deepEqual(has('old'), [false]);
    fill('a', 'b');
    assert.deepEqual(has('a', 'b'), [true, true]);
  });

  test('holds no more weight than its capacity, however it comes', () => {
    const { map, has } = mapOf(10, (value) => value.length);
    map.set('a', 'xxxx', 1_000);
    map.set('b', 'xxxx', 1_000);
    map.set('a', 'xxxxxx', 1_000);
    assert.deepEqual(has('a', 'b'), [true, true]);
    map.set('a', 'xxxxxxx', 1_000);
    assert.deepEqual(has('b', 'a'), [false, true]);
  });

  test('keeps the latest even where that alone is too heavy, until the next comes', () => {
    const { map, has } = mapOf(10, (value) => value.length);
    map.set('a', 'x', 1_000);
    map.set('heavy', 'x'.repeat(100), 1_000);
    assert.deepEqual(has('a', 'heavy'), [false, true]);
    map.set('b', 'x', 1_000);
    assert.deepEqual(has('heavy', 'b'), [false, true]);
  });

  test('forgets every key that begins so, and no other', () => {
    const { map, fill, has } = mapOf(4);
    fill('nfts.list 1', 'nfts.list 2', 'nft', 'characters.nfts.');
    map.forget('nfts.');
    assert.deepEqual(has('nfts.list 1', 'nfts.list 2', 'nft', 'characters.nfts.'), [
      false,
      false,
      true,
      true,
    ]);
    fill('a', 'b');
    assert.deepEqual(has('nft', 'a', 'b'), [true, true, true]);
  });
});

test('text weighs two bytes a character, its key included, and what an entry takes', () => {
  assert.equal(textWeight('', ''), 200);
  assert.equal(textWeight('text', 'key'), 214);
});
