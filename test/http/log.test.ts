import assert from 'node:assert/strict';
import test from 'node:test';
import { jsonLines, unfailing } from '../../src/http/log.ts';

test('an event is one line, line breaks in it included', () => {
  const lines: string[] = [];
  jsonLines((line) => lines.push(line))({ path: '/a\nb', status: 200 });
  assert.deepEqual(lines, ['{"path":"/a\\nb","status":200}']);
});

test('a log that throws does not fail the request', () => {
  const log = unfailing(() => {
    throw new Error('disk full');
  });
  assert.doesNotThrow(() => log({ status: 200 }));
});
