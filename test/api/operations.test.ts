import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { throughJson } from './through-json.ts';
import { schemasOf } from '../../src/api/all.schemas.ts';
import { namedOperations } from '../../src/api/operations.ts';

describe('the operations', () => {
  test('are plain data', () => {
    for (const operation of namedOperations) {
      assert.deepEqual(throughJson(operation), operation, operation.name);
    }
  });

  test('have a visitor view where they are for visitors, and only there', () => {
    for (const { name, audience, visitor } of namedOperations) {
      assert.equal(visitor !== undefined, audience === 'visitor', name);
    }
  });

  test('never show a visitor what is private', () => {
    const seen = namedOperations.flatMap((it) => it.visitor?.sees ?? []);
    for (const field of ['background', 'prompt', 'memory', 'model', 'workspace', 'key', 'ref']) {
      assert.ok(!seen.includes(field), field);
    }
  });

  test('never take a workspace, key or price from a visitor', () => {
    const sent = namedOperations.flatMap((it) => it.visitor?.sends ?? []);
    for (const field of ['workspace', 'workspaceId', 'key', 'amount', 'currency', 'model']) {
      assert.ok(!sent.includes(field), field);
    }
  });

  test('limit what visitors send, and nothing else', () => {
    for (const { name, visitor } of namedOperations) {
      for (const field of Object.keys(visitor?.longest ?? {})) {
        assert.ok(visitor?.sends.includes(field), `${name}: ${field}`);
      }
    }
  });

  test('have schemas for what they take and give', () => {
    for (const { name, path, body, answer } of namedOperations) {
      const schemas = schemasOf(name);
      assert.equal(schemas.params !== undefined, path.includes('{'), `${name} params`);
      assert.equal(schemas.body !== undefined, body !== undefined, `${name} body`);
      assert.equal(schemas.answer !== undefined, answer === 'json', `${name} answer`);
    }
  });

  test('that cost something are posts', () => {
    for (const { name, method, cost } of namedOperations) {
      if (cost) assert.equal(method, 'POST', name);
    }
  });
});
