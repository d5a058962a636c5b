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
    assert.deepEqual([...body.keys()], ['tags', 'title', 'workspaceId', 'file']);
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

describe('a file that is a stream', () => {
  const chunks = () => new Blob([new Uint8Array([1, 2]), new Uint8Array([3])]).stream();

  const parsed = (input: Record<string, unknown>) => {
    const { body, headers, duplex } = writeFor('w1')(upload, { id: '1', ...input });
    assert.ok(body instanceof ReadableStream);
    assert.equal(duplex, 'half');
    return new Response(body, { headers }).formData();
  };

  test('is written while it is sent, after all other fields', async () => {
    const form = await parsed({ file: chunks(), filename: 'a/"b"\r\n.glb', tags: ['x'] });
    assert.deepEqual([...form.keys()], ['filename', 'tags', 'workspaceId', 'file']);
    const file = form.get('file');
    assert.ok(file instanceof File);
    assert.equal(file.name, '"b"\r\n.glb');
    assert.deepEqual([...new Uint8Array(await file.arrayBuffer())], [1, 2, 3]);
    assert.equal(form.get('filename'), 'a/"b"\r\n.glb');
  });

  test('may stand beside one that is whole, which keeps its name and type', async () => {
    const poster = new File(['png'], 'poster.png', { type: 'image/png' });
    const form = await parsed({ file: chunks(), poster });
    const found = form.get('poster');
    assert.ok(found instanceof File);
    assert.deepEqual(
      [found.name, found.type, await found.text()],
      ['poster.png', 'image/png', 'png'],
    );
    assert.equal((form.get('file') as File).name, 'file');
  });

  test('is let go of when the request ends early', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: () => {
        cancelled = true;
      },
    });
    const { body } = writeFor()(upload, { id: '1', file: endless });
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    assert.equal(cancelled, true);
  });
});
