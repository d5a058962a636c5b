import assert from 'node:assert/strict';
import test from 'node:test';
import { mediaType, pick, requestIdOf } from '../../src/http/headers.ts';

test('only the named headers are picked', () => {
  const picked = pick(new Headers({ ETag: '"1"', 'Set-Cookie': 'a=1' }), ['ETag', 'Range']);
  assert.deepEqual([...picked], [['etag', '"1"']]);
});

test('a media type comes without parameters, in lower case', () => {
  assert.equal(mediaType(new Headers({ 'Content-Type': 'Text/HTML; charset=x' })), 'text/html');
  assert.equal(mediaType(new Headers()), '');
});

test('a harmless request id is kept, any other replaced', () => {
  assert.equal(requestIdOf(new Headers({ 'X-Request-Id': 'abc-123' })), 'abc-123');
  for (const id of ['', 'a b', '<script>', 'x'.repeat(65)]) {
    assert.match(requestIdOf(new Headers({ 'X-Request-Id': id })), /^[0-9a-f-]{36}$/);
  }
});
