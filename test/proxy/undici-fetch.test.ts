import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { describe, type TestContext } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { undiciFetch, type UndiciFetchOptions } from '../../src/proxy/undici-fetch.node.ts';
import { serve, until } from './harness.ts';

const upstream = async (
  t: TestContext,
  listener: RequestListener,
  options: UndiciFetchOptions = {},
) => {
  const server = await serve(t, listener);
  const send = undiciFetch(options);
  t.after(() => send.close());
  return { ...server, send };
};

const piece = Buffer.alloc(65_536, 'x');

/** Sends without end, as fast as it is taken; tells how much went out. */
const endless = () => {
  const count = { bytes: 0 };
  const listener: RequestListener = (_, response) => {
    response.writeHead(200);
    const pour = () => {
      let room = true;
      while (room && response.writable) {
        count.bytes += piece.length;
        room = response.write(piece);
      }
    };
    response.on('drain', pour);
    pour();
  };
  return { count, listener };
};

/** Waits until a number has stayed the same for a while. */
const settled = async (value: () => number): Promise<number> => {
  let [before, since] = [value(), performance.now()];
  await until(() => {
    if (value() !== before) [before, since] = [value(), performance.now()];
    return performance.now() - since > 100;
  });
  return before;
};

const causeOf = async (work: Promise<unknown>): Promise<{ message: string; code: unknown }> => {
  const error = await work.then(
    () => assert.fail('it succeeded'),
    (it: unknown) => it,
  );
  assert.ok(error instanceof TypeError);
  return { message: error.message, code: (error.cause as { code?: unknown }).code };
};

describe('undiciFetch asks', () => {
  test('with method, path, query, headers and body', async (t) => {
    const { send, url, received } = await upstream(t, (_, response) => response.end());
    await send(new URL(`${url}/a%20b?c=d&e=%2F`), {
      method: 'POST',
      headers: { 'X-Api-Key': 'k', 'Content-Type': 'application/json' },
      body: '{"text":"Grüße"}',
    });
    const [request] = received;
    assert.ok(request);
    assert.equal(request.method, 'POST');
    assert.equal(request.url, '/a%20b?c=d&e=%2F');
    assert.equal(request.body, '{"text":"Grüße"}');
    assert.equal(request.headers['x-api-key'], 'k');
    assert.equal(request.headers['content-length'], '18');
    assert.equal(request.headers['accept-encoding'], 'gzip');
    assert.equal(request.headers['user-agent'], 'fae-widgets');
  });

  test('again and again on the same connections', async (t) => {
    const ports = new Set<number | undefined>();
    const { send, url } = await upstream(t, (request, response) => {
      ports.add(request.socket.remotePort);
      response.end('yes');
    });
    for (let count = 0; count < 20; count += 1) assert.equal(await (await send(url)).text(), 'yes');
    // The second is opened because a connection that has just become free is first looked at.
    assert.ok(ports.size <= 2);
  });

  test('on no more connections than it may have', async (t) => {
    const { send, url, sockets } = await upstream(
      t,
      (_, response) => setImmediate(() => response.end()),
      { connections: 3 },
    );
    const answers = Array.from({ length: 50 }, async () => {
      await (await send(url)).text();
      return sockets.size;
    });
    assert.ok(Math.max(...(await Promise.all(answers))) <= 3);
  });

  test('for nothing but text and addresses', async (t) => {
    const { send, url, received } = await upstream(t, (_, response) => response.end());
    await assert.rejects(
      send(url, { method: 'POST', body: new URLSearchParams('a=b') }),
      TypeError,
    );
    await assert.rejects(send(new Request(url)), TypeError);
    await assert.rejects(send('ftp://upstream.test/'), TypeError);
    assert.equal(received.length, 0);
  });
});

