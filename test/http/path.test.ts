import assert from 'node:assert/strict';
import test from 'node:test';
import { pathMatcher } from '../../src/http/path.ts';

test('a template gives its parameters, decoded once', () => {
  assert.deepEqual(pathMatcher('/models/{id}/content')('/models/a%20b/content'), { id: 'a b' });
  assert.deepEqual(pathMatcher('/agents/{*key}')('/agents/a/b/c'), { key: ['a', 'b', 'c'] });
});

test('a path of another shape does not match', () => {
  const match = pathMatcher('/models/{id}/content');
  for (const path of [
    '/models/a',
    '/models/a/content/',
    '//models/a/content',
    '/models//content',
  ]) {
    assert.equal(match(path), undefined, path);
  }
});

test('no parameter climbs out of its place', () => {
  const single = pathMatcher('/models/{id}/content');
  const many = pathMatcher('/agents/{*key}');
  const bad = [
    '..',
    '.',
    '%2e%2e',
    '..%2fadmin',
    '%2F',
    '%5c',
    '%252e%252e',
    'a%00b',
    '%E0%A4%A',
    '',
  ];
  for (const segment of [...bad, 'x'.repeat(300)]) {
    assert.equal(single(`/models/${segment}/content`), undefined, segment);
    assert.equal(many(`/agents/a/${segment}/b`), undefined, segment);
  }
});
