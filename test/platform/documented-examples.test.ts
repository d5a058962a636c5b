/**
 * The examples of the FAE API's document, with host, ids and key put in, and what it tells of each
 * resource in words. Every operation with its fields: `test/conformance/platform.test.ts`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import { startPlatform, type TestPlatform } from './support.ts';
import { until } from './until.ts';

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
    const { id, name, description, amount, currency, images } = product;
    assert.deepEqual(
      [id, name, description, amount, currency].map((it) => typeof it),
      ['string', 'string', 'string', 'number', 'string'],
    );
    assert.ok(Array.isArray(images));
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
    const { voices, ...status } = (await response.json()) as { voices: unknown[] };
    assert.equal(response.status, 200);
    assert.deepEqual(status, { available: true, state: 'ready' });
    assert.deepEqual(voices.slice(0, 2), [
      { id: 'af_heart', label: 'Heart (US Female)' },
      { id: 'af_bella', label: 'Bella (US Female)' },
    ]);
    assert.equal(voices.length - 2, 6, '... 6 more voices');
  });

  test('Generate speech', async () => {
    const text = 'Good morning.';
    const response = await server.call('POST', '/api/tts', { text, workspaceId: workspace });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'audio/wav');
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(new TextDecoder('latin1').decode(bytes.subarray(0, 4)), 'RIFF');
  });

  test('Stories: create, get, update with updatedAt, delete', async () => {
    const story = { workspace, title: 'Fog', chapters: [{ text: 'Nobody counted.' }] };
    const created = await server.json(201, 'POST', '/api/stories', story);
    const path = `/api/stories/${created.id}`;
    assert.deepEqual(await server.json(200, 'GET', path), created);
    const updated = await server.json(200, 'PUT', path, { title: 'Mist' });
    assert.deepEqual(updated['chapters'], story.chapters);
    assert.ok(String(updated['updatedAt']) >= String(created['updatedAt']));
    assert.match(String(updated['updatedAt']), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'ISO 8601');
    await server.json(200, 'DELETE', path);
    await server.json(404, 'GET', path);
  });

  test('Bots: list without pipeline and logs, get, run, logs, stop, clear, delete', async () => {
    const bot = await server.json(201, 'POST', '/api/bots', {
      workspace,
      name: 'Morning report',
      nodes: [
        { id: 'start', type: 'trigger', data: {} },
        { id: 'end', type: 'log', data: { message: 'Good morning.' } },
      ],
      edges: [{ source: 'start', target: 'end' }],
    });
    const path = `/api/bots/${bot.id}`;
    const [listed] = await server.json(200, 'GET', `/api/bots?workspace=${workspace}`);
    for (const name of ['nodes', 'edges', 'logs']) assert.equal(name in (listed ?? {}), false);
    const { nodes, edges } = await server.json(200, 'GET', path);
    assert.deepEqual([nodes, edges], [bot['nodes'], bot['edges']]);
    assert.deepEqual(await server.json(200, 'POST', `${path}/run`), { status: 'running' });
    const logs = async () => server.json(200, 'GET', `${path}/logs`);
    await until(async () => (await logs())['status'] === 'idle');
    assert.match(JSON.stringify((await logs())['logs']), /Good morning\./);
    await server.json(200, 'POST', `${path}/stop`);
    assert.deepEqual(await server.json(200, 'DELETE', `${path}/logs`), { success: true });
    assert.deepEqual(await logs(), { logs: [], status: 'idle' });
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true });
  });

  test('Errors are objects with an error field', async () => {
    const wrong = { 'x-api-key': 'wrong' };
    const refused: [number, Promise<Response>][] = [
      [400, server.call('POST', '/api/nfts', { workspace })],
      [401, fetch(`${server.origin}/api/characters?workspace=${workspace}`)],
      [403, server.call('GET', '/api/characters', undefined, wrong)],
      [403, server.call('GET', '/api/characters?workspace=64b7f0c2a1d3e4f5a6b7c8d0')],
      [404, server.call('GET', '/api/stories/0123456789abcdef01234567')],
    ];
    for (const [status, request] of refused) {
      const response = await request;
      assert.equal(response.status, status);
      assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
      assert.equal(typeof ((await response.json()) as { error: unknown }).error, 'string');
    }
  });
});