describe('undiciFetch gives', () => {
  test('status, headers, body and type as fetch does', async (t) => {
    const { send, url } = await upstream(t, (_, response) => {
      response.writeHead(404, { 'X-One': '1', 'Set-Cookie': ['a=1', 'b=2'] }).end('gone');
    });
    const response = await send(url);
    assert.ok(response instanceof Response);
    assert.equal(response.status, 404);
    assert.equal(response.ok, false);
    assert.equal(response.type, 'basic');
    assert.equal(response.headers.get('x-one'), '1');
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.equal(await response.text(), 'gone');
  });

  test('no body where there can be none', async (t) => {
    const { send, url } = await upstream(t, (request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { ETag: '"a"' }).end();
    });
    assert.equal((await send(`${url}/204`)).body, null);
    assert.equal((await send(`${url}/304`)).body, null);
    const head = await send(`${url}/200`, { method: 'HEAD' });
    assert.equal(head.body, null);
    assert.equal(head.headers.get('etag'), '"a"');
  });

  test('redirects as they are, and asks nobody else', async (t) => {
    const { send, url, received } = await upstream(t, (request, response) => {
      response.writeHead(302, { Location: `${String(request.url)}again` }).end();
    });
    const response = await send(`${url}/`, { redirect: 'manual' });
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), '/again');
    await response.text();
    assert.equal(received.length, 1);
  });

  test('the answer after early hints', async (t) => {
    const { send, url } = await upstream(t, (_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.end('final');
    });
    assert.equal(await (await send(url)).text(), 'final');
  });

  test('each piece of a body as soon as it is there', async (t) => {
    let next: () => void = () => assert.fail('not asked');
    const { send, url } = await upstream(t, (_, response) => {
      response.write('first');
      next = () => response.end('last');
    });
    const reader = (await send(url)).body?.getReader();
    assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), 'first');
    next();
    assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), 'last');
    assert.equal((await reader?.read())?.done, true);
  });
});

describe('undiciFetch unpacks', () => {
  const text = 'Mary had a little lamb. '.repeat(20_000);
  const packed = {
    gzip: gzipSync(text),
    deflate: deflateSync(text),
    br: brotliCompressSync(text),
    GZIP: gzipSync(text),
    'x-gzip': gzipSync(text),
  };
  for (const [coding, bytes] of Object.entries(packed)) {
    test(coding, async (t) => {
      const { send, url } = await upstream(t, (_, response) => {
        response.writeHead(200, { 'Content-Encoding': coding, 'Content-Length': bytes.length });
        response.end(bytes);
      });
      assert.equal(await (await send(url)).text(), text);
    });
  }

  test('nothing that it does not know, nor several codings', async (t) => {
    const { send, url } = await upstream(t, (request, response) => {
      response.writeHead(200, { 'Content-Encoding': request.url?.slice(1) ?? '' }).end('as it is');
    });
    for (const coding of ['constructor', 'zstd', 'gzip,br', 'identity']) {
      assert.equal(await (await send(`${url}/${coding}`)).text(), 'as it is');
    }
  });

  test('no faster than it is read', async (t) => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const { send, url, sockets } = await upstream(t, (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    const reader = (await send(url)).body?.getReader();
    await reader?.read();
    await settled(() => process.memoryUsage().arrayBuffers);
    assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000);
    await reader?.cancel();
    await until(() => sockets.size === 0);
  });

  test('nothing broken', async (t) => {
    const { send, url } = await upstream(t, (request, response) => {
      const cut = packed.gzip.subarray(0, packed.gzip.length / 2);
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(request.url === '/cut' ? cut : 'no gzip at all');
    });
    for (const path of ['/cut', '/none']) {
      const { message, code } = await causeOf((await send(url + path)).text());
      assert.equal(message, 'terminated');
      assert.match(String(code), /^Z_(BUF|DATA)_ERROR$/);
    }
  });
});

describe('undiciFetch fails', () => {
  test('with the system’s error where nobody listens', async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    await until(() => server.listening);
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const send = undiciFetch();
    t.after(() => send.close());
    const refused = { message: 'fetch failed', code: 'ECONNREFUSED' };
    assert.deepEqual(await causeOf(send(`http://127.0.0.1:${port}/`)), refused);
  });

  test('when the upstream hangs up instead of answering', async (t) => {
    const { send, url } = await upstream(t, (request) => request.socket.destroy());
    const gone = { message: 'fetch failed', code: 'UND_ERR_SOCKET' };
    assert.deepEqual(await causeOf(send(url)), gone);
  });

  test('when the upstream resets the connection', async (t) => {
    const { send, url } = await upstream(t, (request) => request.socket.resetAndDestroy());
    assert.deepEqual(await causeOf(send(url)), { message: 'fetch failed', code: 'ECONNRESET' });
  });

  test('within a body that breaks off', async (t) => {
    for (const length of [{ 'Content-Length': '100' }, {}]) {
      const { send, url } = await upstream(t, (_, response) => {
        response.writeHead(200, length);
        response.write('begun', () => response.destroy());
      });
      assert.equal((await causeOf((await send(url)).text())).message, 'terminated');
    }
  });

  test('when the answer is no HTTP', async (t) => {
    const { send, url } = await upstream(t, (request) => request.socket.end('Hello!\r\n\r\n'));
    assert.equal((await causeOf(send(url))).message, 'fetch failed');
  });
});

