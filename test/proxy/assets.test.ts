import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { after, describe } from 'node:test';
import { gzipSync } from 'node:zlib';
import { folderAssets } from '../../src/proxy/node.ts';
import { asked, endpoint, noFetch, proxyOf } from './harness.ts';

const script = 'export const answer = 42;'.repeat(40);
const folder = mkdtempSync(join(tmpdir(), 'fae-assets-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'cdn', '@1.2.0'), { recursive: true });
writeFileSync(join(folder, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'cdn', 'fae.js'), 'load()');
writeFileSync(join(folder, 'cdn', 'fae.css'), 'fae-checkout{}');
writeFileSync(join(folder, 'cdn', '.env'), 'secret');
writeFileSync(join(folder, 'cdn', '@1.2.0', 'fae-checkout.js'), script);
writeFileSync(join(folder, 'cdn', '@1.2.0', 'fae-checkout.js.gz'), gzipSync(script));

const assets = folderAssets(pathToFileURL(join(folder, 'cdn')));
const proxy = proxyOf(noFetch, { assets, version: '1.2.0' });
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  proxy.fetch(asked({ method, path, headers: { Origin: 'https://any.example', ...headers } }));

describe('scripts and styles', () => {
  test('are open to every page', async () => {
    const { status, headers } = await get('/fae.js');
    assert.equal(status, 200);
    assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(headers.get('Content-Type'), 'text/javascript; charset=utf-8');
    assert.equal(headers.get('Vary'), 'Accept-Encoding');
  });

  test('never change within a version; the loader soon does', async () => {
    const versioned = await get('/@1.2.0/fae-checkout.js');
    assert.equal(await versioned.text(), script);
    assert.match(versioned.headers.get('Cache-Control') ?? '', /max-age=31536000, immutable/);
    assert.match((await get('/fae.css')).headers.get('Cache-Control') ?? '', /max-age=300/);
  });

  test('are sent compressed to whoever takes it', async () => {
    const path = '/@1.2.0/fae-checkout.js';
    const zipped = await get(path, { 'Accept-Encoding': 'br;q=0, gzip' });
    assert.equal(zipped.headers.get('Content-Encoding'), 'gzip');
    assert.deepEqual(Buffer.from(await zipped.arrayBuffer()), gzipSync(script));
    const plain = await get(path, { 'Accept-Encoding': 'gzip;q=0' });
    assert.equal(plain.headers.get('Content-Encoding'), null);
    assert.notEqual(plain.headers.get('ETag'), zipped.headers.get('ETag'));
  });

  test('are not sent again to whoever has them', async () => {
    const etag = (await get('/fae.js')).headers.get('ETag') ?? '';
    const again = await get('/fae.js', { 'If-None-Match': `"other", W/${etag}` });
    assert.equal(again.status, 304);
    assert.equal(again.headers.get('Access-Control-Allow-Origin'), '*');
  });

  test('of another version lead to the running one', async () => {
    const { status, headers } = await get('/@0.9.0/fae-checkout.js');
    assert.equal(status, 302);
    assert.equal(headers.get('Location'), '/fae/@1.2.0/fae-checkout.js');
    assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
  });

  test('that are not there are 404', async () => {
    const paths = [
      '/@1.2.0/none.js',
      '/@',
      '/@1.2.0/',
      '/@1.2.0/../../secret.txt',
      '/@/..%2fsecret.txt',
    ];
    for (const path of [...paths, '/@0.9.0//evil.test/x', '/@1.2.0/%2e%2e%2f%2e%2e%2fsecret.txt']) {
      assert.equal((await get(path)).status, 404, path);
    }
    assert.equal((await proxyOf(noFetch).fetch(new Request(`${endpoint}/fae.js`))).status, 404);
  });

  test('answer HEAD without the body, and no other method', async () => {
    const head = await get('/fae.js', {}, 'HEAD');
    assert.equal(head.body, null);
    assert.equal(head.headers.get('Content-Length'), '6');
    assert.equal((await get('/fae.js', {}, 'POST')).status, 405);
  });
});

test('a folder gives only what was found in it, of known types', () => {
  const request = new Request(`${endpoint}/fae.js`);
  for (const path of ['.env', '../secret.txt', '', 'cdn', '@1.2.0', '@1.2.0/fae-checkout.js.gz']) {
    assert.equal(assets(path, request, {}), undefined, path);
  }
});

test('a folder that is not there is said at once', () => {
  assert.throws(() => folderAssets(join(folder, 'none')), /ENOENT/);
});
