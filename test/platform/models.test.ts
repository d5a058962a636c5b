import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { glb, startPlatform, type TestPlatform } from './support.ts';

describe('A model of our own', () => {
  let server: TestPlatform;
  let path: string;
  before(async () => {
    server = await startPlatform();
    path = `/api/models/${server.platform.sample['modelId']}/content`;
  });
  after(() => server.close());

  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    server.call(method, path, undefined, headers);
  const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

  test('is streamed whole, with its size and a strong entity tag', async () => {
    const response = await ask();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'model/gltf-binary');
    assert.equal(response.headers.get('Content-Length'), '100000');
    assert.match(response.headers.get('ETag') ?? '', /^"[0-9a-f]+"$/);
    assert.deepEqual(await bytesOf(response), glb());
  });

  test('is streamed in part', async () => {
    const response = await ask({ Range: 'bytes=70000-70009' });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('Content-Range'), 'bytes 70000-70009/100000');
    assert.deepEqual(await bytesOf(response), glb().subarray(70000, 70010));
  });

  test('can be put together from parts', async () => {
    const begin = await bytesOf(await ask({ Range: 'bytes=0-49999' }));
    const rest = await bytesOf(await ask({ Range: 'bytes=50000-' }));
    assert.deepEqual(Buffer.concat([begin, rest]), Buffer.from(glb()));
  });

  test('is not sent again to whoever has it', async () => {
    const known = (await ask({}, 'HEAD')).headers.get('ETag') ?? '';
    const response = await ask({ 'If-None-Match': known });
    assert.equal(response.status, 304);
  });

  test('has no bytes beyond its end', async () => {
    const response = await ask({ Range: 'bytes=100000-' });
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('Content-Range'), 'bytes */100000');
    await response.text();
  });

  test('tells its headers to HEAD', async () => {
    const response = await ask({}, 'HEAD');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Length'), '100000');
    assert.equal((await bytesOf(response)).length, 0);
  });

  test('is bad_upstream when the file is an HTML page', async () => {
    const id = server.platform.sample['htmlModelId'];
    const refused = await server.json(502, 'GET', `/api/models/${id}/content`);
    assert.equal(refused['code'], 'bad_upstream');
  });

  test('is not found under an id that is none', async () => {
    await server.json(404, 'GET', '/api/models/nonsense/content');
    await server.json(404, 'GET', '/api/models/0123456789abcdef01234567/content');
  });

  test('survives readers that go away in the middle', async () => {
    for (let reader = 0; reader < 5; reader += 1) {
      const controller = new AbortController();
      const response = await fetch(server.origin + path, {
        headers: { 'x-api-key': server.platform.key },
        signal: controller.signal,
      });
      await response.body?.getReader().read();
      controller.abort();
    }
    assert.equal((await bytesOf(await ask())).length, 100_000);
  });
});

describe('The record of a model', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  test('is refused for what is no https URL', async () => {
    for (const url of ['http://a.example/x.glb', 'file:///etc/passwd', 'x', '', undefined, 5]) {
      const refused = await server.json(400, 'POST', '/api/models', { url });
      assert.match(String(refused['error']), /"url"/);
    }
  });

  test('keeps the file that it was registered for', async () => {
    const url = 'https://storage.googleapis.com/a/b.glb';
    const { id } = await server.json(201, 'POST', '/api/models', { url });
    const path = `/api/models/${id}`;
    await server.json(400, 'PUT', path, { url: 'https://169.254.169.254/' });
    const same = await server.json(200, 'PUT', path, { url, name: 'Same' });
    assert.deepEqual([same['url'], same['name']], [url, 'Same']);
  });

  test('of any https URL can be made, but only files on allowed hosts are streamed', async () => {
    const url = 'https://elsewhere.example/x.glb';
    const { id } = await server.json(201, 'POST', '/api/models', { url });
    const refused = await server.json(403, 'GET', `/api/models/${id}/content`);
    assert.equal(refused['code'], 'forbidden');
  });

  test('takes its file with it when it is deleted, and tells how much that was', async () => {
    const id = server.platform.sample['modelId'];
    const models = await server.json(200, 'GET', '/api/models');
    const url = String(models.find((it) => it['id'] === id)?.['url']);
    assert.equal((await fetch(url)).status, 200);
    const deleted = await server.json(200, 'DELETE', `/api/models/${id}`);
    assert.deepEqual(deleted, { success: true, freed: 100_000 });
    assert.equal((await fetch(url)).status, 404);
    await server.json(404, 'DELETE', `/api/models/${id}`);
  });
});

test('A file stays while another record is of it', async (t) => {
  const server = await startPlatform({ publicUrl: 'https://fae.example' });
  t.after(server.close);
  const id = server.platform.sample['modelId'];
  const models = await server.json(200, 'GET', '/api/models');
  const url = String(models.find((it) => it['id'] === id)?.['url']);
  // The name at the end is for people: the file is the same under any other.
  const renamed = url.replace('cube.glb', 'other.glb');
  const copy = await server.json(201, 'POST', '/api/models', { url: renamed });
  const first = await server.json(200, 'DELETE', `/api/models/${id}`);
  assert.equal(first['freed'], 0);
  const content = await server.call('GET', `/api/models/${copy['id']}/content`);
  assert.equal((await content.arrayBuffer()).byteLength, 100_000);
  const second = await server.json(200, 'DELETE', `/api/models/${copy['id']}`);
  assert.equal(second['freed'], 100_000);
  const late = await server.json(201, 'POST', '/api/models', { url });
  const gone = await server.json(404, 'GET', `/api/models/${late['id']}/content`);
  assert.equal(gone['code'], 'not_found');
});
