/** Whom budgets count: an address has one, however it is written and whatever a visitor claims. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { addressKey } from '../../../src/http/address.ts';
import { proxyOf, upstreamOf } from '../harness.ts';
import { agreeable, chatTurn, posted, proxied } from './support.ts';
import { chat, countOf, limitsOf, reply, times } from './turns.ts';

test('V13 every spelling of an address has one budget, and no two IPv4 addresses share one', async () => {
  const { fetch } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(1) });
  const spellings = {
    '1.2.3.4': ['::ffff:1.2.3.4', '::FFFF:1.2.3.4', '::ffff:102:304', '0:0:0:0:0:ffff:1.2.3.4'],
    '2001:db8::1': ['2001:DB8:0:0::1', '2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:0db8::0001'],
    'fe80::1': ['fe80::1%eth0', 'fe80:0:0:0::2%1'],
  };
  for (const [address, others] of Object.entries(spellings)) {
    assert.equal((await chat(proxy, address)).status, 200, address);
    for (const other of others) assert.equal((await chat(proxy, other)).status, 429, other);
  }
  for (const another of ['::ffff:5.6.7.8', '5.6.7.9', '2001:db8:0:1::1']) {
    assert.equal((await chat(proxy, another)).status, 200, another);
  }
});

test('V13 65,536 addresses of one /64 have one budget', async () => {
  const keys = new Set<string | undefined>();
  for (let number = 0; number < 65_536; number += 1) {
    keys.add(addressKey(`2001:db8:1:2:${number.toString(16)}:${(65_535 - number).toString(16)}::`));
  }
  assert.deepEqual([...keys], ['20010db800010002/64']);
  const { fetch, calls } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(20) });
  const answers = await times(200, (number) => chat(proxy, `2001:db8:1:2::${number.toString(16)}`));
  assert.deepEqual([countOf(answers, 200), countOf(answers, 429), calls.length], [20, 180, 20]);
});

test('V13 whose address is not known shares one budget with all others of whom it is not', async () => {
  const { fetch, calls } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(5) });
  const unknown = [undefined, '', 'unknown', '1.2.3', '999.1.1.1', 'localhost'];
  const answers = await times(60, (number) => chat(proxy, unknown[number % unknown.length]));
  assert.deepEqual([countOf(answers, 200), calls.length], [5, 5]);
});

const claims = {
  'X-Forwarded-For': '203.0.113.9',
  Forwarded: 'for=203.0.113.9',
  'X-Real-Ip': '203.0.113.9',
  'X-Client-Ip': '203.0.113.9',
  'True-Client-Ip': '203.0.113.9',
  'CF-Connecting-IP': '203.0.113.9',
  'x-vercel-forwarded-for': '203.0.113.9',
  'x-nf-client-connection-ip': '203.0.113.9',
  'Fly-Client-IP': '203.0.113.9',
};

test('V13 no header makes another address, unless a peer that is trusted has written it', async (t) => {
  const { call } = await proxied(t, agreeable, { limits: limitsOf(1) });
  const turn = (headers: Record<string, string>) =>
    call('/characters/response', posted(chatTurn, headers));
  assert.equal((await turn({})).status, 200);
  for (const [name, value] of Object.entries(claims)) {
    assert.equal((await turn({ [name]: value })).status, 429, name);
  }
  const trusting = await proxied(t, agreeable, { limits: limitsOf(1), trustProxy: 'loopback' });
  const from = async (forwarded: string): Promise<number> =>
    (
      await trusting.call(
        '/characters/response',
        posted(chatTurn, { 'X-Forwarded-For': forwarded }),
      )
    ).status;
  assert.equal(await from('203.0.113.1'), 200);
  assert.equal(await from('203.0.113.2'), 200);
  assert.equal(
    await from('9.9.9.9, 203.0.113.1'),
    429,
    'what stands left of it was sent by a visitor',
  );
  assert.equal(await from('2001:db8::1'), 200);
  assert.equal(await from('[2001:db8::2]:443'), 429);
});

test('V13 a trusted range does not make a visitor from elsewhere believable', async () => {
  const { fetch } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(1), trustProxy: ['10.0.0.0/8'] });
  assert.equal((await chat(proxy, '203.0.113.7')).status, 200);
  for (const peer of ['203.0.113.7', '::ffff:203.0.113.7']) {
    assert.equal((await chat(proxy, peer, claims)).status, 429, peer);
  }
});

test('V13 throwing tokens away, or sharing one, gives nobody more', async () => {
  const { fetch, calls } = upstreamOf(reply);
  const proxy = proxyOf(fetch, { limits: limitsOf(10) });
  const token = (await chat(proxy, '203.0.113.1')).headers.get('Fae-Visitor') ?? '';
  const withoutToken = await times(30, () => chat(proxy, '203.0.113.1'));
  assert.equal(countOf(withoutToken, 200), 9);
  const shared = await times(30, (number) =>
    chat(proxy, `198.51.100.${number}`, { 'Fae-Visitor': token }),
  );
  assert.equal(countOf(shared, 200), 9);
  assert.equal(calls.length, 19);
});
