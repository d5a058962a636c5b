import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readOf } from '../../src/api/reads.ts';

const id = '64b7f0c2a1d3e4f5a6b7c8d9';

describe('straightening an upstream’s answer', () => {
  test('gives `id` where FAE says `_id`', () => {
    assert.deepEqual(readOf('nfts.listPublic')([{ _id: id, name: 'A' }]), [
      { _id: id, id, name: 'A' },
    ]);
  });

  test('takes a list bare or as the data of a page', () => {
    const read = readOf('nfts.list');
    assert.deepEqual(read({ data: [{ id }] }), read([{ id }]));
  });

  test('leaves out a field of the wrong type and an item that is no record', () => {
    assert.deepEqual(readOf('nfts.listPublic')([{ id, name: 7, traits: 'x' }, null, 'x', {}]), [
      { id },
    ]);
  });

  test('knows OpenSea’s names for traits and media', () => {
    const nft = {
      id,
      image_url: 'https://a.example/1.png',
      animation_url: 'ipfs://x',
      attributes: [{ trait_type: 'Colour', value: 'red' }, { value: 1 }],
    };
    const [read] = readOf('nfts.listPublic')([nft]) as [Record<string, unknown>];
    assert.equal(read['image'], nft.image_url);
    assert.equal(read['animation'], nft.animation_url);
    assert.deepEqual(read['traits'], [{ name: 'Colour', value: 'red' }]);
  });

  test('reads `public` also where it is text', () => {
    const [nft] = readOf('nfts.listPublic')([{ id, public: 'true' }]) as { public: boolean }[];
    assert.equal(nft?.public, true);
  });

  test('refuses another outer shape', () => {
    for (const value of [null, 'text', 7, {}]) {
      assert.equal(readOf('nfts.listPublic')(value), undefined);
    }
    assert.equal(readOf('payments.product')([]), undefined);
    assert.equal(readOf('payments.checkout')({ url: 7 }), undefined);
  });

  for (const [shape, answer] of Object.entries({
    'a bare string': 'Hello',
    'the documented field': { response: 'Hello' },
    text: { text: 'Hello' },
    reply: { reply: 'Hello' },
    'message as text': { message: 'Hello' },
    'Ollama’s message': { message: { role: 'assistant', content: 'Hello' } },
  })) {
    test(`finds a character's reply in ${shape}`, () => {
      assert.deepEqual(readOf('characters.response')(answer), { response: 'Hello' });
    });
  }

  test('finds no reply where there is none', () => {
    assert.equal(readOf('characters.response')({ error: 'x' }), undefined);
  });

  test('reads speech as unavailable unless it says otherwise', () => {
    assert.deepEqual(readOf('tts.status')({ voices: [{ id: 'a' }, { label: 'b' }] }), {
      available: false,
      voices: [{ id: 'a', label: 'a' }],
    });
  });

  test('does not fall for __proto__', () => {
    const [nft] = readOf('nfts.listPublic')(
      JSON.parse(`[{"id":"${id}","__proto__":{"polluted":true}}]`),
    ) as object[];
    assert.equal('polluted' in {}, false);
    assert.equal(Object.hasOwn(nft ?? {}, 'id'), true);
  });
});
