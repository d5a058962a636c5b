import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { ids } from '../upstream.ts';
import { shop } from '../visitor.ts';
import { checkout, codeOf, productPath, type Stage } from './stage.ts';

/** What foreign pages and attackers get. */
export const describeRefusals = ({ url, unseen }: Stage): void => {
  describe('a request from elsewhere', () => {
    test('is refused where the operation is not exposed', async () => {
      const answer = await unseen({ path: '/fae/characters' });
      assert.equal(answer.status, 403);
      assert.equal(codeOf(answer), 'not_exposed');
    });

    test('is refused from a foreign origin', async () => {
      for (const Origin of ['https://evil.example', 'https://shop.example.evil', 'null']) {
        const answer = await unseen({ path: productPath(ids.plain), headers: { Origin } });
        assert.equal(answer.status, 403, Origin);
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
    });

    test('never chooses where the key goes', async () => {
      const paths = [
        '/fae//evil.test/',
        '//evil.test/fae/public/nfts/x',
        'http://evil.test/public/nfts',
        '/fae/\\evil.test',
        '/\\evil.test/fae/',
        '/fae/@evil.test/',
        '/fae@evil.test/public/nfts',
        '/faextra/public/nfts',
        productPath('..%2f..%2fadmin'),
        productPath('%2e%2e%2fadmin'),
        productPath('%252e%252e%252fadmin'),
        productPath('..;/admin'),
        productPath('a%00b'),
        productPath('%E0%A4%A'),
        productPath('x'.repeat(300)),
        '/fae/public/nfts/../../admin',
      ];
      for (const path of paths) {
        const { status, headers } = await unseen({ path });
        assert.ok(status >= 300, `${path}: ${status}`);
        // Some frameworks lead doubtful paths to tidy ones: of the server that was asked for.
        const target = new URL(headers.location ?? '/', url());
        if (path.startsWith('/')) assert.equal(target.origin, url(), path);
      }
    });

    test('is refused beforehand: only the shop’s preflights are granted', async () => {
      const preflight = (Origin: string) =>
        unseen({
          method: 'OPTIONS',
          path: checkout('preflight').path,
          headers: { Origin, 'Access-Control-Request-Method': 'POST' },
        });
      const granted = await preflight(shop);
      assert.equal(granted.status, 204);
      assert.match(granted.headers['access-control-allow-methods'] ?? '', /POST/);
      assert.equal((await preflight('https://evil.example')).status, 403);
    });
  });
};
