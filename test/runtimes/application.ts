import assert from 'node:assert/strict';
import test from 'node:test';
import { ask } from './visitor.ts';

/** What an application that the proxy is put into goes on doing by itself. */
export const keepsItsOwn = (url: () => string): void => {
  test('the application’s own routes get their bodies as before', async () => {
    const json = { said: 'hello' };
    const answer = await ask(url(), { path: '/echo', json });
    assert.equal(answer.status, 200);
    assert.deepEqual(JSON.parse(answer.body), json);
  });

  test('what is not below the base path is answered by the application', async () => {
    for (const path of ['/', '/faextra/public/nfts', '/elsewhere?/fae/']) {
      const answer = await ask(url(), { path });
      assert.equal(answer.status, 404);
      assert.notEqual(answer.headers['content-type'], 'application/problem+json', path);
    }
  });

  test('a body that is no JSON harms neither', async () => {
    const answer = await ask(url(), {
      path: '/fae/payments/embed/checkout',
      headers: { 'Content-Type': 'application/json' },
      body: '{"productId":',
    });
    assert.equal(answer.status, 400);
    assert.equal((await ask(url(), { path: '/fae/-/health' })).status, 200);
  });
};
