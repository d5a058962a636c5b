/** Only what is on a list goes on: towards the upstream, and back to the page. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { accessOf, id, key, serveProxy, workspace } from '../harness.ts';
import { headerOf, socketClient, statusesOf, written, writtenPost } from './raw-socket.ts';
import {
  agreeable,
  chatTurn,
  everyOperation,
  plenty,
  posted,
  proxied,
  transports,
} from './support.ts';

/** What may be sent upstream at all; the rest of the names are the transport's own. */
const sentToUpstream = new Set([
  'accept',
  'accept-encoding',
  'content-length',
  'content-type',
  'connection',
  'host',
  'x-api-key',
  'x-request-id',
  'user-agent',
  ...['range', 'if-range', 'if-none-match', 'if-modified-since'],
  ...['accept-language', 'sec-fetch-mode'],
]);

test('V6 every operation keeps key and workspace, whatever a visitor calls hop-by-hop', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable, { authorize: () => true, cache: false });
  const send = socketClient(() => proxy.url);
  const games = {
    Connection: 'close, x-api-key, X-Api-Key, x-workspace-id, content-type, host, accept',
    'X-Api-Key': 'visitor',
    'X-Workspace-Id': 'visitor',
    Cookie: 'session=visitor',
    Authorization: 'Bearer visitor',
    'X-Forwarded-For': 'visitor',
    Te: 'trailers',
    Trailer: 'X-Api-Key',
  };
  for (const { operation, path, init } of everyOperation) {
    const target = `/fae${path}`;
    const { method, body } = init;
    const bytes = body
      ? writtenPost(target, body, { ...init.headers, ...games }).replace('POST', method)
      : written({ method, target, headers: games });
    await send(bytes);
    const arrived = upstream.received.at(-1);
    assert.ok(arrived);
    assert.ok(arrived.url.startsWith(`/api${path}`), operation.name);
    const access = accessOf(operation);
    assert.equal(arrived.headers['x-api-key'], access.key, operation.name);
    assert.doesNotMatch(JSON.stringify(arrived), /visitor/, operation.name);
    for (const name of Object.keys(arrived.headers)) {
      assert.ok(sentToUpstream.has(name), `${operation.name}: ${name}`);
    }
    if (operation.workspace) {
      assert.ok(JSON.stringify(arrived).includes(access.workspace), operation.name);
    }
  }
  assert.equal(upstream.received.length, everyOperation.length);
});

/** An upstream that answers every connection with these bytes, whether they are HTTP or not. */
const serveBytes = async (t: TestContext, bytes: string): Promise<string> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const upstreamsOwn = {
  Connection: 'close, etag, x-inner',
  'Keep-Alive': 'timeout=99',
  'Proxy-Authenticate': 'Basic',
  Upgrade: 'h2c',
  Trailer: 'X-Inner',
  Via: '1.1 inner',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Alt-Svc': 'h3="evil.test:443"',
  'Clear-Site-Data': '"*"',
  'Content-Disposition': 'inline; filename="evil.html"',
  'Content-Security-Policy': 'default-src *',
  Link: '<https://evil.test>; rel=preload',
  Location: 'https://evil.test',
  NEL: '{}',
  Refresh: '0; url=https://evil.test',
  'Report-To': '{}',
  'Server-Timing': 'inner',
  'Service-Worker-Allowed': '/',
  'Set-Cookie': 'session=1',
  SourceMap: 'https://evil.test',
  'Strict-Transport-Security': 'max-age=0',
  'Timing-Allow-Origin': '*',
  'WWW-Authenticate': 'Basic realm="evil"',
  'X-Powered-By': 'inner',
};

test('V6 nothing that an upstream says about its own connection or page is passed on', async (t) => {
  const lines = Object.entries(upstreamsOwn).map(([name, value]) => `${name}: ${value}\r\n`);
  const own = new Set([...Object.keys(upstreamsOwn), 'X-Inner'].map((it) => it.toLowerCase()));
  const answers = {
    '/public/nfts':
      'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n',
    [`/models/${id}/content`]: 'Content-Type: model/gltf-binary\r\nContent-Length: 4\r\n\r\nglTF',
  };
  for (const [transport, fetch] of Object.entries(transports(t))) {
    for (const [path, rest] of Object.entries(answers)) {
      const url = await serveBytes(t, `HTTP/1.1 200 OK\r\n${lines.join('')}${rest}`);
      const fae = { url: `${url}/api`, key, workspace, fetch };
      const proxy = await serveProxy(t, url, { limits: plenty, fae });
      const answer = await socketClient(() => proxy.url)(written({ target: `/fae${path}` }));
      assert.deepEqual(statusesOf(answer), [200], `${path} through ${transport}`);
      assert.match(headerOf(answer, 'Connection') ?? '', /^close$/i);
      assert.equal(headerOf(answer, 'Access-Control-Allow-Origin'), 'https://shop.example');
      assert.equal(headerOf(answer, 'Content-Security-Policy'), "sandbox; default-src 'none'");
      assert.doesNotMatch(answer, /evil|inner|session=1/);
      const overwritten = [
        'connection',
        'access-control-allow-origin',
        'content-security-policy',
        'keep-alive',
      ];
      for (const name of own) {
        if (!overwritten.includes(name)) assert.equal(headerOf(answer, name), undefined, name);
      }
    }
  }
});

