import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Operation } from '../../src/api/operation.ts';
import { writeFor } from '../../src/client/whole-api.ts';

const upload: Operation = {
  method: 'POST',
  path: '/images/{id}',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'body', as: 'workspaceId' },
  body: 'form',
  answer: 'json',
};

const read: Operation = {
  method: 'GET',
  path: '/agents/{id}/files/{*key}',
  auth: 'key',
  audience: 'operator',
  workspace: { in: 'query', as: 'workspace' },
  query: ['size'],
  answer: 'binary',
  types: ['image/png'],
};

describe('the requests of the whole API', () => {
  test('may be forms, with files and the workspace', () => {
    const file = new Blob(['x']);
    const input = { id: 'a b', file, tags: ['x', 'y'], title: 'T', none: undefined };
    const { path, body, headers } = writeFor('w1')(upload, input);
    assert.equal(path, '/images/a%20b');
    assert.ok(body instanceof FormData);
    assert.deepEqual([...body.keys()], ['file', 'tags', 'title', 'workspaceId']);
    assert.ok(body.get('file') instanceof Blob);
    assert.deepEqual(
      ['tags', 'title', 'workspaceId'].map((it) => body.get(it)),
      ['["x","y"]', 'T', 'w1'],
    );
    assert.equal(headers.get('Content-Type'), null, 'which comes with the form’s boundary');
  });

  test('have paths with lists of segments, each encoded', () => {
    const input = { id: '1', key: ['a/b', 'c'], size: 5 };
    const { path, headers } = writeFor('w1')(read, input);
    assert.equal(path, '/agents/1/files/a%2Fb/c?size=5&workspace=w1');
    assert.equal(headers.get('Accept'), 'image/png');
    assert.throws(() => writeFor()(read, { ...input, key: ['..'] }), { code: 'invalid_request' });
  });

  test('name the workspace that the caller names', () => {
    const input = { id: '1', key: ['a'], workspace: 'own' };
    for (const write of [writeFor('w1'), writeFor()]) {
      assert.equal(write(read, input).path, '/agents/1/files/a?workspace=own');
    }
  });
});
