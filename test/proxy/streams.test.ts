import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import test, { describe, type TestContext } from 'node:test';
import type { Waits } from '../../src/proxy/settings.ts';
import { asked, id, key, proxyOf, serve, serveProxy, shop, until } from './harness.ts';

const path = `/models/${id}/content`;
const glb = { 'Content-Type': 'model/gltf-binary' };

const proxied = async (t: TestContext, listener: RequestListener, waits: Partial<Waits> = {}) => {
  const upstream = await serve(t, listener);
  const proxy = await serveProxy(t, upstream.url, {}, waits);
  const get = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(proxy.url + path, { headers: { Origin: shop, ...headers }, ...init });
  return { upstream, proxy, get };
};

/** A file server as the upstream has one: ranges, validators, 416. */
const file = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256));
const files: RequestListener = (request, response) => {
  const common = { ...glb, ETag: '"v1"', 'Accept-Ranges': 'bytes' };
  if (request.headers['if-none-match'] === '"v1"') {
    response.writeHead(304, common).end();
    return;
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { ...common, 'Content-Length': file.length });
    response.end(request.method === 'HEAD' ? undefined : file);
    return;
  }
  const [start, end] = [Number(from), to ? Number(to) : file.length - 1];
  if (start >= file.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${file.length}` }).end();
    return;
  }
  const part = file.subarray(start, end + 1);
  const range = `bytes ${start}-${end}/${file.length}`;
  response.writeHead(206, { ...common, 'Content-Range': range, 'Content-Length': part.length });
  response.end(part);
};

describe('a model', () => {
  test('arrives whole, with its length', async (t) => {
    const { get, upstream } = await proxied(t, files);
    const response = await get();
    assert.equal(response.headers.get('Content-Length'), '1000');
    assert.equal(response.headers.get('Accept-Ranges'), 'bytes');
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), file);
    assert.equal(upstream.received[0]?.headers['x-api-key'], key);
  });

  test('arrives in parts', async (t) => {
    const { get } = await proxied(t, files);
    const response = await get({ Range: 'bytes=10-19' });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('Content-Range'), 'bytes 10-19/1000');
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), file.subarray(10, 20));
  });

  test('has no bytes beyond its end', async (t) => {
    const { get } = await proxied(t, files);
    const response = await get({ Range: 'bytes=5000-' });
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('Content-Range'), 'bytes */1000');
    assert.equal(((await response.json()) as { code: string }).code, 'range_not_satisfiable');
  });

  test('is not sent again when it has not changed', async (t) => {
    const { get } = await proxied(t, files);
    const response = await get({ 'If-None-Match': '"v1"' });
    assert.equal(response.status, 304);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), shop);
    assert.equal(await response.text(), '');
  });

  test('tells its length on HEAD', async (t) => {
    const { get, upstream } = await proxied(t, files);
    const response = await get({}, { method: 'HEAD' });
    assert.equal(response.headers.get('Content-Length'), '1000');
    assert.equal(upstream.received[0]?.method, 'HEAD');
  });
});

describe('a fetch of the owner’s own that takes no notice of the signal', () => {
  test('is not waited for beyond the deadline', async () => {
    const proxy = proxyOf(() => new Promise(() => undefined), {}, { answer: () => 20 });
    const { status } = await proxy.fetch(asked({ path: '/tts/status' }));
    assert.equal(status, 504);
  });

  test('is not waited for within an answer either', async () => {
    const silent = (type: string) => () =>
      Promise.resolve(new Response(new ReadableStream(), { headers: { 'Content-Type': type } }));
    const waits = { answer: () => 20, idle: 20 };
    const json = await proxyOf(silent('application/json'), {}, waits).fetch(
      asked({ path: '/tts/status' }),
    );
    assert.equal(json.status, 504);
    const bytes = await proxyOf(silent('model/gltf-binary'), {}, waits).fetch(asked({ path }));
    await assert.rejects(bytes.arrayBuffer());
  });
});

describe('a stream', () => {
  test('is passed on as it comes, not held back until it is complete', async (t) => {
    let finish: () => void = () => assert.fail('not begun');
    const { get, proxy } = await proxied(t, (_, response) => {
      response.writeHead(200, glb).write('first');
      finish = () => response.end('last');
    });
    const response = await get();
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert.equal(Buffer.from(first?.value ?? []).toString(), 'first');
    assert.equal(proxy.events.length, 0);
    finish();
    const last = await reader?.read();
    assert.equal(Buffer.from(last?.value ?? []).toString(), 'last');
    assert.equal((await reader?.read())?.done, true);
    await until(() => proxy.events.length === 1);
    assert.equal(proxy.events[0]?.['bytes'], 9);
  });

  test('that dies upstream is cut, never rounded off', async (t) => {
    for (const length of [{ 'Content-Length': '100' }, {}]) {
      const { get, proxy } = await proxied(t, (_, response) => {
        response.writeHead(200, { ...glb, ...length });
        response.write('first', () => response.destroy());
      });
      const response = await get();
      assert.equal(response.status, 200);
      await assert.rejects(response.arrayBuffer());
      await until(() => proxy.events.length === 1);
      assert.equal(proxy.events[0]?.['code'], 'broken_off');
    }
  });

  test('that falls silent is cut after the idle deadline', async (t) => {
    const silent: RequestListener = (_, response) => response.writeHead(200, glb).write('first');
    const { get, upstream } = await proxied(t, silent, { idle: 60 });
    await assert.rejects((await get()).arrayBuffer());
    await until(() => upstream.sockets.size === 0);
  });

  test('may take longer than the deadline for its beginning', async (t) => {
    const waits = { answer: () => 50, idle: 5_000 };
    const { get } = await proxied(
      t,
      (_, response) => {
        response.writeHead(200, glb).write('first');
        setTimeout(() => response.end('last'), 120);
      },
      waits,
    );
    assert.equal(await (await get()).text(), 'firstlast');
  });

  test('that nobody reads any more is not fetched any further', async (t) => {
    const { get, upstream, proxy } = await proxied(t, (_, response) => {
      response.writeHead(200, glb);
      const pour = () => {
        while (response.writable && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    const leave = new AbortController();
    const response = await get({}, { signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    await until(() => upstream.sockets.size === 0 && proxy.events.length === 1);
    assert.equal(proxy.events[0]?.['code'], 'broken_off');
  });

  test('waits for a slow reader instead of filling the memory', async (t) => {
    let sent = 0;
    const { get } = await proxied(t, (_, response) => {
      response.writeHead(200, glb);
      const pour = () => {
        while (response.writable && sent < 200_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return;
        }
      };
      response.on('drain', pour);
      pour();
    });
    const leave = new AbortController();
    const response = await get({}, { signal: leave.signal });
    await response.body?.getReader().read();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.ok(sent < 50_000_000, `${sent} bytes were fetched for nobody`);
    leave.abort();
  });
});

test('a visitor who leaves before the answer takes the upstream call along', async (t) => {
  const upstream = await serve(t, () => undefined);
  const proxy = await serveProxy(t, upstream.url);
  const leave = new AbortController();
  const answer = fetch(`${proxy.url}/public/nfts`, {
    headers: { Origin: shop },
    signal: leave.signal,
  });
  await until(() => upstream.received.length === 1);
  leave.abort();
  await assert.rejects(answer);
  await until(() => upstream.sockets.size === 0 && proxy.events.length === 1);
  assert.equal(proxy.events[0]?.['code'], 'client_closed');
});

test('many visitors leaving at once harm nobody', async (t) => {
  let open = 0;
  const upstream = await serve(t, (_, response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    response.writeHead(200, glb).write(Buffer.alloc(10_000));
  });
  const proxy = await serveProxy(t, upstream.url);
  const crashes: unknown[] = [];
  const note = (error: unknown) => crashes.push(error);
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  t.after(() => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  });
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      const leave = new AbortController();
      const response = await fetch(proxy.url + path, {
        headers: { Origin: shop },
        signal: leave.signal,
      });
      await response.body?.getReader().read();
      leave.abort();
    }),
  );
  await until(() => open === 0 && proxy.events.length === 100);
  assert.deepEqual(crashes, []);
});
