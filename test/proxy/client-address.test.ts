import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { addressOf } from '../../src/proxy/client-address.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { asked, proxyOf } from './harness.ts';

const peer = '10.0.0.1';

const told = (
  trusted: ProxyOptions['trustProxy'],
  headers: Readonly<Record<string, string>>,
  address: string | null = peer,
  runtime?: Parameters<typeof addressOf>[1],
): string | undefined =>
  addressOf(trusted, runtime)(new Headers(headers), address === null ? {} : { address });

const forwardedFor = (value: string) => ({ 'X-Forwarded-For': value });

describe('whom a request comes from', () => {
  test('is the peer, whatever headers say, where nobody is trusted', () => {
    for (const trusted of [undefined, [], '', ' , ', 0, '0']) {
      assert.equal(
        told(trusted, { ...forwardedFor('1.1.1.1'), 'CF-Connecting-IP': '2.2.2.2' }),
        peer,
      );
    }
  });

  test('is what a trusted proxy says, and no more than it has seen itself', () => {
    for (const trusted of [
      '10.0.0.0/8',
      ['10.0.0.1'],
      '172.16.0.0/12, 10.0.0.1',
      ['::ffff:10.0.0.1'],
    ]) {
      assert.equal(told(trusted, forwardedFor('1.1.1.1')), '1.1.1.1');
      assert.equal(told(trusted, forwardedFor('9.9.9.9, 1.1.1.1')), '1.1.1.1');
      assert.equal(told(trusted, forwardedFor('9.9.9.9, 1.1.1.1, 10.0.0.1')), '1.1.1.1');
      assert.equal(told(trusted, forwardedFor('1.1.1.1:5000')), '1.1.1.1');
      assert.equal(told(trusted, forwardedFor('9.9.9.9, unknown')), peer);
    }
  });

  test('is the peer where that is not trusted', () => {
    assert.equal(told('192.168.0.0/16', forwardedFor('1.1.1.1')), peer);
    assert.equal(told('loopback', forwardedFor('1.1.1.1')), peer);
    assert.equal(told('loopback', forwardedFor('1.1.1.1'), '::1'), '1.1.1.1');
  });

  test('is counted from the right where the number of proxies is known', () => {
    const header = forwardedFor('9.9.9.9, 1.1.1.1, 2.2.2.2');
    assert.equal(told(1, header), '2.2.2.2');
    assert.equal(told('2', header), '1.1.1.1');
    assert.equal(told(2, header, null), '1.1.1.1');
    assert.equal(told(9, header), '9.9.9.9');
    assert.equal(told(1, {}), peer);
    assert.equal(told(1, {}, null), undefined);
  });

  const platforms = {
    cloudflare: 'CF-Connecting-IP',
    vercel: 'x-vercel-forwarded-for',
    netlify: 'x-nf-client-connection-ip',
  } as const;
  for (const [platform, header] of Object.entries(platforms)) {
    test(`is what ${platform} writes itself, and nobody else`, () => {
      const headers = { [header]: '1.1.1.1', ...forwardedFor('9.9.9.9') };
      assert.equal(told(platform, headers), '1.1.1.1');
      assert.equal(told(platform, forwardedFor('9.9.9.9')), peer);
      assert.equal(told(platform, { [header]: '1.1.1.1, 2.2.2.2' }), peer);
      assert.equal(told(undefined, headers), peer);
    });
  }

  test('is what the platform’s edge says on its own runtime, unless the owner knows better', () => {
    const headers = {
      'CF-Connecting-IP': '1.1.1.1',
      'x-vercel-forwarded-for': '2.2.2.2',
      'x-nf-client-connection-ip': '3.3.3.3',
      ...forwardedFor('9.9.9.9'),
    };
    assert.equal(told(undefined, headers, null, 'workers'), '1.1.1.1');
    assert.equal(told(undefined, headers, null, 'vercel'), '2.2.2.2');
    assert.equal(told(undefined, headers, null, 'netlify'), '3.3.3.3');
    assert.equal(told(undefined, headers, peer, 'lambda'), peer);
    assert.equal(told('cloudflare', headers, null, 'vercel'), '1.1.1.1');
    assert.equal(told([], headers, peer, 'vercel'), peer);
  });

  test('cannot be told by what is no address, no range and no number', () => {
    const odd = ['everyone', '10.0.0.0/33', '1.5', '-1', '*', 'cloudflare, vercel', -1, 1.5, NaN];
    for (const trusted of odd) assert.throws(() => told(trusted, {}), TypeError, String(trusted));
  });
});

describe('budgets', () => {
  /** How many of these requests, one after the other, are let through where one a minute may be. */
  const passed = async (
    requests: readonly { address?: string; headers?: Readonly<Record<string, string>> }[],
    options: ProxyOptions = {},
  ): Promise<number> => {
    const answer = () => Promise.resolve(Response.json({ available: true }));
    const proxy = proxyOf(answer, { limits: { requestsPerMinute: 1 }, ...options });
    const statuses: number[] = [];
    for (const { address, headers } of requests) {
      const request = asked({ path: '/tts/status', ...(headers && { headers }) });
      statuses.push((await proxy.fetch(request, { address })).status);
    }
    return statuses.filter((it) => it === 200).length;
  };
  const from = (...addresses: readonly string[]) => addresses.map((address) => ({ address }));

  test('are the same for all spellings of an address, and for all of an IPv6 /64', async () => {
    assert.equal(await passed(from('1.2.3.4', '::ffff:1.2.3.4', '::FFFF:102:304')), 1);
    assert.equal(await passed(from('2001:db8::1', '2001:0db8:0:0:ffff::2', '2001:db8::%eth0')), 1);
  });

  test('are different for different addresses', async () => {
    assert.equal(await passed(from('1.2.3.4', '1.2.3.5', '::ffff:1.2.3.6')), 3);
    assert.equal(await passed(from('2001:db8::1', '2001:db8:0:1::1')), 2);
  });

  test('are one for everybody who is not known', async () => {
    assert.equal(await passed([{}, { address: '' }, { address: 'localhost' }, {}]), 1);
    const claimed = ['1.1.1.1', '2.2.2.2'].map((it) => ({ headers: forwardedFor(it) }));
    assert.equal(await passed(claimed), 1);
  });

  test('follow FAE_TRUST_PROXY, and the platform where that is empty', async () => {
    const claimed = ['1.1.1.1', '2.2.2.2'].map((it) => ({
      address: peer,
      headers: { ...forwardedFor(it), 'x-vercel-forwarded-for': it },
    }));
    assert.equal(await passed(claimed, { env: { FAE_TRUST_PROXY: '10.0.0.0/8, loopback' } }), 2);
    assert.equal(await passed(claimed, { env: { FAE_TRUST_PROXY: '1' } }), 2);
    assert.equal(await passed(claimed, { env: { FAE_TRUST_PROXY: '' } }), 1);
    assert.equal(await passed(claimed, { env: { FAE_TRUST_PROXY: '', VERCEL: '1' } }), 2);
  });
});
