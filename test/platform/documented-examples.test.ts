/** The examples of the FAE API's document, with host, ids and key put in. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import { startPlatform, type TestPlatform } from './support.ts';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

describe('The examples of the API document', () => {
  let server: TestPlatform;
  let key: string;
  let workspace: string;
  before(async () => {
    server = await startPlatform();
    ({ key, workspace } = server.platform);
  });
  after(() => server.close());

  test('characters with curl', { skip: hasCurl ? false : 'curl is not installed' }, async () => {
    const url = `${server.origin}/api/characters?workspace=${workspace}`;
    const { stdout } = await run('curl', ['-s', url, '-H', `x-api-key: ${key}`]);
    const characters = JSON.parse(stdout) as { name: string }[];
    assert.deepEqual(
      characters.map((it) => it.name),
      ['Ada'],
    );
  });

  test('List public NFTs', async () => {
    const res = await fetch(`${server.origin}/api/public/nfts?workspace=${workspace}`, {
      headers: { 'x-api-key': key },
    });
    const nfts = (await res.json()) as { name: string; public: boolean }[];
    assert.equal(res.status, 200);
    assert.deepEqual(
      nfts.map((it) => [it.name, it.public]),
      [
        ['Collection', true],
        ['Master', true],
      ],
    );
  });

  test('Get product info, with the key in the header or as ?key=', async () => {
    const url = `${server.origin}/api/payments/embed/product/${server.platform.sample['productId']}`;
    const res = await fetch(url, { headers: { 'x-api-key': key } });
    const product = (await res.json()) as Record<string, unknown>;
    assert.deepEqual(Object.keys(product), [
      'id',
      'name',
      'description',
      'amount',
      'currency',
      'images',
    ]);
    assert.deepEqual(await (await fetch(`${url}?key=${key}`)).json(), product);
  });

  test('Create Stripe checkout', async () => {
    const res = await fetch(`${server.origin}/api/payments/embed/checkout`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({
        productId: server.platform.sample['productId'],
        successUrl: 'https://yoursite.com/success',
        cancelUrl: 'https://yoursite.com/cancel',
        ref: 'order_42',
      }),
    });
    const { url } = (await res.json()) as { url: string };
    assert.equal(res.status, 200);
    assert.ok(url.startsWith(`${server.origin}/checkout/`));
  });

  test('NFTs: create, list by collection, update, delete', async () => {
    const collection = server.platform.sample['collectionId'];
    const body = { workspace, name: 'Sunrise', nftKind: 'edition', public: false, collection };
    const created = await server.json(201, 'POST', '/api/nfts', body);
    assert.match(String(created['_id']), /^[0-9a-f]{24}$/);
    assert.equal(created['id'], created['_id']);

    const list = await server.json(
      200,
      'GET',
      `/api/nfts?workspace=${workspace}&collection=${collection}`,
    );
    assert.deepEqual(
      list.map((it) => it['name']),
      ['Master', 'Sunrise'],
    );

    const updated = await server.json(200, 'PUT', `/api/nfts/${created['id']}`, { public: true });
    assert.equal(updated['public'], true);
    assert.equal(updated['name'], 'Sunrise');

    const path = `/api/nfts/${created['id']}`;
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true });
    await server.json(404, 'DELETE', path);
  });

  test('Characters: create, respond, update, delete', async () => {
    const created = await server.json(201, 'POST', '/api/characters', {
      workspace,
      name: 'Grace',
      traits: ['precise'],
      background: 'Found the first bug.',
      model: 'llama3',
    });
    const reply = await server.json(200, 'POST', '/api/characters/response', {
      characterId: created['id'],
      text: 'Hello, who are you?',
    });
    assert.equal(reply['characterId'], created['id']);
    assert.match(String(reply['response']), /\w/);
    const path = `/api/characters/${created['id']}`;
    const updated = await server.json(200, 'PUT', path, { background: 'An admiral.' });
    assert.equal(updated['name'], 'Grace');
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true });
    await server.json(404, 'POST', '/api/characters/response', {
      characterId: created['id'],
      text: 'Still there?',
    });
  });

  test('Media files: register, list newest first, rename, delete', async () => {
    const created = await server.json(201, 'POST', '/api/models', {
      workspace,
      url: 'https://storage.googleapis.com/bucket/chair.glb',
      name: 'Chair',
      size: 1234,
      mimeType: 'model/gltf-binary',
    });
    const [newest] = await server.json(200, 'GET', `/api/models?workspace=${workspace}`);
    assert.deepEqual(newest, created);
    const path = `/api/models/${created['id']}`;
    const renamed = await server.json(200, 'PUT', path, { name: 'Armchair' });
    assert.equal(renamed['name'], 'Armchair');
    assert.equal(renamed['size'], 1234);
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true, freed: 0 });
  });

  test('Proxy-stream GLB', async () => {
    const id = server.platform.sample['modelId'];
    const response = await server.call('GET', `/api/models/${id}/content`);
    assert.equal(response.headers.get('Content-Type'), 'model/gltf-binary');
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(new TextDecoder().decode(bytes.subarray(0, 4)), 'glTF');
  });

  test('TTS availability needs no key', async () => {
    const response = await fetch(`${server.origin}/api/tts/status`);
    const status = (await response.json()) as { available: boolean; voices: unknown[] };
    assert.equal(response.status, 200);
    assert.equal(status.voices.length, 8);
    assert.deepEqual(status.voices[0], { id: 'af_heart', label: 'Heart (US Female)' });
  });
});
