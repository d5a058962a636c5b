import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test, { describe, type TestContext } from 'node:test';
import { namedOperations } from '../../src/api/operations.ts';
import type { ProxyOptions } from '../../src/proxy/index.ts';
import { id, key, raw, serve, serveProxy, shop, workspace } from './harness.ts';

const json = { 'Content-Type': 'application/json' };

const proxied = async (t: TestContext, options: ProxyOptions = {}) => {
  const upstream = await serve(t, (_, response) => {
    response.writeHead(200, json).end('{"url":"https://checkout.example/1","response":"Hi"}');
  });
  const proxy = await serveProxy(t, upstream.url, options);
  return { upstream, proxy };
};

const checkout = (more: object = {}) =>
  JSON.stringify({ productId: id, successUrl: `${shop}/a`, cancelUrl: `${shop}/b`, ...more });

describe('a raw path', () => {
  const odd = [
    '/fae//evil.test/',
    '/fae//public/nfts',
    '/fae/public//nfts',
    '/fae/public/nfts/',
    '/fae/\\evil.test',
    '/fae/@evil.test',
    '/fae/.evil.test',
    '/faehttps://evil.test',
    '/faextra/public/nfts',
    '/fae/https://evil.test/',
    '/fae/..%2f..%2fadmin',
    '/fae/public%2fnfts',
    '/fae/public%5cnfts',
    '/fae/%70ublic/nfts',
    '/fae/public/nfts;.css',
    '/fae/public/nfts/x.js',
    '/fae/public/nfts%00',
    '/fae/public/nfts%0d%0aX-Evil:%201',
    '/fae/models/..%2fadmin/content',
    '/fae/models/%2e%2e%2fadmin/content',
    '/fae/models/%252e%252e/content',
    '/fae/models/a%2Fb/content',
    '/fae/models/a%00b/content',
    '/fae/models/%E0%A4%A/content',
    '/fae/models/x;/../y/content',
    `/fae/models/${'a'.repeat(300)}/content`,
    `/fae/models/${id}%20/content`,
    '/fae/payments/embed/product/..%2f..%2f..%2fnfts',
    '/api/public/nfts',
    'http://evil.test/fae/public/nfts/x',
  ];

  test('that is nobody’s is refused, and nothing goes upstream', async (t) => {
    const { upstream, proxy } = await proxied(t);
    for (const path of odd) {
      const { status } = await raw(proxy.port, path, { Origin: shop });
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    }
    assert.deepEqual(upstream.received, []);
  });

  test('with dots is what it comes to, and goes upstream as the operation’s own path', async (t) => {
    const { upstream, proxy } = await proxied(t);
    const paths = ['/fae/x/../public/nfts', '/fae/%2e%2e/fae/public/nfts', '/fae/./public/nfts'];
    for (const path of paths) await raw(proxy.port, path, { Origin: shop });
    const outside = ['/fae/../api/nfts', '/fae/%2e%2e/api/nfts', '/fae/public/nfts/../../../admin'];
    for (const path of outside) {
      assert.equal((await raw(proxy.port, path, { Origin: shop })).status, 404, path);
    }
    for (const { url } of upstream.received) {
      assert.equal(url, `/api/public/nfts?workspace=${workspace}`);
    }
  });

  test('cannot choose the upstream by header, query or body', async (t) => {
    const { upstream, proxy } = await proxied(t);
    await raw(proxy.port, '/fae/public/nfts?baseURL=http://evil.test&url=http://evil.test', {
      Origin: shop,
      Host: 'evil.test',
      'X-Forwarded-Host': 'evil.test',
      Forwarded: 'host=evil.test',
      'X-Target-Url': 'http://evil.test',
      'X-Fal-Target-Url': 'http://evil.test',
      'X-Original-Url': '/nfts',
      'X-Rewrite-Url': '/nfts',
      'X-Http-Method-Override': 'DELETE',
    });
    const [only] = upstream.received;
    assert.equal(upstream.received.length, 1);
    assert.equal(only?.method, 'GET');
    assert.equal(only.url, `/api/public/nfts?workspace=${workspace}`);
  });

  test('of any operation passes the gate first', async (t) => {
    const { upstream, proxy } = await proxied(t, { authorize: () => true });
    for (const { method, path } of namedOperations) {
      const response = await fetch(proxy.url + path.replace(/\{\*?\w+\}/g, id), {
        method,
        headers: { Origin: 'https://evil.test', ...json },
        ...(method !== 'GET' && { body: '{}' }),
      });
      assert.equal(response.status, 403, path);
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
    }
    assert.deepEqual(upstream.received, []);
  });
});

