/** Where a request goes: the operation's own path at the configured upstream, and nowhere else. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { baseOptions, key, raw, shop, workspace } from '../harness.ts';
import { socketClient, statusesOf, written } from './raw-socket.ts';
import { agreeable, chatTurn, everyOperation, json, posted, proxied } from './support.ts';

const authorize = () => true;

test('V1 no path chooses the host for any operation, exposed to visitors or to operators', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable, { authorize });
  const send = socketClient(() => proxy.url);
  const hosts = [
    '//evil.test',
    '/\\evil.test',
    '/@evil.test',
    '@evil.test',
    '.evil.test',
    '/https://evil.test',
  ];
  for (const { operation, path, init } of everyOperation) {
    for (const host of hosts) {
      const target = `/fae${host}${path}`;
      const { method } = init;
      const [status = 0] = statusesOf(await send(written({ method, target, headers: json })));
      assert.ok(status >= 400 && status < 500, `${operation.name}: ${target}: ${status}`);
    }
  }
  assert.deepEqual(upstream.received, []);
});

test('V1 a target with a host of its own goes to the configured upstream all the same', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable);
  const send = socketClient(() => proxy.url);
  for (const host of ['http://evil.test', 'https://user:pass@evil.test:8443']) {
    const answer = await send(written({ target: `${host}/fae/tts/status` }));
    assert.deepEqual(statusesOf(answer), [200]);
  }
  assert.deepEqual(
    upstream.received.map(({ url, headers }) => [url, headers['x-api-key'], headers.host]),
    Array(2).fill(['/api/tts/status', key, new URL(upstream.url).host]),
  );
});

test('V2 every operation passes the gate before anything else', async (t) => {
  const { upstream, proxy, call } = await proxied(t, agreeable, { authorize });
  for (const { operation, path, init } of everyOperation) {
    for (const Origin of ['https://evil.test', 'null']) {
      const answer = await call(path, { ...init, headers: { ...init.headers, Origin } });
      assert.deepEqual([answer.status, answer.code], [403, 'origin_not_allowed'], operation.name);
      assert.equal(answer.headers.get('Access-Control-Allow-Origin'), null);
    }
  }
  assert.deepEqual(upstream.received, []);
  assert.equal(proxy.events.length, 2 * everyOperation.length);
});

test('V2 no field of a body chooses where it goes', async (t) => {
  const { upstream, call } = await proxied(t, agreeable);
  const choosers = {
    baseURL: 'http://evil.test',
    url: 'http://evil.test',
    endpoint: 'http://evil.test',
    model: 'evil',
    path: '/evil',
  };
  assert.equal(
    (await call('/characters/response', posted({ ...chatTurn, ...choosers }))).status,
    200,
  );
  const [only] = upstream.received;
  assert.equal(only?.url, '/api/characters/response');
  assert.deepEqual(JSON.parse(only.body), chatTurn);
});

test('V3 dots in a path are what they come to, and only as the path of an operation', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable, { cache: false });
  const from = { Origin: shop };
  const inside = ['/fae/x/../public/nfts', '/fae/%2e%2e/fae/public/nfts', '/fae/./public/nfts'];
  for (const path of inside) await raw(proxy.port, path, from);
  assert.deepEqual(
    upstream.received.map(({ url }) => url),
    Array(3).fill(`/api/public/nfts?workspace=${workspace}`),
  );
});

test('V3 an id is one segment of the upstream’s path, in whatever writing it comes', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable, {
    authorize,
    origins: [...(baseOptions.origins ?? [])],
  });
  const ids = [
    '..%2fadmin',
    '%2e%2e',
    '%252e%252e%252fadmin',
    'a%5cb',
    'a%00b',
    '64b5f0c2a1d3e4f5a6b7c8d9%20',
    '*',
    '%3Fkey=1',
    '%23',
  ];
  for (const { operation, init } of everyOperation) {
    if (!operation.path.includes('{')) continue;
    for (const id of ids) {
      const target = `/fae${operation.path.replace(/\{\*?\w+\}/g, id)}`;
      const send = socketClient(() => proxy.url);
      const [status = 0] = statusesOf(
        await send(written({ method: init.method, target, headers: json })),
      );
      assert.ok(status >= 400 && status < 500, `${operation.name}: ${target}: ${status}`);
    }
  }
  assert.deepEqual(upstream.received, []);
});
