import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { bindingAssets } from '../../src/proxy/assets-binding.ts';

const request = new Request('https://proxy.test/fae/fae.js?v=1');

const answered = (response: Response) => {
  const asked: Request[] = [];
  const ASSETS = {
    fetch: async (it: Request) => {
      asked.push(it);
      return response;
    },
  };
  const assets = bindingAssets((env) => env['ASSETS']);
  return { asked, answer: assets('fae.js', request, { ASSETS }) };
};

describe('scripts from a binding', () => {
  test('are asked for with the visitor’s own URL', async () => {
    const file = new Response('script', { headers: { 'Content-Type': 'text/javascript' } });
    const { asked, answer } = answered(file);
    assert.equal(await answer, file);
    assert.equal(asked[0]?.url, request.url);
  });

  test('are none where the binding has no such file', async () => {
    assert.equal(await answered(new Response(null, { status: 404 })).answer, undefined);
  });

  test('are none where the binding answers with a page', async () => {
    const page = new Response('<h1>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
    assert.equal(await answered(page).answer, undefined);
  });

  test('are none where there is no binding', async () => {
    for (const ASSETS of [undefined, null, 'text', {}, { fetch: 1 }]) {
      const assets = bindingAssets((env) => env['ASSETS']);
      assert.equal(await assets('fae.js', request, { ASSETS }), undefined);
    }
  });
});
