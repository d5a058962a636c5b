import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readAtMost, readBody, readJsonObject } from '../../src/http/body.ts';
import { HttpError } from '../../src/http/problem.ts';

const streamOf = (...chunks: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

const post = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request('http://test/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

const refusedWith = (status: number) => (error: unknown) =>
  error instanceof HttpError && error.status === status;

describe('a body', () => {
  test('is put together from its pieces', async () => {
    const bytes = await readAtMost(streamOf('ab', 'c'), 3);
    assert.equal(new TextDecoder().decode(bytes), 'abc');
    assert.equal((await readAtMost(null, 3))?.byteLength, 0);
  });

  test('of one byte too many is given up, and its source told so', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: () => {
        cancelled = true;
      },
    });
    assert.equal(await readAtMost(endless, 99), undefined);
    assert.ok(cancelled);
  });

  test('is measured, whatever its length claims', async () => {
    const headers = { 'Content-Length': '1' };
    await assert.rejects(
      readBody({ headers: new Headers(headers), body: streamOf('abcd') }, 3),
      refusedWith(413),
    );
    const claims = new Headers({ 'Content-Length': '999' });
    await assert.rejects(readBody({ headers: claims, body: streamOf('a') }, 3), refusedWith(413));
    await assert.rejects(readBody(post('abcd', headers), 3), refusedWith(413));
    await assert.rejects(readBody(post('a', { 'Content-Length': '4' }), 3), refusedWith(413));
    assert.equal((await readBody(post('abc', { 'Content-Length': '3' }), 3)).byteLength, 3);
  });

  test('that is compressed is refused', async () => {
    const request = post('x', { 'Content-Encoding': 'gzip' });
    await assert.rejects(readBody(request, 10), refusedWith(415));
  });
});

describe('a JSON object', () => {
  const json = { 'Content-Type': 'application/json; charset=utf-8' };

  test('is read', async () => {
    assert.deepEqual(await readJsonObject(post('{"a":1}', json), 100), { a: 1 });
  });

  test('is nested a hundred levels deep at most', async () => {
    const nested = (lists: number) => post(`{"a":${'['.repeat(lists)}${']'.repeat(lists)}}`, json);
    assert.ok('a' in (await readJsonObject(nested(99), 1000)));
    await assert.rejects(readJsonObject(nested(100), 1000), refusedWith(400));
    await assert.rejects(readJsonObject(nested(100_000), 1_000_000), refusedWith(400));
  });

  test('must be declared as one', async () => {
    for (const type of ['text/plain', 'application/jsonp', 'multipart/form-data', '']) {
      const request = post('{}', { 'Content-Type': type });
      await assert.rejects(readJsonObject(request, 100), refusedWith(415), type);
    }
  });

  test('must be one', async () => {
    for (const body of ['[]', 'null', '1', '{', '{"a":1', '\u0000']) {
      await assert.rejects(readJsonObject(post(body, json), 100), refusedWith(400), body);
    }
    const broken = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    await assert.rejects(readJsonObject(post(broken, json), 100), refusedWith(400));
  });
});
