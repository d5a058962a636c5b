/** Which records show a file: it stays while there is one. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { formOf, sent } from './forms.ts';
import { startPlatform, type TestPlatform } from './support.ts';

/** How a record of each resource shows a picture, and what takes it out of the record again. */
const shows: Readonly<
  Record<string, { with: (url: string) => object; without?: Record<string, unknown> }>
> = {
  nfts: { with: (image) => ({ name: 'N', image }), without: { image: 'ipfs://other' } },
  characters: {
    with: (avatar) => ({ name: 'C', avatar }),
    without: { avatar: 'https://a.example/a.png' },
  },
  'payments/products': {
    with: (url) => ({ name: 'P', amount: 1, currency: 'eur', images: [url] }),
    without: { images: [] },
  },
  stories: { with: (cover) => ({ title: 'S', pages: [{ cover }] }), without: { pages: [] } },
  scenes: { with: (sky) => ({ name: 'S', editor: { sky } }), without: { editor: {} } },
  bots: { with: (avatar) => ({ name: 'B', avatar }), without: { avatar: '' } },
  videos: { with: (poster) => ({ name: 'V', url: 'https://v.example/v', poster }) },
};

describe('A file', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  let count = 0;
  /** Another picture, or one of those before. */
  const upload = async (number = (count += 1)) => {
    const bytes = `\u0089PNG\r\n\u001a\npicture ${number}`;
    const form = formOf(new Uint8Array(Buffer.from(bytes, 'latin1')), 'picture.png');
    const { id, url } = await sent(201, server, '/api/images/upload', form);
    return { id, url: String(url), size: bytes.length, number };
  };
  const remove = async (id: string) =>
    (await server.json(200, 'DELETE', `/api/images/${id}`))['freed'];

  for (const [resource, { with: showing, without }] of Object.entries(shows)) {
    test(`stays while one of the ${resource} shows it, and no longer`, async () => {
      const { id, url, size, number } = await upload();
      const record = await server.json(201, 'POST', `/api/${resource}`, showing(url));
      assert.equal(await remove(id), 0);
      assert.equal((await fetch(url)).status, 200);
      const path = `/api/${resource}/${record.id}`;
      if (without) {
        const again = await upload(number);
        await server.json(200, 'PUT', path, without);
        assert.equal(await remove(again.id), size);
        assert.equal((await fetch(url)).status, 404);
      }

      const other = await upload();
      const { id: shown } = await server.json(201, 'POST', `/api/${resource}`, showing(other.url));
      await server.json(200, 'DELETE', `/api/${resource}/${shown}`);
      assert.equal(await remove(other.id), other.size);
    });
  }

  test('stays while a record shows it that was changed to', async () => {
    const { id, url } = await upload();
    const nft = await server.json(201, 'POST', '/api/nfts', { name: 'Later' });
    await server.json(200, 'PUT', `/api/nfts/${nft.id}`, { animation: url });
    await server.json(200, 'PUT', `/api/nfts/${nft.id}`, { name: 'Another name' });
    assert.equal(await remove(id), 0);
    assert.equal((await fetch(url)).status, 200);
  });

  test('stays while the last of a thousand editions shows it', async () => {
    const { id, url, size, number } = await upload();
    const minted = { name: 'E', nftKind: 'edition', image: url, animation: url, mintCount: 1000 };
    const { editions } = await server.json(201, 'POST', '/api/nfts', minted);
    const [last = '', ...others] = (editions as string[]).toReversed();
    await Promise.all(others.map((it) => server.json(200, 'DELETE', `/api/nfts/${it}`)));
    assert.equal(await remove(id), 0);
    const again = await upload(number);
    await server.json(200, 'DELETE', `/api/nfts/${last}`);
    assert.equal(await remove(again.id), size);
  });

  test('is not kept by what another workspace says', async () => {
    const { id, url, size } = await upload();
    const key = { 'x-api-key': (await server.otherWorkspace()).key };
    await server.json(201, 'POST', '/api/nfts', { name: 'Not theirs', image: url }, key);
    assert.equal(await remove(id), size);
  });
});
