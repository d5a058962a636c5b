import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProxyOptions } from '../../src/proxy/index.ts';
import type { Waits } from '../../src/proxy/settings.ts';
import { baseOptions, id, key, serve, serveProxy, shop, until, workspace } from './harness.ts';

const json = { 'Content-Type': 'application/json' };
const chat: RequestInit = {
  method: 'POST',
  headers: { Origin: shop, ...json },
  body: JSON.stringify({ characterId: id, text: 'Hello' }),
};
const read: RequestInit = { headers: { Origin: shop } };

const proxied = async (
  t: TestContext,
  listener: RequestListener,
  options: ProxyOptions = {},
  waits: Partial<Waits> = {},
) => {
  const upstream = await serve(t, listener);
  const proxy = await serveProxy(t, upstream.url, options, waits);
  const call = async (path: string, init: RequestInit = read) => {
    const response = await fetch(proxy.url + path, init);
    const body = (await response.json()) as { code?: string };
    return { status: response.status, code: body.code, headers: response.headers, body };
  };
  return { upstream, proxy, call };
};

const html: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end('<script>alert(1)</script>');
};

describe('an upstream that', () => {
  test('hangs is given up after the deadline, and let go of', async (t) => {
    const waits = { answer: () => 60 };
    const { upstream, call } = await proxied(t, () => undefined, {}, waits);
    const { status, code } = await call('/characters/response', chat);
    assert.deepEqual([status, code], [504, 'upstream_timeout']);
    await until(() => upstream.sockets.size === 0);
  });

  test('begins its JSON and then hangs is given up too', async (t) => {
    const waits = { answer: () => 60 };
    const half: RequestListener = (_, response) => response.writeHead(200, json).write('[{"a":');
    const { upstream, call } = await proxied(t, half, {}, waits);
    const { status, code } = await call('/public/nfts');
    assert.deepEqual([status, code], [504, 'upstream_timeout']);
    await until(() => upstream.sockets.size === 0);
  });

  test('answers HTML is 502, whatever was asked for', async (t) => {
    const { call } = await proxied(t, html);
    for (const path of ['/public/nfts', `/models/${id}/content`]) {
      const { status, code, headers } = await call(path);
      assert.deepEqual([status, code], [502, 'bad_upstream']);
      assert.equal(headers.get('Content-Type'), 'application/problem+json');
    }
  });

  test('redirects gets no key to where it points', async (t) => {
    const second = await serve(t, (_, response) => response.writeHead(200, json).end('[]'));
    for (const status of [301, 302, 303, 307, 308]) {
      const { call } = await proxied(t, (_, response) => {
        response.writeHead(status, { Location: `${second.url}/steal` }).end();
      });
      for (const [path, init] of [
        ['/public/nfts', read],
        ['/characters/response', chat],
      ] as const) {
        const answer = await call(path, init);
        assert.deepEqual([answer.status, answer.code], [502, 'bad_upstream']);
        assert.equal(answer.headers.get('Location'), null);
      }
    }
    assert.equal(second.received.length, 0);
  });

  test('dies before it answers is 502', async (t) => {
    const { call } = await proxied(t, (request) => request.socket.destroy());
    const { status, code } = await call('/public/nfts');
    assert.deepEqual([status, code], [502, 'bad_upstream']);
  });

  test('dies within its JSON is 502', async (t) => {
    const { call } = await proxied(t, (_, response) => {
      response.writeHead(200, { ...json, 'Content-Length': '100' });
      response.write('[{"name":', () => response.destroy());
    });
    const { status, code } = await call('/public/nfts');
    assert.deepEqual([status, code], [502, 'bad_upstream']);
  });

  test('sends without end is cut off at 8 MB', async (t) => {
    const { upstream, call } = await proxied(t, (_, response) => {
      response.writeHead(200, json);
      const chunk = Buffer.alloc(65_536, ' ');
      const pour = () => {
        while (response.writable && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    });
    const { status, code } = await call('/public/nfts');
    assert.deepEqual([status, code], [502, 'bad_upstream']);
    await until(() => upstream.sockets.size === 0);
  });

  test('sends a bomb of compressed JSON is cut off at 8 MB unpacked', async (t) => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    const { call } = await proxied(t, (_, response) => {
      response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' }).end(bomb);
    });
    const { status, code } = await call('/public/nfts');
    assert.deepEqual([status, code], [502, 'bad_upstream']);
  });

  test('compresses JSON as it may is read', async (t) => {
    const { call } = await proxied(t, (_, response) => {
      response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify([{ _id: id, name: 'One' }])));
    });
    assert.deepEqual((await call('/public/nfts')).body, [{ id, name: 'One' }]);
  });

  test('compresses bytes that were asked for as they are is 502', async (t) => {
    const { call } = await proxied(t, (_, response) => {
      const headers = { 'Content-Type': 'model/gltf-binary', 'Content-Encoding': 'gzip' };
      response.writeHead(200, headers).end(gzipSync('glTF'));
    });
    const { status, code } = await call(`/models/${id}/content`);
    assert.deepEqual([status, code], [502, 'bad_upstream']);
  });

  test('claims six layers of compression is 502', async (t) => {
    const { call } = await proxied(t, (_, response) => {
      const headers = { ...json, 'Content-Encoding': Array(6).fill('gzip').join(', ') };
      response.writeHead(200, headers).end('x');
    });
    assert.equal((await call('/public/nfts')).status, 502);
  });

  test('is not there is 503, and costs nothing', async (t) => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const gone = await proxied(t, () => undefined, {
      fae: { url: `http://127.0.0.1:${port}/api`, key, workspace },
      limits: { visitor: { chat: 1 } },
    });
    for (let tries = 0; tries < 3; tries += 1) {
      const { status, code } = await gone.call('/characters/response', chat);
      assert.deepEqual([status, code], [503, 'unavailable']);
    }
    assert.match(String(gone.proxy.events[0]?.['hint']), /Nothing answers at/);
  });

  test('refuses after it was reached has been paid for', async (t) => {
    const { call } = await proxied(
      t,
      (_, response) => response.writeHead(500, json).end('{"error":"inner"}'),
      { limits: { visitor: { chat: 1 } } },
    );
    assert.equal((await call('/characters/response', chat)).status, 502);
    assert.equal((await call('/characters/response', chat)).status, 429);
  });

  test('sets cookies and headers of its own has none of them passed on', async (t) => {
    const { call } = await proxied(t, (_, response) => {
      response.writeHead(200, {
        ...json,
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Credentials': 'true',
        'Clear-Site-Data': '"*"',
        'Content-Security-Policy': 'default-src *',
        Connection: 'close, etag',
        Link: '<https://evil.test>; rel=preload',
        Refresh: '0; url=https://evil.test',
        Server: 'inner/1.0',
        'Set-Cookie': 'session=1',
        SourceMap: 'https://evil.test',
        'X-Powered-By': 'inner',
      });
      response.end('[]');
    });
    const { headers } = await call('/public/nfts');
    assert.equal(headers.get('Access-Control-Allow-Origin'), shop);
    assert.equal(headers.get('Content-Security-Policy'), "sandbox; default-src 'none'");
    const own = [
      'access-control-allow-credentials',
      'clear-site-data',
      'link',
      'refresh',
      'server',
    ];
    for (const name of [...own, 'set-cookie', 'sourcemap', 'x-powered-by']) {
      assert.equal(headers.get(name), null, name);
    }
  });

  test('gives the key for its type has it kept out of the log', async (t) => {
    const { proxy, call } = await proxied(t, (_, response) => {
      response.writeHead(200, { 'Content-Type': `text/${key}` }).end('[]');
    });
    assert.equal((await call('/public/nfts')).status, 502);
    assert.match(String(proxy.events[0]?.['hint']), /text\/\[secret\]/);
  });

  test('repeats what it was sent gives no key away, whatever it answers', async (t) => {
    const echo: RequestListener = (request, response) => {
      const sent = JSON.stringify(request.headers);
      const status = Number(request.headers['x-request-id']) || 200;
      const headers = { ...json, ETag: `"${key}"`, 'X-Echo': key, 'Retry-After': key };
      response.writeHead(status, headers);
      response.end(JSON.stringify([{ _id: id, name: sent, error: sent, code: key }]));
    };
    const { proxy } = await proxied(t, echo, { limits: { visitor: { chat: 1_000 } } });
    const left: string[] = [];
    for (const status of [200, 201, 400, 401, 403, 404, 409, 422, 429, 500, 503]) {
      for (const [path, init] of [
        ['/public/nfts', read],
        [`/payments/embed/product/${id}`, read],
        [`/models/${id}/content`, read],
        ['/characters/response', chat],
      ] as const) {
        const headers = new Headers(init.headers);
        headers.set('X-Request-Id', String(status));
        const response = await fetch(proxy.url + path, { ...init, headers });
        left.push(JSON.stringify([...response.headers]), await response.text());
      }
    }
    left.push(JSON.stringify(proxy.events));
    assert.ok(!left.join().includes(key));
    assert.ok(!left.join().includes(workspace));
  });
});

test('what the proxy tells the owner holds no key either', async (t) => {
  const lines: string[] = [];
  t.mock.method(console, 'warn', (...line: unknown[]) => lines.push(line.join()));
  const upstream = await serve(t, (_, response) => response.writeHead(401, json).end('{}'));
  const proxy = await serveProxy(t, upstream.url, { log: undefined, env: baseOptions.env });
  await fetch(`${proxy.url}/public/nfts`, read);
  assert.match(lines.join(), /refuses the key/);
  assert.ok(!lines.join().includes(key));
});
