import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { ids } from '../upstream.ts';
import { open, shop } from '../visitor.ts';
import { codeOf, key, productPath, workspace, type Stage } from './stage.ts';

/** What pages read. */
export const describeReads = ({ upstream, url, lacks, get }: Stage): void => {
  describe('a read', () => {
    test('is answered with what visitors may see', async () => {
      const answer = await get(productPath(ids.plain));
      assert.equal(answer.status, 200);
      assert.deepEqual(JSON.parse(answer.body), {
        id: ids.plain,
        name: 'A figurine',
        amount: 1050,
        currency: 'eur',
      });
      assert.equal(answer.headers['access-control-allow-origin'], shop);
    });

    test('reaches the upstream with key and workspace and nothing of the visitor’s', async () => {
      const { status } = await get({
        path: '/fae/public/nfts?workspace=',
        headers: { Origin: '' },
      });
      assert.equal(status, 400);
      await get({
        path: '/fae/public/nfts',
        headers: {
          Cookie: 'session=from-visitor',
          Authorization: 'Bearer from-visitor',
          'X-Api-Key': 'from-visitor',
          'X-Workspace-Id': 'from-visitor',
          'User-Agent': 'from-visitor',
          'Accept-Language': 'from-visitor',
          'X-Forwarded-Host': 'from-visitor.test',
          Referer: 'https://shop.example/from-visitor',
          Connection: 'close, x-api-key',
        },
      });
      const { headers, url: target } = await upstream().requestWith('/public/nfts');
      assert.equal(headers['x-api-key'], key);
      assert.equal(new URL(target, upstream().url).searchParams.get('workspace'), workspace);
      assert.doesNotMatch(JSON.stringify(headers), /from-visitor|shop\.example/);
    });

    test('is unpacked where the upstream has packed it', async () => {
      const answer = await get(productPath(ids.gzip));
      assert.equal((JSON.parse(answer.body) as { name: string }).name, 'A figurine');
      assert.equal(answer.headers['content-encoding'], undefined);
    });

    test('has no body when only its head is asked for', async () => {
      const answer = await get({ method: 'HEAD', path: productPath(ids.head) });
      assert.equal(answer.status, 200);
      assert.equal(answer.body, '');
    });

    test('is made once for many who ask at once, though the first of them leaves', async () => {
      const path = productPath(ids.busy);
      const leaving = new AbortController();
      const { signal } = leaving;
      const first = assert.rejects(open(url(), { path, signal, reset: lacks('leaving') }));
      await upstream().requestWith(ids.busy);
      const others = Promise.all(Array.from({ length: 10 }, () => get(path)));
      // What comes after them has an answer when they have arrived.
      await get('/fae/-/health');
      leaving.abort();
      await first;
      upstream().release();
      for (const { status } of await others) assert.equal(status, 200);
      const calls = upstream().received.filter((it) => it.url.includes(ids.busy)).length;
      assert.ok(calls <= 2 || lacks('sharing'), `${calls} calls`);
    });

    test('fails rather than give the key away', async () => {
      const answer = await get(productPath(ids.echo));
      assert.equal(answer.status, 502);
      assert.equal(codeOf(answer), 'bad_upstream');
    });
  });
};
