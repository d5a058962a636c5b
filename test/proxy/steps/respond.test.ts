import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { respond } from '../../../src/proxy/steps/respond.ts';
import { callOf, id, type Asked } from '../harness.ts';

const cacheControl = async (request: Asked, headers: Record<string, string> = {}) => {
  const call = callOf(request, { authorize: () => true });
  call.answer = { status: 200, headers: new Headers(headers), body: '{}' };
  const response = await respond(call);
  assert.ok(response);
  return response.headers.get('Cache-Control');
};

describe('respond', () => {
  test('leaves what an earlier step has said', async () => {
    const said = { 'Cache-Control': 'public, max-age=30' };
    assert.equal(await cacheControl({ path: '/public/nfts' }, said), 'public, max-age=30');
  });

  test('has bytes with a validator asked after each time', async () => {
    const model = { path: `/models/${id}/content` };
    assert.equal(await cacheControl(model, { ETag: '"a"' }), 'no-cache');
    assert.equal(await cacheControl(model), 'no-store');
  });

  test('lets nobody keep what is a visitor’s or an operator’s own', async () => {
    assert.equal(await cacheControl({ path: '/characters/response', json: {} }), 'no-store');
    assert.equal(await cacheControl({ path: '/nfts' }), 'no-store');
    assert.equal(await cacheControl({ path: '/tts/status' }), 'no-store');
  });

  test('says so when it comes before the answer', () => {
    assert.throws(() => respond(callOf({ path: '/tts/status' })), /out of order/);
  });
});
