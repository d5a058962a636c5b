/** What is there when a platform starts: settings, keys, the sample, and what was there before. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { sampleKeys } from '../../src/platform/keys.ts';
import { platformSecret } from '../../src/platform/secret.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { sample, startPlatform, testKey, testWorkspace } from './support.ts';

const temporaryFolder = async (t: { after: (end: () => Promise<void>) => void }) => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-keys-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe('Settings', () => {
  test('have defaults', () => {
    const settings = readSettings({ env: {} });
    assert.equal(settings.publicUrl, 'http://localhost:4600');
    assert.match(settings.data, /\.fae$/);
    assert.equal(settings.testPayments, false);
    assert.deepEqual([...settings.mediaHosts], ['storage.googleapis.com']);
  });

  test('come from options before the environment', () => {
    const env = { PORT: '5000', FAE_DATA: '/data', FAE_MEDIA_HOSTS: 'a.example, B.example:8443' };
    const settings = readSettings({ env, data: '/other' });
    assert.equal(settings.publicUrl, 'http://localhost:5000');
    assert.equal(settings.data, '/other');
    assert.deepEqual([...settings.mediaHosts], ['a.example', 'b.example:8443']);
    const publicUrl = readSettings({ env: { ...env, FAE_PUBLIC_URL: 'https://fae.example/x/' } });
    assert.equal(publicUrl.publicUrl, 'https://fae.example/x');
  });

  test('that make no sense are refused', () => {
    assert.throws(() => readSettings({ env: {}, publicUrl: 'fae.example' }), TypeError);
    assert.throws(() => readSettings({ env: { FAE_PAYMENTS: 'maybe' } }), /FAE_PAYMENTS/);
  });
});

const secret = 'a secret of the tests';

describe('The sample workspace’s key', () => {
  test('is made once and kept where only its owner can read it', async (t) => {
    const folder = await temporaryFolder(t);
    const made = await sampleKeys(folder, {}, secret);
    assert.match(made.key, /^fae_[\w-]{43}$/);
    assert.match(made.workspace, /^[0-9a-f]{24}$/);
    assert.equal((await stat(join(folder, 'keys.json'))).mode & 0o777, 0o600);
    assert.deepEqual(await sampleKeys(folder, {}, secret), made);
    assert.deepEqual(await sampleKeys(folder, { key: 'own' }, secret), { ...made, key: 'own' });
    assert.deepEqual(await readdir(folder), ['keys.json']);
  });

  test('has beside it one for the Fleek API', async (t) => {
    const folder = await temporaryFolder(t);
    const { key, fleekKey, fleekProject } = await sampleKeys(folder, {}, secret);
    assert.match(fleekKey, /^fleek_[\w-]{43}$/);
    assert.match(fleekProject, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(fleekKey.slice(6), key.slice(4));
    const given = { fleekKey: 'own', fleekProject: 'my_project-1' };
    assert.deepEqual(await sampleKeys(folder, given, secret), {
      ...(await sampleKeys(folder, {}, secret)),
      ...given,
    });
    await assert.rejects(sampleKeys(folder, { fleekProject: 'my project' }, secret), TypeError);
  });

  test('of an earlier version stays, and gets what it lacks', async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, 'keys.json');
    const earlier = { key: 'fae_earlier', workspace: testWorkspace };
    await writeFile(file, JSON.stringify(earlier));
    const [first, second] = await Promise.all([
      sampleKeys(folder, {}, secret),
      sampleKeys(folder, {}, secret),
    ]);
    assert.deepEqual(first, second);
    const { fleekKey, fleekProject } = first;
    assert.deepEqual(first, { ...earlier, fleekKey, fleekProject });
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), first);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(await sampleKeys(folder, {}, 'another secret'), first);
  });

  test('is the same for two platforms that start together', async (t) => {
    const folder = await temporaryFolder(t);
    const [first, second] = await Promise.all([
      sampleKeys(folder, {}, secret),
      sampleKeys(folder, {}, secret),
    ]);
    assert.deepEqual(first, second);
  });

  test('is not written anywhere when it is given', async (t) => {
    const folder = await temporaryFolder(t);
    await sampleKeys(
      folder,
      { key: testKey, workspace: testWorkspace, fleekKey: 'fleek_own', fleekProject: 'mine' },
      secret,
    );
    assert.deepEqual(await readdir(folder), []);
  });

  test('is not replaced because the file is damaged, which is told without quoting it', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'keys.json'), '{"key":"fae_secret"');
    await assert.rejects(sampleKeys(folder, {}, secret), (error: Error) => {
      assert.match(error.message, /keys\.json is damaged/);
      return !`${error.message}${error.stack}`.includes('fae_secret');
    });
    assert.equal(await readFile(join(folder, 'keys.json'), 'utf8'), '{"key":"fae_secret"');
  });

  test('opens nothing any more once it has been replaced', async (t) => {
    const first = await startPlatform();
    t.after(first.close);
    const second = await startPlatform({ key: 'fae_next' }, {}, first.root);
    t.after(second.stop);
    await second.json(200, 'GET', '/api/nfts');
    await second.json(403, 'GET', '/api/nfts', undefined, { 'x-api-key': testKey });
  });

  test('follows the workspace to another id', async (t) => {
    const first = await startPlatform();
    t.after(first.close);
    const workspace = 'a'.repeat(24);
    const second = await startPlatform({ workspace }, {}, first.root);
    t.after(second.stop);
    const [nft] = await second.json(200, 'GET', '/api/nfts');
    assert.equal(nft?.['workspace'], workspace);
  });

  test('belongs to a workspace whose id is an id', async (t) => {
    const folder = await temporaryFolder(t);
    await assert.rejects(sampleKeys(folder, { workspace: 'mine' }, secret), TypeError);
  });
});

describe('The platform’s secret', () => {
  test('is made once and kept where only its owner can read it', async (t) => {
    const folder = await temporaryFolder(t);
    const [made, again] = await Promise.all([
      platformSecret(folder, undefined),
      platformSecret(folder, undefined),
    ]);
    assert.equal(made, again);
    assert.match(made, /^[\w-]{43}$/);
    assert.equal((await stat(join(folder, 'secret'))).mode & 0o777, 0o600);
    assert.equal(await platformSecret(folder, undefined), made);
    assert.deepEqual(await readdir(folder), ['secret']);
  });

  test('is not written anywhere when it is given, nor replaced when it is damaged', async (t) => {
    const folder = await temporaryFolder(t);
    assert.equal(await platformSecret(folder, 'given'), 'given');
    assert.deepEqual(await readdir(folder), []);
    await writeFile(join(folder, 'secret'), '\n');
    await assert.rejects(platformSecret(folder, undefined), /secret is damaged/);
  });
});

describe('A second start', () => {
  test('finds everything as it was, under the new address', async (t) => {
    const first = await startPlatform();
    t.after(first.close);
    const productId = first.platform.sample['productId'];
    const body = {
      productId,
      successUrl: 'https://shop.example/',
      cancelUrl: 'https://shop.example/',
    };
    const { id } = await first.json(201, 'POST', '/api/nfts', { name: 'Mine', public: true });
    const { url } = await first.json(200, 'POST', '/api/payments/embed/checkout', body);
    const before = await first.json(200, 'GET', '/api/nfts');
    await first.stop();

    const second = await startPlatform({}, {}, first.root);
    t.after(second.stop);
    assert.deepEqual(second.platform.sample, first.platform.sample);
    const after = await second.json(200, 'GET', '/api/nfts');
    assert.ok(after.some((it) => it['id'] === id));
    const moved = JSON.stringify(before).replaceAll(first.origin, second.origin);
    assert.deepEqual(after, JSON.parse(moved));
    const image = after.find((it) => it['image'])?.['image'];
    assert.equal((await fetch(String(image))).status, 200);
    const page = await fetch(String(url).replace(first.origin, second.origin));
    assert.equal(page.status, 200);
    assert.ok((await page.text()).includes(`${second.origin}/files/`));
  });

  test('does not bring deleted sample records back, nor undo changes', async (t) => {
    const first = await startPlatform();
    t.after(first.close);
    const { characterId, collectionId } = first.platform.sample;
    await first.json(200, 'DELETE', `/api/characters/${characterId}`);
    await first.json(200, 'PUT', `/api/nfts/${collectionId}`, { name: 'Renamed' });
    await first.stop();
    const second = await startPlatform({}, {}, first.root);
    t.after(second.stop);
    assert.equal(second.platform.sample['characterId'], undefined);
    assert.deepEqual(await second.json(200, 'GET', '/api/characters'), []);
    const [collection] = await second.json(200, 'GET', '/api/nfts');
    assert.equal(collection?.['name'], 'Renamed');
  });

  test('with a newer sample adds what is new and leaves the rest', async (t) => {
    const first = await startPlatform();
    t.after(first.close);
    await first.json(200, 'PUT', `/api/nfts/${first.platform.sample['collectionId']}`, {
      name: 'Renamed',
    });
    await first.stop();
    const fresh = { key: 'fresh', role: 'freshId', document: { name: 'Fresh' } };
    const newer = { ...sample, version: 2, nfts: [...sample.nfts, fresh] };
    const second = await startPlatform({}, { sample: newer }, first.root);
    t.after(second.stop);
    const names = (await second.json(200, 'GET', '/api/nfts')).map((it) => it['name']);
    assert.deepEqual(names, ['Renamed', 'Master', 'Hidden', 'Fresh']);
    assert.match(second.platform.sample['freshId'] ?? '', /^[0-9a-f]{24}$/);
  });
});

test('The sample’s references and files are real', async (t) => {
  const server = await startPlatform();
  t.after(server.close);
  const nfts = await server.json(200, 'GET', '/api/nfts');
  const master = nfts.find((it) => it['name'] === 'Master');
  assert.equal(master?.['collection'], server.platform.sample['collectionId']);
  const narrowed = await server.json(200, 'GET', `/api/nfts?collection=${master?.['collection']}`);
  assert.deepEqual(
    narrowed.map((it) => it['id']),
    [master?.['id']],
  );
  const product = await server.json(
    200,
    'GET',
    `/api/payments/embed/product/${server.platform.sample['productId']}`,
  );
  const [image] = product['images'] as string[];
  assert.equal((await fetch(String(image))).headers.get('Content-Type'), 'image/svg+xml');
});

test('A start without the sample’s files says which one is missing', async () => {
  await assert.rejects(startPlatform({}, { sampleFolder: '/nowhere' }), /\/nowhere\/.* is missing/);
});
