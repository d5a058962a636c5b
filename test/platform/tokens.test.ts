import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { createMoralis } from '../../src/platform/prices/moralis.ts';
import { cachedPrices } from '../../src/platform/prices/price-cache.ts';
import { sampleTokens } from '../../src/platform/prices/sample-tokens.ts';
import { createOutbound } from '../../src/platform/outbound.ts';
import { certificate } from './certificate.ts';
import { startMoralis, type FakeMoralis } from './fake-moralis.ts';
import { somebody, startForPeople } from './people.ts';
import { startPlatform, type TestPlatform } from './support.ts';

const pathOf = (tokenAddress: string, chain: string) =>
  `/api/tokens/getTokenPrice?${new URLSearchParams({ tokenAddress, chain }).toString()}`;

const evmAddress = '0x6b175474e89094c44da98b954eedeac495271d0f';
const solanaAddress = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';

describe('Tokens', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople();
  });
  after(() => server.close());

  const personAs = async (role: 'owner' | 'editor' | 'viewer') =>
    (await somebody(server, role, { [server.platform.workspace]: role })).sit();

  test('are made by owners, and are everybody’s', async () => {
    const owner = await personAs('owner');
    const fields = {
      name: 'Moonwort',
      symbol: 'MOONW',
      address: evmAddress,
      chain: 'eth',
      tier: 2,
    };
    const created = await owner.json(201, 'POST', '/api/tokens', fields);
    for (const [name, value] of Object.entries(fields)) assert.deepEqual(created[name], value);
    assert.match(created.id, /^[0-9a-f]{24}$/);
    assert.equal(created['workspace'], undefined, 'whose it was is nobody’s business');
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    const listed = await server.json(200, 'GET', '/api/tokens', undefined, other);
    assert.deepEqual(listed, [created]);
    assert.deepEqual(await server.json(200, 'GET', '/api/tokens'), [created]);
  });

  test('are not made by editors and viewers, nor with a key', async () => {
    const before = await server.json(200, 'GET', '/api/tokens');
    for (const role of ['editor', 'viewer'] as const) {
      await (await personAs(role)).json(403, 'POST', '/api/tokens', { name: 'x' });
    }
    await server.json(403, 'POST', '/api/tokens', { name: 'x' });
    assert.deepEqual(await server.json(200, 'GET', '/api/tokens'), before);
  });

  test('are refused without a name, or with an address that can be none', async () => {
    const owner = await (
      await somebody(server, 'second', { [server.platform.workspace]: 'owner' })
    ).sit();
    for (const body of [
      {},
      { name: ' ' },
      { name: 'x', address: 'a b' },
      { name: 'x', chain: 5 },
    ]) {
      const refused = await owner.json(400, 'POST', '/api/tokens', body);
      assert.equal(refused['code'], 'invalid_request');
    }
  });
});

describe('A sample price', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform({}, { now: () => time });
  });
  after(() => server.close());

  const [moonwort, saltfern, , tidebell] = sampleTokens;
  assert.ok(moonwort && saltfern && tidebell);
  const ask = ({ address, chain }: { address: string; chain: string }) =>
    server.json(200, 'GET', pathOf(address, chain));

  test('says that it is one, and moves', async () => {
    const price = await ask(moonwort);
    assert.equal(price['sample'], true);
    assert.equal(price['name'], 'Moonwort');
    assert.equal(price['asOf'], '2030-01-01T00:00:00.000Z');
    const usd = Number(price['usdPrice']);
    assert.ok(usd > 2 && usd < 3);
    assert.ok(Math.abs(Number(price['usdPriceFormatted']) / usd - 1) < 1e-4);
    assert.equal(typeof price['change24h'], 'number');
    time += 3 * 60 * 60 * 1000;
    assert.notEqual((await ask(moonwort))['usdPrice'], usd);
  });

  test('of a tiny token has its digits, without an exponent', async () => {
    const price = await ask(saltfern);
    assert.match(String(price['usdPriceFormatted']), /^0\.00000[1-9]\d{4,}$/);
  });

  test('of what nobody trades is null, not 0', async () => {
    const price = await ask(tidebell);
    assert.deepEqual(
      [price['usdPrice'], price['change24h'], price['liquidityUsd'], price['sample']],
      [null, null, null, true],
    );
  });

  test('is never made up for a real token', async () => {
    const price = await ask({ address: evmAddress, chain: 'eth' });
    assert.deepEqual([price['usdPrice'], price['sample']], [null, true]);
  });

  test('is the same for every spelling of chain and address', async () => {
    const spelled = {
      address: moonwort.address.toUpperCase().replace('0X', '0x'),
      chain: 'Ethereum',
    };
    const price = await ask(spelled);
    assert.deepEqual([price['tokenAddress'], price['chain']], [moonwort.address, 'eth']);
    assert.equal(price['symbol'], 'MOONW');
  });

  const wrong: [string, string, RegExp][] = [
    ['', 'eth', /"tokenAddress"/],
    ['0x12', 'eth', /"tokenAddress" must be an address on eth/],
    [solanaAddress, 'eth', /"tokenAddress"/],
    [evmAddress, 'solana', /"tokenAddress" must be an address on Solana/],
    [`${evmAddress}/../x`, 'eth', /"tokenAddress"/],
    [evmAddress, 'dogechain', /"chain"/],
    [evmAddress, '', /"chain"/],
    [evmAddress, 'constructor', /"chain"/],
    [evmAddress, 'eth&chain=bsc', /"chain"/],
  ];
  for (const [address, chain, message] of wrong) {
    test(`is refused for "${address}" on "${chain}"`, async () => {
      const refused = await server.json(400, 'GET', pathOf(address, chain));
      assert.equal(refused['code'], 'invalid_request');
      assert.match(String(refused['error']), message);
    });
  }

  test('needs both, address and chain', async () => {
    await server.json(400, 'GET', '/api/tokens/getTokenPrice');
    await server.json(400, 'GET', `/api/tokens/getTokenPrice?tokenAddress=${evmAddress}`);
  });
});