describe('giving up', () => {
  test('before the request sends nothing', async (t) => {
    const { send, url, received } = await upstream(t, (_, response) => response.end());
    const reason = new Error('never mind');
    await assert.rejects(send(url, { signal: AbortSignal.abort(reason) }), reason);
    assert.equal(received.length, 0);
  });

  test('while waiting for an answer closes the connection', async (t) => {
    const { send, url, received, sockets } = await upstream(t, () => undefined);
    const leave = new AbortController();
    const answer = send(url, { signal: leave.signal });
    await until(() => received.length === 1);
    const reason = new Error('too slow');
    leave.abort(reason);
    await assert.rejects(answer, reason);
    await until(() => sockets.size === 0);
  });

  test('while waiting for a free connection is at once, and takes none', async (t) => {
    const waiting: (() => void)[] = [];
    const { send, url, received } = await upstream(
      t,
      (_, response) => waiting.push(() => response.end()),
      { connections: 1 },
    );
    const first = send(url);
    await until(() => received.length === 1);
    const leave = new AbortController();
    const second = send(`${url}/second`, { signal: leave.signal });
    leave.abort();
    await assert.rejects(second, { name: 'AbortError' });
    const third = send(`${url}/third`);
    waiting[0]?.();
    await (await first).text();
    await until(() => received.length === 2);
    waiting[1]?.();
    await (await third).text();
    assert.deepEqual(
      received.map((request) => request.url),
      ['/', '/third'],
    );
  });

  test('within a body ends the stream with the reason, and the connection', async (t) => {
    const { send, url, sockets } = await upstream(t, endless().listener);
    const leave = new AbortController();
    const reader = (await send(url, { signal: leave.signal })).body?.getReader();
    await reader?.read();
    const reason = new Error('seen enough');
    leave.abort(reason);
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await assert.rejects(rest, reason);
    await until(() => sockets.size === 0);
  });

  test('by cancelling closes the connection', async (t) => {
    const { send, url, sockets } = await upstream(t, endless().listener);
    await (await send(url)).body?.cancel();
    await until(() => sockets.size === 0);
  });

  test('after everything has come harms nothing', async (t) => {
    const { send, url } = await upstream(t, (_, response) => response.end('whole'));
    const leave = new AbortController();
    const response = await send(url, { signal: leave.signal });
    const text = await response.text();
    leave.abort();
    assert.equal(text, 'whole');
    assert.equal(await (await send(url)).text(), 'whole');
  });

  test('ten thousand times leaves no connection behind', async (t) => {
    const { send, url, sockets } = await upstream(t, (_, response) => response.write('begun'));
    const abandon = async (index: number) => {
      const leave = new AbortController();
      const response = await send(url, { signal: leave.signal });
      const reader = response.body?.getReader();
      if (index % 2) await reader?.read();
      if (index % 3) leave.abort();
      else await reader?.cancel();
    };
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => abandon(index)));
    }
    await until(() => sockets.size === 0);
  });
});

test('a body that nobody reads stays where it is', async (t) => {
  const { count, listener } = endless();
  const { send, url } = await upstream(t, listener);
  const response = await send(url);
  await until(() => count.bytes > 0);
  // The system's own buffers are the larger part.
  assert.ok((await settled(() => count.bytes)) < 20_000_000);
  await response.body?.cancel();
});

test('a reader that is slow gets everything', async (t) => {
  const { send, url } = await upstream(t, (_, response) => {
    response.end(Buffer.alloc(5_000_000, 'y'));
  });
  let size = 0;
  for await (const bytes of (await send(url)).body ?? []) {
    size += bytes.byteLength;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(size, 5_000_000);
});

test('close() cuts what is under way, and nothing goes out after it', async (t) => {
  const { send, url, received, sockets } = await upstream(t, () => undefined);
  const answer = causeOf(send(url));
  await until(() => received.length === 1);
  await send.close();
  assert.deepEqual(await answer, { message: 'fetch failed', code: 'UND_ERR_DESTROYED' });
  await until(() => sockets.size === 0);
  assert.equal((await causeOf(send(url))).code, 'UND_ERR_DESTROYED');
});
