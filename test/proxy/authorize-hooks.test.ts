import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { bearer } from '../../src/proxy/authorize.ts';
import type { Authorize, ProxyOptions } from '../../src/proxy/options.ts';
import { asked, id, problemOf, proxyOf, shop, upstreamOf } from './harness.ts';

const token = 'operator-Token_0123456789';

const bringing = (authorization: string | undefined): Request =>
  new Request('http://proxy.test/fae/nfts', {
    headers: authorization === undefined ? {} : { Authorization: authorization },
  });

describe('bearer', () => {
  test('lets in whoever brings one of the tokens', async () => {
    const hook = bearer(token, `${token}-next`);
    assert.equal(await hook(bringing(`Bearer ${token}`)), true);
    assert.equal(await hook(bringing(`Bearer ${token}-next`)), true);
    assert.equal(await hook(bringing(`bearer ${token}`)), true);
  });

  test('refuses every other token', async () => {
    const hook = bearer(token);
    for (const other of [
      token.toUpperCase(),
      token.slice(0, -1),
      `${token}x`,
      `${token}=`,
      'x'.repeat(8_192),
    ]) {
      assert.equal(await hook(bringing(`Bearer ${other}`)), false, other.slice(0, 40));
    }
  });

  test('refuses what is no bearer token', async () => {
    const hook = bearer(token);
    for (const header of [
      undefined,
      '',
      token,
      'Bearer',
      `Bearer  ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Basic ${token}`,
      `Bearer "${token}"`,
      `Bearer ${'x'.repeat(8_193)}`,
    ]) {
      assert.equal(await hook(bringing(header)), false, header);
    }
  });

  test('wants tokens that cannot be guessed', () => {
    assert.throws(() => bearer('x'.repeat(15)), TypeError);
    assert.throws(() => bearer(token, 'short'), TypeError);
    assert.throws(() => bearer(), TypeError);
    assert.throws(() => bearer(''), TypeError);
    assert.doesNotThrow(() => bearer('x'.repeat(16)));
  });
});

const operatorOf = (options: ProxyOptions) => {
  const upstream = upstreamOf(() => Response.json([]));
  const proxy = proxyOf(upstream.fetch, options);
  const list = async (headers: Readonly<Record<string, string>> = {}) =>
    proxy.fetch(asked({ path: '/nfts', headers }));
  return { upstream, proxy, list };
};

describe('FAE_OPERATOR_TOKEN', () => {
  const env = { FAE_OPERATOR_TOKEN: `${token}, ${token}-next` };

  test('opens the operator operations to whoever brings it', async () => {
    const { list, upstream } = operatorOf({ env });
    for (const each of [token, `${token}-next`]) {
      assert.equal((await list({ Authorization: `Bearer ${each}` })).status, 200);
    }
    assert.equal(upstream.calls[0]?.headers.get('Authorization'), null);
    for (const other of [{}, { Authorization: `Bearer ${token}-other` }]) {
      const problem = await problemOf(await list(other));
      assert.deepEqual([problem.status, problem.code], [403, 'forbidden']);
    }
    assert.equal(upstream.calls.length, 2);
  });

  test('that is too short does not start', () => {
    assert.throws(() => operatorOf({ env: { FAE_OPERATOR_TOKEN: 'short' } }), TypeError);
  });

  test('yields to a hook of the owner’s', async () => {
    const { list } = operatorOf({ env, authorize: () => false });
    assert.equal((await list({ Authorization: `Bearer ${token}` })).status, 403);
  });

  test('is in no log, whatever breaks', async () => {
    const events: unknown[] = [];
    const { list } = operatorOf({
      env,
      authorize: (request) => {
        throw new Error(`cannot read ${request.headers.get('Authorization') ?? ''}`);
      },
      log: (event) => events.push(event),
    });
    assert.equal((await list({ Authorization: `Bearer ${token}` })).status, 500);
    assert.match(JSON.stringify(events), /cannot read Bearer \[secret\]/);
  });
});

describe('a hook of the owner’s', () => {
  const own = 'https://own.example';

  test('gets cookies from the own origin alone', async () => {
    const seen: Readonly<Record<string, string | null>>[] = [];
    const authorize: Authorize = ({ headers }) =>
      seen.push({ origin: headers.get('Origin'), cookie: headers.get('Cookie') }) > 0;
    const { list } = operatorOf({ authorize, publicUrl: own });
    for (const Origin of [own, shop, 'https://own.example.evil']) {
      await list({ Origin, Cookie: 'session=1' });
    }
    assert.deepEqual(seen, [
      { origin: own, cookie: 'session=1' },
      { origin: shop, cookie: null },
    ]);
  });

  test('sees what is asked for, and no body', async () => {
    const seen: unknown[] = [];
    const authorize: Authorize = async ({ method, url, body }, operation) =>
      seen.push([method, new URL(url).pathname, body, operation.name]) > 0;
    const { proxy, upstream } = operatorOf({ authorize });
    await proxy.fetch(asked({ method: 'PUT', path: `/nfts/${id}`, json: { name: 'New' } }));
    assert.deepEqual(seen, [['PUT', `/fae/nfts/${id}`, null, 'nfts.update']]);
    assert.deepEqual(JSON.parse(upstream.calls[0]?.body ?? ''), { name: 'New' });
  });
});
