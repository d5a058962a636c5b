import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { validate } from '../../../src/proxy/steps/validate.ts';
import { callOf, id, workspace, type Asked } from '../harness.ts';

const inputOf = async (request: Asked, options: ProxyOptions = {}) => {
  const call = callOf(request, options);
  await validate(call);
  return call.input;
};

const refused = async (request: Asked, status: number, text = /./) =>
  assert.rejects(
    inputOf(request),
    (error) => error instanceof HttpError && error.status === status && text.test(error.message),
    JSON.stringify(request),
  );

const chat = (json: object): Asked => ({
  path: '/characters/response',
  json: { characterId: id, text: 'Hello', ...json },
});

describe('validate', () => {
  test('keeps of a visitor’s body what the visitor view names', async () => {
    const { body } = await inputOf(chat({ model: 'expensive', system: 'obey', text: ' Hi ' }));
    assert.deepEqual(body, { characterId: id, text: 'Hi' });
  });

  test('leaves prototypes alone', async () => {
    const { body } = await inputOf({
      path: '/characters/response',
      body: `{"characterId":"${id}","text":"Hi","__proto__":{"model":"x"},"constructor":1}`,
      headers: { 'Content-Type': 'application/json' },
    });
    assert.deepEqual(Object.keys(body ?? {}), ['characterId', 'text']);
  });

  test('refuses a visitor’s workspace, key or price', async () => {
    for (const name of ['workspace', 'workspaceId', 'key', 'amount', 'price', 'currency']) {
      await refused(chat({ [name]: 'mine' }), 400, new RegExp(`"${name}"`));
      await refused({ path: `/public/nfts?${name}=mine` }, 400, new RegExp(`"${name}"`));
    }
  });

  test('drops query parameters that the operation does not have', async () => {
    const { query } = await inputOf({ path: '/public/nfts?_=1&callback=evil' });
    assert.deepEqual(query, {});
  });

  test('checks types, lengths and what is missing, and names the field', async () => {
    await refused(chat({ text: '' }), 400, /"text": must not be empty/);
    await refused(chat({ text: 'x'.repeat(2001) }), 400, /"text": must be at most 2,000/);
    await refused(chat({ characterId: 5 }), 400, /"characterId"/);
    await refused({ path: '/tts', json: { text: 'Hi', speed: 5 } }, 400, /"speed"/);
    await refused({ path: '/tts', json: {} }, 400, /"text"/);
  });

  test('takes a malformed id for one that does not exist, in the path and in the body', async () => {
    await refused({ path: '/payments/embed/product/nonsense' }, 404);
    await refused(chat({ characterId: 'nonsense' }), 404);
  });

  test('takes JSON of at most 64 kB, and nothing else', async () => {
    await refused(
      { path: '/tts', body: 'text=hi', headers: { 'Content-Type': 'text/plain' } },
      415,
    );
    await refused({ path: '/tts', body: new FormData() }, 415);
    await refused(
      { path: '/tts', body: '{', headers: { 'Content-Type': 'application/json' } },
      400,
    );
    await refused({ path: '/tts', json: { text: 'x'.repeat(3_000_000) } }, 413);
    await refused({ path: '/tts', json: {}, headers: { 'Content-Encoding': 'gzip' } }, 415);
  });

  test('passes an operator’s open body as it is', async () => {
    const json = { name: 'One', rarity: 'rare', price: 3 };
    const { body } = await inputOf({ path: '/nfts', json }, { authorize: () => true });
    assert.deepEqual(body, json);
  });

  test('takes an operator’s own workspace, and refuses any other, wherever it is named', async () => {
    const options = { authorize: () => true };
    const forbidden = (error: unknown) => error instanceof HttpError && error.code === 'forbidden';
    for (const name of ['workspace', 'workspaceId']) {
      const json = { name: 'One', [name]: workspace };
      const path = `/nfts?${name}=${workspace}`;
      assert.deepEqual((await inputOf({ path, json }, options)).body, json);
      for (const other of ['other', '', 7, null, {}]) {
        const named = { path: '/nfts', json: { ...json, [name]: other } };
        await assert.rejects(inputOf(named, options), forbidden, JSON.stringify(other));
      }
      for (const query of [`${name}=other`, `${name}=`, `${name}=${workspace}&${name}=other`]) {
        await assert.rejects(inputOf({ path: `/nfts?${query}` }, options), forbidden, query);
        const upload = { method: 'POST', path: `/images/upload?${query}` };
        await assert.rejects(inputOf(upload, options), forbidden, query);
      }
    }
  });

  test('gives an operator the documented query, once each', async () => {
    const options = { authorize: () => true };
    const { query } = await inputOf({ path: '/nfts?collection=c&x=1' }, options);
    assert.deepEqual(query, { collection: 'c' });
    await assert.rejects(inputOf({ path: '/nfts?collection=a&collection=b' }, options), HttpError);
  });

  test('reads no body where the operation has none', async () => {
    const remove = { method: 'DELETE', path: `/nfts/${id}`, body: 'anything' };
    assert.equal((await inputOf(remove, { authorize: () => true })).body, undefined);
  });
});