test('V6 an upstream that is no HTTP, or two answers in one, is 502 or a single answer', async (t) => {
  const good = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]';
  const upstreams: Readonly<Record<string, readonly [string, number]>> = {
    'no HTTP': ['220 mail.example ESMTP\r\n', 502],
    'a length and pieces': [
      good.replace('Content-Length: 2', 'Content-Length: 2\r\nTransfer-Encoding: chunked'),
      502,
    ],
    'two lengths': [
      good.replace('Content-Length: 2', 'Content-Length: 2\r\nContent-Length: 1'),
      502,
    ],
    'a header with a zero byte': [good.replace('OK\r\n', 'OK\r\nX-Odd: \0\r\n'), 502],
    'headers without end': [`HTTP/1.1 200 OK\r\n${'X-Odd: a\r\n'.repeat(20_000)}`, 502],
    'two answers': [good + good.replace('[]', '{}'), 200],
  };
  for (const [transport, fetch] of Object.entries(transports(t))) {
    for (const [what, [bytes, expected]] of Object.entries(upstreams)) {
      const url = await serveBytes(t, bytes);
      const fae = { url: `${url}/api`, key, workspace, fetch };
      const proxy = await serveProxy(t, url, { limits: plenty, fae });
      const answer = await socketClient(() => proxy.url)(written({ target: '/fae/public/nfts' }));
      assert.deepEqual(statusesOf(answer), [expected], `${what} through ${transport}`);
    }
  }
});

test('V18 nothing that a visitor sends breaks out of a header or a log line', async (t) => {
  const { upstream, proxy, call } = await proxied(t, agreeable, { cache: false });
  const breaks = [
    '\r\nX-Evil: 1',
    '%0d%0aX-Evil: 1',
    '\\r\\nX-Evil: 1',
    '\u2028',
    '\u0085',
    '\x1b[31m',
  ];
  for (const text of breaks) {
    const turn = { ...chatTurn, text: `Hi${text}`, conversationId: `abcdefghijklmnop${text}` };
    await call('/characters/response', posted(turn));
    await call(`/models/${encodeURIComponent(text)}/content`);
    await call(`/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`);
  }
  // As bytes above 127, which headers may have: a terminal takes the second for the start of a command.
  for (const text of ['\u0085', '\x9b31m', '\xe2\x80\xa8']) {
    const headers = {
      Origin: `https://evil${text}.test`,
      'X-Request-Id': text,
      'User-Agent': text,
    };
    await socketClient(() => proxy.url)(written({ target: '/fae/tts/status', headers }));
  }
  for (const { headers } of upstream.received) assert.equal(headers['x-evil'], undefined);
  assert.equal(proxy.events.length, 3 * breaks.length + 3);
  for (const event of proxy.events) assert.match(JSON.stringify(event), /^[\x20-\x7e]+$/);
});

test('V18 an answer’s file name, type or range cannot carry a line of its own', async (t) => {
  const bytes =
    'HTTP/1.1 206 Partial\r\nContent-Type: model/gltf-binary\r\nContent-Range: bytes 0-3/4\r\nContent-Disposition: attachment; filename="a\r\n Set-Cookie: evil=1"\r\nETag: "a\rSet-Cookie: evil=1"\r\nContent-Length: 4\r\n\r\nglTF';
  for (const fetch of Object.values(transports(t))) {
    const url = await serveBytes(t, bytes);
    const fae = { url: `${url}/api`, key, workspace, fetch };
    const proxy = await serveProxy(t, url, { limits: plenty, fae });
    const ranged = written({
      target: `/fae/models/${id}/content`,
      headers: { Range: 'bytes=0-3' },
    });
    const answer = await socketClient(() => proxy.url)(ranged);
    assert.deepEqual(statusesOf(answer), [502]);
    assert.doesNotMatch(answer, /evil/);
  }
});
