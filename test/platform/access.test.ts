import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { namedOperations } from '../../src/api/operations.ts';
import { startPlatform, testKey, type TestPlatform } from './support.ts';

const someId = '0123456789abcdef01234567';
const pathOf = (path: string) => `/api${path.replace(/\{\*?\w+\}/g, someId)}`;

describe('Access to the API', () => {
  let server: TestPlatform;
  let other: { id: string; key: string };
  before(async () => {
    server = await startPlatform();
    other = await server.otherWorkspace();
  });
  after(() => server.close());

  for (const { name, method, path, auth } of namedOperations) {
    if (auth === 'none') continue;
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};

    test(`${name} is refused without a key`, async () => {
      const response = await server.call(method, pathOf(path), body, { 'x-api-key': '' });
      assert.equal(response.status, 401);
      assert.equal(((await response.json()) as { code: string }).code, 'unauthenticated');
    });

    test(`${name} is refused with a wrong key`, async () => {
      const response = await server.call(method, pathOf(path), body, { 'x-api-key': 'wrong' });
      assert.equal(response.status, 403);
      assert.equal(((await response.json()) as { code: string }).code, 'forbidden');
    });
  }

  for (const { name, method, path, workspace } of namedOperations) {
    if (!workspace) continue;
    test(`${name} is refused for somebody else's workspace`, async () => {
      const query = workspace.in === 'query' ? `?${workspace.as}=${other.id}` : '';
      const body = workspace.in === 'body' ? { [workspace.as]: other.id, name: 'x' } : undefined;
      const response = await server.call(method, pathOf(path) + query, body);
      assert.equal(response.status, 403);
    });
  }

  test('the key in the URL opens product info and nothing else', async () => {
    const ask = (path: string) => fetch(`${server.origin}${path}key=${testKey}`);
    const { sample, workspace } = server.platform;
    const product = await ask(`/api/payments/embed/product/${sample['productId']}?`);
    assert.equal(product.status, 200);
    assert.equal((await ask(`/api/public/nfts?workspace=${workspace}&`)).status, 401);
    assert.equal((await ask('/api/nfts?')).status, 401);
  });

  test('public NFTs want the workspace to be named', async () => {
    const refused = await server.json(400, 'GET', '/api/public/nfts');
    assert.match(String(refused['error']), /"workspace" is required/);
  });

  test('a second workspace sees, changes and buys nothing of the first', async () => {
    const { sample } = server.platform;
    const key = { 'x-api-key': other.key };
    for (const path of ['nfts', 'characters', 'models', `public/nfts?workspace=${other.id}`]) {
      assert.deepEqual(await server.json(200, 'GET', `/api/${path}`, undefined, key), []);
    }
    const [nft] = await server.json(200, 'GET', '/api/nfts');
    const before = await server.json(200, 'GET', '/api/nfts');
    await server.json(404, 'PUT', `/api/nfts/${nft?.['id']}`, { name: 'Mine' }, key);
    await server.json(404, 'DELETE', `/api/nfts/${nft?.['id']}`, undefined, key);
    await server.json(404, 'PUT', `/api/characters/${sample['characterId']}`, {}, key);
    await server.json(404, 'DELETE', `/api/characters/${sample['characterId']}`, undefined, key);
    await server.json(404, 'PUT', `/api/models/${sample['modelId']}`, {}, key);
    await server.json(404, 'DELETE', `/api/models/${sample['modelId']}`, undefined, key);
    await server.json(404, 'GET', `/api/models/${sample['modelId']}/content`, undefined, key);
    const talk = { characterId: sample['characterId'], text: 'Hi' };
    await server.json(404, 'POST', '/api/characters/response', talk, key);
    const product = `/api/payments/embed/product/${sample['productId']}`;
    await server.json(404, 'GET', product, undefined, key);
    const edition = { name: 'x', master: nft?.['id'] };
    await server.json(400, 'POST', '/api/nfts', edition, key);
    assert.deepEqual(await server.json(200, 'GET', '/api/nfts'), before);
  });

  test('a record cannot be moved to another workspace', async () => {
    const { id } = await server.json(201, 'POST', '/api/nfts', { name: 'Stays' });
    const moved = { name: 'Moved', workspace: other.id };
    await server.json(403, 'PUT', `/api/nfts/${id}`, moved);
    const [found] = (await server.json(200, 'GET', '/api/nfts')).filter((it) => it['id'] === id);
    assert.equal(found?.['name'], 'Stays');
    assert.equal(found['workspace'], server.platform.workspace);
  });
});

describe('Pages of other origins', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  for (const { name, method, path, auth, audience } of namedOperations) {
    const open = ['public', 'agent'].includes(auth) || (auth === 'none' && audience === 'visitor');
    const credential = auth === 'agent' ? 'x-agent-token' : 'x-api-key';
    test(`${open ? 'may' : 'may not'} read what ${name} answers`, async () => {
      const headers = { Origin: 'https://elsewhere.example' };
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const response = await server.call(method, pathOf(path), body, headers);
      const expected = open ? '*' : null;
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), expected);
      assert.equal(response.headers.get('Access-Control-Allow-Credentials'), null);
      const refused = await server.call(method, pathOf(path), body, {
        ...headers,
        'x-api-key': 'wrong',
      });
      assert.equal(refused.headers.get('Access-Control-Allow-Origin'), expected);

      const preflight = await server.call('OPTIONS', pathOf(path), undefined, {
        ...headers,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': `${credential},content-type`,
      });
      assert.equal(preflight.status, open ? 204 : 405);
      assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), expected);
      if (open) {
        const allowed = preflight.headers.get('Access-Control-Allow-Headers') ?? '';
        assert.ok(allowed.toLowerCase().includes(credential));
      }
    });
  }
});

describe('The key', () => {
  test('is in no answer and in no log event, whatever is asked', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const { sample, workspace } = server.platform;
    const answers: string[] = [];
    const keep = async (response: Response) => {
      answers.push(JSON.stringify([...response.headers]), await response.text());
    };
    for (const { method, path } of namedOperations) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : { name: 'x', text: 'x' };
      await keep(
        await server.call(method, `${pathOf(path)}?key=${testKey}&workspace=${workspace}`, body),
      );
      await keep(await server.call(method, pathOf(path), body && '{"broken'));
    }
    const product = `/api/payments/embed/product/${sample['productId']}?key=${testKey}`;
    await keep(await fetch(server.origin + product));
    await keep(await fetch(`${server.origin}/api/nowhere?key=${testKey}`));
    await keep(await fetch(`${server.origin}/${testKey}`));

    const everything = answers.join('\n') + JSON.stringify(server.events);
    assert.ok(server.events.length > 20);
    assert.equal(everything.includes(testKey), false);
  });

  test('is not in the database', async (t) => {
    const server = await startPlatform();
    t.after(server.close);
    const rows = await server.store.db.selectFrom('workspaces').selectAll().execute();
    assert.equal(JSON.stringify(rows).includes(testKey), false);
  });
});

describe('Addresses', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  for (const path of ['/api', '/api/', '/api/nothing', '/api/nfts/', '/', '/sample.json']) {
    test(`${path} is not known`, async () => {
      const refused = await server.json(404, 'GET', path);
      assert.equal(refused['code'], 'not_found');
      assert.equal(typeof refused['error'], 'string');
    });
  }

  test('a known path with another method tells which ones it takes', async () => {
    const response = await server.call('PATCH', '/api/nfts');
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('Allow'), 'GET, POST');
    assert.equal(((await response.json()) as { code: string }).code, 'method_not_allowed');
  });
});