test('A price is not_configured where no source is, and where it is switched off', async (t) => {
  const bare = await startPlatform({ standIns: false });
  t.after(bare.close);
  const off = await startPlatform({ env: { FAE_PRICES: 'off', MORALIS_API_KEY: 'key' } });
  t.after(off.close);
  for (const server of [bare, off]) {
    const refused = await server.json(503, 'GET', pathOf(evmAddress, 'eth'));
    assert.equal(refused['code'], 'not_configured');
  }
  const tested = await startPlatform({
    standIns: false,
    env: { FAE_PRICES: 'test', MORALIS_API_KEY: 'key' },
  });
  t.after(tested.close);
  assert.equal((await tested.json(200, 'GET', pathOf(evmAddress, 'eth')))['sample'], true);
  await assert.rejects(startPlatform({ env: { FAE_PRICES: 'maybe' } }), /FAE_PRICES must be/);
});

describe('A price by Moralis', () => {
  const key = 'moralis-key-that-must-not-leak';
  let time = Date.UTC(2030, 0, 1);
  let moralis: FakeMoralis;
  let server: TestPlatform;
  before(async () => {
    moralis = await startMoralis(key);
    const limits = { headersTimeout: 200, idleTimeout: 200, maxBytes: 64 * 1024 };
    const outbound = createOutbound({ allowPrivateHosts: true, ca: certificate, ...limits });
    const now = () => time;
    const engine = createMoralis({ key, outbound, now, hosts: moralis.hosts });
    server = await startPlatform({}, { now, services: { prices: cachedPrices(engine, now) } });
  });
  after(async () => {
    await server.close();
    await moralis.close();
  });

  /** Each on an address of its own, so that nothing is remembered. */
  let number = 0;
  const freshAddress = () => `0x${(number += 1).toString(16).padStart(40, '0')}`;
  const fresh = (status = 200) => server.json(status, 'GET', pathOf(freshAddress(), 'eth'));

  test('on a chain like Ethereum is read out of strings and percentages', async () => {
    moralis.answers({
      tokenName: 'Dai Stablecoin',
      tokenSymbol: 'DAI',
      tokenDecimals: '18',
      usdPrice: 0.9998,
      usdPriceFormatted: '0.999812345678901234',
      '24hrPercentChange': '-0.031',
      exchangeName: 'Uniswap v3',
      possibleSpam: 'false',
      verifiedContract: true,
      pairTotalLiquidityUsd: '11234567.89',
    });
    const price = await server.json(200, 'GET', pathOf(evmAddress, 'eth'));
    assert.deepEqual(price, {
      tokenAddress: evmAddress,
      chain: 'eth',
      name: 'Dai Stablecoin',
      symbol: 'DAI',
      decimals: 18,
      usdPrice: 0.9998,
      usdPriceFormatted: '0.999812345678901234',
      change24h: -0.031,
      liquidityUsd: 11234567.89,
      venue: 'Uniswap v3',
      spam: false,
      verified: true,
      asOf: '2030-01-01T00:00:00.000Z',
    });
    assert.deepEqual(moralis.requests.at(-1), {
      path: `/evm/api/v2.2/erc20/${evmAddress}/price?chain=eth&include=percent_change`,
      key,
    });
  });

  test('on Solana is asked for elsewhere, and has less to say', async () => {
    moralis.answers({ usdPrice: 1.0001, exchangeName: 'Raydium', nativePrice: { value: '6' } });
    const price = await server.json(200, 'GET', pathOf(solanaAddress, 'solana'));
    assert.deepEqual(
      [price['usdPrice'], price['change24h'], price['venue'], price['tokenAddress']],
      [1.0001, null, 'Raydium', solanaAddress],
    );
    assert.equal(moralis.requests.at(-1)?.path, `/solana/token/mainnet/${solanaAddress}/price`);
  });

  test('of the newer shape is read alike', async () => {
    moralis.answers({
      usdPrice: 3.5,
      '24hrChangePercent': 1.25,
      dexInformation: { exchangeName: 'Aerodrome', pairLiquidityUsd: 420 },
      updatedAt: { timestamp: 1_893_456_000, blockNumber: '1' },
    });
    const price = await fresh();
    assert.deepEqual(
      [price['change24h'], price['venue'], price['liquidityUsd'], price['asOf']],
      [1.25, 'Aerodrome', 420, '2030-01-01T00:00:00.000Z'],
    );
  });

  test('that is not known is null, and one that is 0 is 0', async () => {
    moralis.answers({ message: 'No pools found with enough liquidity' }, 404);
    assert.equal((await fresh())['usdPrice'], null);
    moralis.answers({ usdPrice: null });
    assert.equal((await fresh())['usdPrice'], null);
    moralis.answers({ usdPrice: '' });
    assert.equal((await fresh())['usdPrice'], null);
    moralis.answers({ usdPrice: 0 });
    assert.equal((await fresh())['usdPrice'], 0);
  });

  test('is asked for once in half a minute, by however many', async () => {
    moralis.answers({ usdPrice: 7 });
    moralis.requests.length = 0;
    const path = pathOf(freshAddress(), 'eth');
    const many = Array.from({ length: 5 }, () => server.json(200, 'GET', path));
    for (const price of await Promise.all(many)) assert.equal(price['usdPrice'], 7);
    moralis.answers({ usdPrice: 8 });
    time += 29_999;
    assert.equal((await server.json(200, 'GET', path))['usdPrice'], 7);
    assert.equal(moralis.requests.length, 1);
    time += 1;
    assert.equal((await server.json(200, 'GET', path))['usdPrice'], 8);
    assert.equal(moralis.requests.length, 2);
  });

  const faults: [string, Parameters<FakeMoralis['answers']>, number, string][] = [
    ['is down', [{ message: 'x' }, 500], 503, 'unavailable'],
    ['is too busy', [{ message: 'x' }, 429], 503, 'unavailable'],
    ['refuses the key', [{ message: `bad key ${key}` }, 401], 503, 'not_configured'],
    ['knows no such token', [{ message: 'x' }, 400], 400, 'invalid_request'],
    ['leads elsewhere', [{}, 302], 503, 'unavailable'],
    ['answers HTML', ['<!doctype html>', 200], 502, 'bad_upstream'],
    ['answers a list', [[], 200], 502, 'bad_upstream'],
    ['answers without end', ['x'.repeat(100_000), 200], 503, 'unavailable'],
    ['hangs up', ['hang up'], 503, 'unavailable'],
    ['says nothing', ['say nothing'], 503, 'unavailable'],
  ];
  for (const [what, answer, status, code] of faults) {
    test(`is ${code} while Moralis ${what}, and nothing of it is remembered`, async () => {
      moralis.answers(...answer);
      const path = pathOf(freshAddress(), 'eth');
      const refused = await server.json(status, 'GET', path);
      assert.equal(refused['code'], code);
      moralis.answers({ usdPrice: 1 });
      assert.equal((await server.json(200, 'GET', path))['usdPrice'], 1);
    });
  }

  test('is never told with the key, in answers and events', async () => {
    moralis.answers({ usdPrice: 1, name: 'x', key });
    const price = await fresh();
    assert.doesNotMatch(JSON.stringify([price, server.events]), /must-not-leak/);
  });
});
