import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from './support.ts';

describe('NFTs', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  const create = (body: Record<string, unknown>) => server.json(201, 'POST', '/api/nfts', body);
  const publicNames = async () =>
    (await server.json(200, 'GET', `/api/public/nfts?workspace=${server.platform.workspace}`)).map(
      (it) => it['name'],
    );

  test('are hidden from the public list until they are public', async () => {
    const { id, public: shown } = await create({ name: 'Secret' });
    assert.equal(shown, false);
    assert.equal((await publicNames()).includes('Secret'), false);
    await server.json(200, 'PUT', `/api/nfts/${id}`, { public: true });
    assert.equal((await publicNames()).includes('Secret'), true);
    await server.json(200, 'PUT', `/api/nfts/${id}`, { public: false });
    assert.equal((await publicNames()).includes('Secret'), false);
  });

  test('are minted in numbered editions of an existing master', async () => {
    const master = await create({ name: 'Wave', nftKind: 'master' });
    const first = await create({
      name: 'Wave',
      nftKind: 'edition',
      master: master['id'],
      mintCount: 3,
      public: true,
    });
    const editions = first['editions'] as string[];
    assert.equal(editions.length, 3);
    assert.equal(first['id'], editions[0]);
    const list = await server.json(200, 'GET', '/api/nfts');
    const minted = editions.map((id) => list.find((it) => it['id'] === id));
    assert.deepEqual(
      minted.map((it) => [it?.['editionNumber'], it?.['editionCount'], it?.['master']]),
      [1, 2, 3].map((number) => [number, 3, master['id']]),
    );
    assert.ok(minted.every((it) => it && !('mintCount' in it) && !('editions' in it)));
  });

  test('can be minted a thousand at once, and not one more', async () => {
    const wish = { name: 'Many', nftKind: 'edition' };
    const minted = await create({ ...wish, mintCount: 1000 });
    assert.equal(new Set(minted['editions'] as string[]).size, 1000);
    for (const mintCount of [0, -1, 1.5, 1001, '3']) {
      const refused = await server.json(400, 'POST', '/api/nfts', { ...wish, mintCount });
      assert.match(String(refused['error']), /"mintCount"/);
    }
  });

  test('are not minted in numbers that would fill the memory', async () => {
    const wish = { name: 'Heavy', nftKind: 'edition', description: 'x'.repeat(20_000) };
    const refused = await server.json(413, 'POST', '/api/nfts', { ...wish, mintCount: 1000 });
    assert.equal(refused['code'], 'too_large');
    await server.json(201, 'POST', '/api/nfts', { ...wish, mintCount: 2 });
  });

  test('are minted as editions only', async () => {
    const wish = { name: 'One', mintCount: 2 };
    await server.json(400, 'POST', '/api/nfts', wish);
    await server.json(400, 'POST', '/api/nfts', { ...wish, nftKind: 'master' });
  });

  test('are not linked to a master that does not exist, and then none is minted', async () => {
    const before = (await server.json(200, 'GET', '/api/nfts')).length;
    const master = '0123456789abcdef01234567';
    const wish = { name: 'Orphan', nftKind: 'edition', master, mintCount: 5 };
    assert.match(String((await server.json(400, 'POST', '/api/nfts', wish))['error']), /"master"/);
    assert.equal((await server.json(200, 'GET', '/api/nfts')).length, before);
  });

  test('keep fields that nobody has described', async () => {
    const rarity = { tier: 'gold', 'nested list': [1, { deep: null }] };
    const { id } = await create({ name: 'Open', rarity });
    const updated = await server.json(200, 'PUT', `/api/nfts/${id}`, { extra: true });
    assert.deepEqual(updated['rarity'], rarity);
    assert.equal(updated['extra'], true);
  });

  test('keep the identity and times that the server gave them', async () => {
    const forged = {
      _id: 'f'.repeat(24),
      id: 'f'.repeat(24),
      createdAt: '1999-01-01T00:00:00.000Z',
      updatedAt: '1999-01-01T00:00:00.000Z',
    };
    const created = await create({ name: 'Real', ...forged });
    const updated = await server.json(200, 'PUT', `/api/nfts/${created['id']}`, forged);
    for (const nft of [created, updated]) {
      assert.notEqual(nft['id'], forged.id);
      assert.equal(nft['_id'], nft['id']);
      assert.equal(nft['createdAt'], created['createdAt']);
      assert.ok(String(nft['updatedAt']) >= String(created['createdAt']));
    }
  });

  test('take no harm from __proto__ in a body', async () => {
    const body = '{"name":"Odd","__proto__":{"public":true},"constructor":{"prototype":{"x":1}}}';
    await server.json(400, 'POST', '/api/nfts', body, { 'Content-Type': 'application/json' });
    assert.equal(({} as { x?: number }).x, undefined);
    assert.equal((await publicNames()).includes('Odd'), false);
  });

  test('are not found under an id that no record has, or that is none', async () => {
    for (const id of ['0123456789abcdef01234567', 'nonsense', '..%2Fcharacters', "1'%20or%201=1"]) {
      for (const method of ['PUT', 'DELETE']) {
        const body = method === 'PUT' ? { name: 'x' } : undefined;
        const refused = await server.json(404, method, `/api/nfts/${id}`, body);
        assert.equal(refused['code'], 'not_found');
      }
    }
  });
});

test('A list of 10,000 NFTs is answered without parsing one of them', async (t) => {
  const server = await startPlatform(
    {},
    { sample: { version: 1, products: [], nfts: [], characters: [], models: [] } },
  );
  t.after(server.close);
  for (let batch = 0; batch < 10; batch += 1) {
    const wish = { name: 'Many', nftKind: 'edition', mintCount: 1000 };
    await server.json(201, 'POST', '/api/nfts', wish);
  }
  const parse = JSON.parse;
  let parsed = 0;
  JSON.parse = (...args: Parameters<typeof parse>) => {
    parsed += 1;
    return parse(...args) as unknown;
  };
  const response = await server.call('GET', '/api/nfts').finally(() => {
    JSON.parse = parse;
  });
  const list = (await response.json()) as { editionNumber: number }[];
  assert.equal(list.length, 10_000);
  assert.deepEqual([list[0]?.editionNumber, list[999]?.editionNumber], [1, 1000]);
  assert.equal(parsed, 0);
});
