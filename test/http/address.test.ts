import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  addressKey,
  addressList,
  clientAddress,
  clientAddressBehind,
} from '../../src/http/address.ts';

describe('the name of an address', () => {
  test('is the same for every spelling', () => {
    for (const spelling of ['::ffff:1.2.3.4', '::FFFF:1.2.3.4', '::ffff:102:304', '1.2.3.4']) {
      assert.equal(addressKey(spelling), '1.2.3.4', spelling);
    }
    assert.equal(addressKey('2001:DB8:0:0:0:0:0:1'), addressKey('2001:db8::1'));
    assert.equal(addressKey('fe80::1%eth0'), addressKey('fe80::1'));
  });

  test('keeps different IPv4-mapped addresses apart', () => {
    assert.notEqual(addressKey('::ffff:1.2.3.4'), addressKey('::ffff:5.6.7.8'));
  });

  test('is one for all addresses of an IPv6 /64, another for the next', () => {
    assert.equal(addressKey('2001:db8:0:1::1'), addressKey('2001:db8:0:1:ffff:ffff:ffff:ffff'));
    assert.notEqual(addressKey('2001:db8:0:1::1'), addressKey('2001:db8:0:2::1'));
  });

  test('is missing for what is no address', () => {
    const none = ['', 'localhost', '1.2.3', '01.2.3.4', '256.1.1.1', '1.2.3.4.5', ':::', 'g::1'];
    for (const text of [...none, '0x7f.1', '1::2::3', '::1]/x', '12345::']) {
      assert.equal(addressKey(text), undefined, text);
    }
  });
});

describe('a list of addresses', () => {
  test('covers single ones, ranges and loopback', () => {
    const has = addressList(['10.0.0.0/9', '192.0.2.1', 'loopback', '2001:db8::/32']);
    for (const address of ['10.127.255.255', '192.0.2.1', '127.0.0.1', '::1', '2001:db8:9::1']) {
      assert.ok(has(address), address);
    }
    for (const address of ['10.128.0.0', '192.0.2.2', '::2', '2001:db9::1', 'nonsense']) {
      assert.ok(!has(address), address);
    }
  });

  test('refuses what is no range', () => {
    for (const range of ['10.0.0.0/33', 'everyone', '10.0.0.0/x', '10.0.0.0/-1']) {
      assert.throws(() => addressList([range]), TypeError, range);
    }
  });
});

describe('the sender of a request', () => {
  const trusts = addressList(['10.0.0.0/8']);

  test('is the peer, whatever the header claims, unless the peer is trusted', () => {
    assert.equal(clientAddress('203.0.113.9', '1.1.1.1', trusts), '203.0.113.9');
    assert.equal(clientAddress('203.0.113.9', null, trusts), '203.0.113.9');
    assert.equal(clientAddress(undefined, '1.1.1.1', trusts), undefined);
  });

  test('is the last address in the header that no trusted proxy has', () => {
    assert.equal(
      clientAddress('10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', trusts),
      '203.0.113.9',
    );
  });

  test('is never the part that anybody can write', () => {
    assert.equal(clientAddress('10.0.0.1', '9.9.9.9, 203.0.113.9', trusts), '203.0.113.9');
  });

  test('is read with the port that some load balancers add', () => {
    assert.equal(clientAddress('10.0.0.1', '203.0.113.9:4711', trusts), '203.0.113.9');
    assert.equal(clientAddress('10.0.0.1', '[2001:db8::1]:4711', trusts), '2001:db8::1');
  });

  test('is the trusted proxy when the header holds nonsense', () => {
    assert.equal(clientAddress('10.0.0.1', 'unknown', trusts), '10.0.0.1');
    assert.equal(clientAddress('10.0.0.1', '', trusts), '10.0.0.1');
  });
});

describe('the sender of a request behind a number of proxies', () => {
  const forwarded = '9.9.9.9, 203.0.113.9, 10.0.0.2';

  test('is the peer behind none, whatever the header claims', () => {
    assert.equal(clientAddressBehind(0, '10.0.0.1', forwarded), '10.0.0.1');
    assert.equal(clientAddressBehind(0, undefined, forwarded), undefined);
  });

  test('is the one that the farthest of them has written', () => {
    assert.equal(clientAddressBehind(1, '10.0.0.1', forwarded), '10.0.0.2');
    assert.equal(clientAddressBehind(2, '10.0.0.1', forwarded), '203.0.113.9');
  });

  test('is the same where the runtime does not tell the peer', () => {
    assert.equal(clientAddressBehind(1, undefined, '9.9.9.9, 203.0.113.9'), '203.0.113.9');
    assert.equal(clientAddressBehind(1, undefined, null), undefined);
  });

  test('is the farthest there is when it has passed fewer', () => {
    assert.equal(clientAddressBehind(5, '10.0.0.1', '203.0.113.9'), '203.0.113.9');
    assert.equal(clientAddressBehind(5, '10.0.0.1', null), '10.0.0.1');
  });

  test('is looked for no further than what is no address', () => {
    assert.equal(clientAddressBehind(3, '10.0.0.1', '9.9.9.9, unknown, 10.0.0.2'), '10.0.0.2');
    assert.equal(clientAddressBehind(1, undefined, 'unknown'), undefined);
  });

  test('is read with the port that some load balancers add', () => {
    assert.equal(clientAddressBehind(1, undefined, '[2001:db8::1]:4711'), '2001:db8::1');
  });
});
