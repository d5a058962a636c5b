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

  test('says of a story whether it is published, also where only its status does', () => {
    const read = readOf('stories.get');
    const published = [{ published: 'true' }, { status: 'published' }, { status: 'draft' }, {}].map(
      (fields) => (read({ id, ...fields }) as { published: boolean }).published,
    );
    assert.deepEqual(published, [true, true, false, false]);
  });

  test('reads a bot’s log, its lines as text or as entries', () => {
    const answer = { logs: ['Started', { message: 'Done', level: 'info' }, 7], status: 'asleep' };
    assert.deepEqual(readOf('bots.logs')(answer), {
      logs: [{ message: 'Started' }, { message: 'Done', level: 'info' }],
    });
    assert.equal(readOf('bots.run')({ status: 'asleep' }), undefined);
  });

  test('does not fall for __proto__', () => {
    const [nft] = readOf('nfts.listPublic')(
      JSON.parse(`[{"id":"${id}","__proto__":{"polluted":true}}]`),
    ) as object[];
    assert.equal('polluted' in {}, false);
    assert.equal(Object.hasOwn(nft ?? {}, 'id'), true);
  });
});

describe('a token’s price', () => {
  const read = readOf('tokens.price');
  const unknown = { usdPrice: null, change24h: null, liquidityUsd: null };

  test('comes in Moralis’ shape for EVM chains, numbers and flags as text', () => {
    const evm = {
      tokenName: 'Wrapped Ether',
      tokenSymbol: 'WETH',
      tokenLogo: 'https://a.example/weth.png',
      tokenDecimals: '18',
      nativePrice: { value: '1000000000000000000', decimals: 18, name: 'Ether', symbol: 'ETH' },
      usdPrice: 3012.5,
      usdPriceFormatted: '3012.5000000001',
      exchangeName: 'Uniswap v3',
      tokenAddress: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
      '24hrPercentChange': '-1.25',
      possibleSpam: 'false',
      verifiedContract: true,
      pairTotalLiquidityUsd: '171000000.5',
    };
    assert.deepEqual(read(evm), {
      tokenAddress: evm.tokenAddress,
      name: 'Wrapped Ether',
      symbol: 'WETH',
      logo: evm.tokenLogo,
      decimals: 18,
      usdPrice: 3012.5,
      usdPriceFormatted: '3012.5000000001',
      change24h: -1.25,
      liquidityUsd: 171000000.5,
      verified: true,
      spam: false,
      venue: 'Uniswap v3',
    });
  });

  test('comes in Moralis’ shape for Solana, which says little', () => {
    const solana = {
      nativePrice: { value: '76234', decimals: 9, name: 'Wrapped Solana', symbol: 'WSOL' },
      usdPrice: 0.0000121,
      exchangeName: 'Raydium',
    };
    assert.deepEqual(read(solana), { ...unknown, usdPrice: 0.0000121, venue: 'Raydium' });
  });

  test('comes in Moralis’ newer shape', () => {
    const newer = {
      chain: 'eth',
      tokenAddress: '0x1',
      tokenDecimals: 6,
      usdPrice: 1.0001,
      '24hrChangePercent': 0,
      possibleSpam: false,
      verifiedContract: true,
      dexInformation: { exchangeName: 'Curve', pairLiquidityUsd: 5000 },
      updatedAt: { timestamp: 1763769600, blockNumber: 1 },
    };
    assert.deepEqual(read(newer), {
      chain: 'eth',
      tokenAddress: '0x1',
      decimals: 6,
      usdPrice: 1.0001,
      change24h: 0,
      liquidityUsd: 5000,
      verified: true,
      spam: false,
      venue: 'Curve',
      asOf: '2025-11-22T00:00:00.000Z',
    });
  });

  test('is null where nobody knows it, never 0', () => {
    for (const usdPrice of [null, undefined, '', ' ', 'n/a', NaN, {}, [], false]) {
      assert.deepEqual(read({ usdPrice, '24hrPercentChange': '' }), unknown);
    }
    assert.deepEqual(read({ usdPrice: 0 }), { ...unknown, usdPrice: 0 });
    assert.deepEqual(read({ usdPrice: '1e999' }), unknown);
  });

  test('is the same when it is read again, and tells a sample', () => {
    const once = read({
      usdPrice: '2',
      sample: true,
      tokenSymbol: 'SOL',
      updatedAt: { timestamp: 0 },
    });
    assert.deepEqual(read(once), once);
    assert.equal((once as { sample: boolean }).sample, true);
  });

  test('is no price when it is no object', () => {
    assert.equal(read('3'), undefined);
    assert.equal(read([3]), undefined);
  });
});
