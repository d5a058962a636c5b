import assert from 'node:assert/strict';
import { request } from 'node:http';
import test, { after, before, describe } from 'node:test';
import { createBlobs } from '../../src/platform/files/blobs.ts';
import { createFiles } from '../../src/platform/files/files.ts';
import { folderStorage } from '../../src/platform/files/folder-storage.ts';
import { mediaTypeOf } from '../../src/platform/files/media-type.ts';
import { inMemory } from '../../src/platform/files/storage.ts';
import { startPlatform, svg, type TestPlatform } from './support.ts';

describe('A public file', () => {
  let server: TestPlatform;
  let picture: string;
  before(async () => {
    server = await startPlatform();
    const [ada] = await server.json(200, 'GET', '/api/characters');
    picture = String(ada?.['avatar']);
  });
  after(() => server.close());

  test('needs no key, is kept for good, and may be read by every page', async () => {
    const response = await fetch(picture);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'image/svg+xml');
    assert.equal(response.headers.get('Content-Disposition'), 'inline');
    assert.equal(response.headers.get('Cache-Control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal(response.headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    assert.match(response.headers.get('ETag') ?? '', /^"[0-9a-f]{32}"$/);
    assert.equal(await response.text(), svg);
  });

  test('has no power over this origin', async () => {
    const { headers } = await fetch(picture);
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(
      headers.get('Content-Security-Policy'),
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    );
  });

  test('is told by its bytes, and saved rather than shown where it is no medium', async () => {
    const models = await server.json(200, 'GET', '/api/models');
    const page = models.find((it) => it['name'] === 'Not a model');
    const response = await fetch(String(page?.['url']));
    assert.equal(response.headers.get('Content-Type'), 'application/octet-stream');
    assert.match(response.headers.get('Content-Disposition') ?? '', /^attachment; .*page\.html$/);
    await response.text();
  });

  test('comes in ranges and answers conditions', async () => {
    const part = await fetch(picture, { headers: { Range: 'bytes=1-3' } });
    assert.equal(part.status, 206);
    assert.equal(await part.text(), 'svg');
    const known = part.headers.get('ETag') ?? '';
    assert.equal((await fetch(picture, { headers: { 'If-None-Match': known } })).status, 304);
    const preflight = await fetch(picture, { method: 'OPTIONS' });
    assert.equal(preflight.status, 204);
  });

  test('is found by its id alone', async () => {
    const other = picture.replace('picture.svg', 'any%20name');
    assert.equal(await (await fetch(other)).text(), svg);
  });

  /** As it stands: `fetch` would tidy the path up. */
  const rawStatus = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.origin);
      request({ hostname, port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  for (const path of [
    '/files/../keys.json',
    '/files/..%2f..%2fplatform.db/x',
    '/files/%2e%2e/%2e%2e/platform.db',
    '/files/00000000000000000000000000000000/../../../platform.db',
    '/files/00000000000000000000000000000000/x',
    '/files/',
    '/files',
  ]) {
    test(`is not at ${path}`, async () => {
      assert.equal(await rawStatus(path), 404);
    });
  }

  /** The files of the platform, as its handlers have them. */
  const filesOf = () => {
    const { store, root, origin } = server;
    const storage = folderStorage(`${root}/data`);
    const files = createFiles(
      store,
      createBlobs(store, storage, () => undefined),
      origin,
    );
    const put = (workspace: string, name: string, text: string) =>
      files.put(workspace, name, inMemory(Buffer.from(text)), async (_, file) => file);
    return { files, put };
  };

  test('with a name full of odd characters still has a valid address and header', async () => {
    const { files, put } = filesOf();
    const file = await put(server.platform.workspace, 'a"b\r\nc/ü(1)\ud800.txt', 'Hello');
    const response = await fetch(files.urlOf(file));
    assert.equal(response.status, 200);
    assert.equal(await response.text(), 'Hello');
    assert.match(response.headers.get('Content-Disposition') ?? '', /%22b%0D%0Ac%2F%C3%BC%281%29/);
  });

  test('of two workspaces is two files, though the bytes are the same', async () => {
    const { workspace } = server.platform;
    const other = await server.otherWorkspace();
    const { put } = filesOf();
    const first = await put(workspace, 'a.txt', 'The same');
    const second = await put(other.id, 'a.txt', 'The same');
    assert.notEqual(first.id, second.id);
    assert.equal((await put(workspace, 'b.txt', 'The same')).id, first.id);
  });
});

describe('What a file is', () => {
  const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  const cases: [string, string][] = [
    ['glTF\x02\0\0\0', 'model/gltf-binary'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x1cftypavif', 'image/avif'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
    ['ID3\x03', 'audio/mpeg'],
    ['\xff\xfb\x90', 'audio/mpeg'],
    ['OggS', 'audio/ogg'],
    ['\0\0\0\x18ftypisom', 'video/mp4'],
    ['\0\0\0\x18ftypM4A ', 'audio/mp4'],
    ['\0\0\0\x14ftypqt  ', 'video/quicktime'],
    ['\0\0\0\x18ftypheic', 'image/heic'],
    ['\x1aE\xdf\xa3', 'video/webm'],
    ['%PDF-1.7', 'application/pdf'],
    ['<svg xmlns="x">', 'image/svg+xml'],
    ['<?xml version="1.0"?>\n<!-- hello -->\n<svg>', 'image/svg+xml'],
    ['<!doctype html><svg>', 'application/octet-stream'],
    ['<html><svg>', 'application/octet-stream'],
    ['<svgx>', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ];
  for (const [bytes, type] of cases) {
    test(`that begins with ${JSON.stringify(bytes)} is ${type}`, () => {
      assert.equal(mediaTypeOf(latin1(bytes)), type);
    });
  }
});
