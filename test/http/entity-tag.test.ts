import assert from 'node:assert/strict';
import test from 'node:test';
import { entityTag } from '../../src/http/entity-tag.ts';

test('an entity tag is a quoted word, the same for the same text', () => {
  for (const text of ['', 'a', '{"id":"64b5","name":"Grüße 🏮"}']) {
    assert.match(entityTag(text), /^"[\w-]{5,32}"$/);
    assert.equal(entityTag(text), entityTag(text));
  }
});

test('texts that differ in a single place have different entity tags', () => {
  const text = '{"amount":4900,"currency":"eur"}'.repeat(10);
  const tags = new Set([entityTag(text)]);
  let count = 1;
  for (let place = 0; place < text.length; place += 1) {
    for (const other of ['0', ' ', '\u0100']) {
      if (text[place] === other) continue;
      tags.add(entityTag(text.slice(0, place) + other + text.slice(place + 1)));
      count += 1;
    }
  }
  for (let number = 0; number < 100_000; number += 1) tags.add(entityTag(`{"stock":${number}}`));
  assert.equal(tags.size, count + 100_000);
});

test('swapped parts have different entity tags', () => {
  assert.notEqual(entityTag('ab'), entityTag('ba'));
  assert.notEqual(entityTag('[1,2]'), entityTag('[2,1]'));
  assert.notEqual(entityTag('\0'), entityTag('\0\0'));
});