describe('a page of another origin', () => {
  test('causes no call, by no kind of request that browsers send without asking', async (t) => {
    const { upstream, proxy } = await proxied(t);
    const url = `${proxy.url}/payments/embed/checkout`;
    const evil = { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' };
    const tries: RequestInit[] = [
      { method: 'POST', headers: { ...evil, ...json }, body: checkout() },
      { method: 'POST', headers: { ...evil, 'Content-Type': 'text/plain' }, body: checkout() },
      { method: 'POST', headers: evil, body: new URLSearchParams({ productId: id }) },
      { method: 'POST', headers: evil, body: new FormData() },
      { method: 'POST', headers: { Origin: 'null', ...json }, body: checkout() },
      { method: 'POST', headers: json, body: checkout() },
      { method: 'GET', headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image' } },
    ];
    for (const init of tries) {
      const { status } = await fetch(url, init);
      assert.ok([403, 405, 415].includes(status), `${JSON.stringify(init.headers)}: ${status}`);
    }
    assert.deepEqual(upstream.received, []);
  });

  test('cannot post a form from an allowed one either', async (t) => {
    const { upstream, proxy } = await proxied(t);
    for (const body of [new FormData(), new URLSearchParams({ productId: id }), 'text']) {
      const init = { method: 'POST', headers: { Origin: shop }, body };
      assert.equal((await fetch(`${proxy.url}/payments/embed/checkout`, init)).status, 415);
    }
    assert.deepEqual(upstream.received, []);
  });
});

describe('a checkout', () => {
  test('carries what the visitor may say, and nothing else', async (t) => {
    const { upstream, proxy } = await proxied(t);
    const post = (body: string) =>
      fetch(`${proxy.url}/payments/embed/checkout`, {
        method: 'POST',
        headers: { Origin: shop, ...json },
        body,
      });
    for (const more of [{ amount: 1 }, { price: 1 }, { currency: 'jpy' }, { workspaceId: 'x' }]) {
      assert.equal((await post(checkout(more))).status, 400);
    }
    assert.equal(upstream.received.length, 0);
    const answer = await post(checkout({ ref: 'order_1', quantity: 0, discount: '100%' }));
    assert.deepEqual(await answer.json(), { url: 'https://checkout.example/1' });
    assert.deepEqual(JSON.parse(upstream.received[0]?.body ?? ''), {
      productId: id,
      successUrl: `${shop}/a`,
      cancelUrl: `${shop}/b`,
      ref: 'order_1',
    });
  });

  test('is sent once, however it ends', async (t) => {
    const upstream = await serve(t, (request) => request.socket.destroy());
    const proxy = await serveProxy(t, upstream.url);
    await fetch(`${proxy.url}/payments/embed/checkout`, {
      method: 'POST',
      headers: { Origin: shop, ...json },
      body: checkout(),
    });
    assert.equal(upstream.received.length, 1);
  });
});

describe('a visitor', () => {
  const chat = (url: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/characters/response`, {
      method: 'POST',
      headers: { Origin: shop, ...json, ...headers },
      body: JSON.stringify({ characterId: id, text: 'Hello' }),
    });

  test('gets no more by asking 200 times at once', async (t) => {
    const { upstream, proxy } = await proxied(t, { limits: { visitor: { chat: 20 } } });
    const answers = await Promise.all(Array.from({ length: 200 }, () => chat(proxy.url)));
    const statuses = answers.map((it) => it.status);
    assert.equal(statuses.filter((it) => it === 200).length, 20);
    assert.equal(statuses.filter((it) => it === 429).length, 180);
    assert.equal(upstream.received.length, 20);
  });

  test('gets no more by claiming another address', async (t) => {
    const { proxy } = await proxied(t, { limits: { visitor: { chat: 1 } } });
    assert.equal((await chat(proxy.url)).status, 200);
    for (const claim of ['1.1.1.1', '::1', 'unknown, 8.8.8.8']) {
      assert.equal((await chat(proxy.url, { 'X-Forwarded-For': claim })).status, 429, claim);
    }
  });

  test('is told apart behind a proxy that the owner trusts', async (t) => {
    const { proxy } = await proxied(t, {
      limits: { visitor: { chat: 1 } },
      trustProxy: 'loopback',
    });
    const from = (address: string) => chat(proxy.url, { 'X-Forwarded-For': address });
    assert.equal((await from('203.0.113.1')).status, 200);
    assert.equal((await from('203.0.113.2')).status, 200);
    assert.equal((await from('9.9.9.9, 203.0.113.1')).status, 429);
    assert.equal((await from('2001:db8::1')).status, 200);
    assert.equal((await from('2001:db8::2')).status, 429);
  });

  test('gets a token with the first paid answer and none with the next', async (t) => {
    const { proxy } = await proxied(t);
    const first = await chat(proxy.url);
    const token = first.headers.get('Fae-Visitor') ?? '';
    assert.match(first.headers.get('Access-Control-Expose-Headers') ?? '', /Fae-Visitor/);
    assert.equal(first.headers.get('Cache-Control'), 'no-store');
    assert.equal(first.headers.get('Set-Cookie'), null);
    const second = await chat(proxy.url, { 'Fae-Visitor': token });
    assert.equal(second.headers.get('Fae-Visitor'), null);
  });

  test('cannot send a body beyond the limit, whatever its length claims', async (t) => {
    const { upstream, proxy } = await proxied(t);
    const head = [
      'POST /fae/tts HTTP/1.1',
      'Host: localhost',
      `Origin: ${shop}`,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      'Connection: close',
    ];
    const chunk = 'x'.repeat(0x4000);
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    for (let sent = 0; sent < 5; sent += 1) socket.write(`4000\r\n${chunk}\r\n`);
    socket.write('0\r\n\r\n');
    let answer = '';
    for await (const part of socket) answer += String(part);
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.deepEqual(upstream.received, []);
  });
});

test('nothing that a visitor can see holds the key', async (t) => {
  const { proxy } = await proxied(t, { publicUrl: 'http://localhost:4600', version: '1.0.0' });
  const seen: string[] = [JSON.stringify(proxy.events)];
  const paths = namedOperations.map(
    (it) => [it.method, it.path.replace(/\{\*?\w+\}/g, id)] as const,
  );
  const more = [
    ['GET', '/-/health'],
    ['GET', '/fae.js'],
    ['OPTIONS', '/tts'],
    ['GET', '/nothing'],
  ] as const;
  for (const [method, path] of [...paths, ...more]) {
    for (const origin of [shop, 'https://evil.test']) {
      const response = await fetch(proxy.url + path, {
        method,
        headers: { Origin: origin, ...json },
        ...(method !== 'GET' && method !== 'OPTIONS' && { body: checkout({ text: 'Hi' }) }),
      });
      seen.push(JSON.stringify([...response.headers]), await response.text());
    }
  }
  seen.push(JSON.stringify(proxy.events));
  assert.ok(!seen.join().includes(key));
  assert.ok(!seen.join().includes(workspace));
});
