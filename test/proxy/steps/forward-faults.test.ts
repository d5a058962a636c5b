import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  asked,
  id,
  problemOf,
  proxyOf,
  serve,
  serveProxy,
  shop,
  until,
  upstreamOf,
  type Asked,
} from '../harness.ts';

describe('a connection that breaks', () => {
  const broken = () =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });

  /** An upstream that breaks off so many times before it answers. */
  const breaking = (times: number, answer: () => Response) =>
    upstreamOf((_, number) => {
      if (number < times) throw broken();
      return answer();
    });

  test('is made once more for a read', async (t) => {
    const upstream = await serve(t, (request, response) => {
      if (upstream.received.length === 1) request.socket.resetAndDestroy();
      else response.setHeader('Content-Type', 'application/json').end('{"available":true}');
    });
    const proxy = await serveProxy(t, upstream.url);
    const response = await fetch(`${proxy.url}/tts/status`, { headers: { Origin: shop } });
    assert.equal(response.status, 200);
    assert.equal(upstream.received.length, 2);
    assert.match(String(proxy.events[0]?.['retried']), /ECONNRESET|UND_ERR_SOCKET/);
  });

  test('is made once more for bytes that are read', async () => {
    const type = { headers: { 'Content-Type': 'model/gltf-binary' } };
    const upstream = breaking(1, () => new Response('glTF', type));
    const response = await proxyOf(upstream.fetch).fetch(asked({ path: `/models/${id}/content` }));
    assert.equal(await response.text(), 'glTF');
  });

  test('is not made a third time', async () => {
    const upstream = breaking(2, () => Response.json({ available: true }));
    const response = await proxyOf(upstream.fetch).fetch(asked({ path: '/tts/status' }));
    assert.equal((await problemOf(response)).code, 'bad_upstream');
    assert.equal(upstream.calls.length, 2);
  });

  test('is never made again for what may have been done', async () => {
    const upstream = breaking(9, () => Response.json({}));
    const proxy = proxyOf(upstream.fetch, { authorize: () => true });
    const posts: readonly Asked[] = [
      { path: '/characters/response', json: { characterId: id, text: 'Hi' } },
      { path: '/tts', json: { text: 'Hi' } },
      { path: '/nfts', json: { name: 'A' } },
      { method: 'PUT', path: `/nfts/${id}`, json: { name: 'A' } },
      { method: 'DELETE', path: `/nfts/${id}` },
    ];
    for (const post of posts) {
      assert.equal((await problemOf(await proxy.fetch(asked(post)))).code, 'bad_upstream');
    }
    assert.equal(upstream.calls.length, posts.length);
  });

  test('is not made again for a visitor who has left', async () => {
    const leaver = new AbortController();
    const upstream = upstreamOf(() => {
      leaver.abort();
      throw broken();
    });
    const request = asked({ path: '/tts/status', signal: leaver.signal });
    assert.equal((await proxyOf(upstream.fetch).fetch(request)).status, 499);
    assert.equal(upstream.calls.length, 1);
  });
});

describe('an answer', () => {
  const megabyte = new Uint8Array(1024 * 1024);
  const endless = () => {
    let sent = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(megabyte);
      },
      cancel: () => {
        cancelled = true;
      },
    });
    return { body, sent: () => sent, cancelled: () => cancelled };
  };
  const speech = { path: '/tts', json: { text: 'Hi' } };
  const wav = { 'Content-Type': 'audio/wav' };

  test('of bytes that says it is too long is refused, and nothing of it passed on', async () => {
    const cases = [
      { request: asked({ path: `/models/${id}/content` }), type: 'model/gltf-binary', most: 512 },
      { request: asked(speech), type: 'audio/wav', most: 64 },
    ];
    for (const { request, type, most } of cases) {
      const source = endless();
      const length = String(most * megabyte.length + 1);
      const headers = { 'Content-Type': type, 'Content-Length': length };
      const { fetch } = upstreamOf(() => new Response(source.body, { headers }));
      const problem = await problemOf(await proxyOf(fetch).fetch(request));
      assert.deepEqual([problem.status, problem.code], [502, 'bad_upstream'], type);
      assert.ok(source.sent() < 2);
    }
  });

  test('of bytes that runs over is cut, and let go of', async () => {
    const source = endless();
    const events: Readonly<Record<string, unknown>>[] = [];
    const { fetch } = upstreamOf(() => new Response(source.body, { headers: wav }));
    const proxy = proxyOf(fetch, { log: (event) => events.push(event) });
    const response = await proxy.fetch(asked(speech));
    let bytes = 0;
    await assert.rejects(async () => {
      for await (const chunk of response.body ?? []) bytes += chunk.byteLength;
    });
    assert.equal(bytes, 64 * megabyte.length);
    assert.equal(events[0]?.['code'], 'broken_off');
    await until(source.cancelled);
  });

  test('that streams for longer than it may in all is cut, however lively it is', async (t) => {
    const upstream = await serve(t, (_, response) => {
      response.writeHead(200, wav);
      const timer = setInterval(() => response.write('more'), 5);
      response.on('close', () => clearInterval(timer));
    });
    const proxy = await serveProxy(t, upstream.url, {}, { total: 100 });
    const response = await fetch(`${proxy.url}/tts`, {
      method: 'POST',
      headers: { Origin: shop, 'Content-Type': 'application/json' },
      body: JSON.stringify(speech.json),
    });
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
    await until(() => upstream.sockets.size === 0);
    assert.equal(proxy.events[0]?.['code'], 'broken_off');
  });

  test('packed more than once is refused', async () => {
    for (const coding of ['gzip, gzip', 'br,gzip', 'GZIP , identity', 'deflate, gzip, br']) {
      const headers = { 'Content-Encoding': coding };
      const { fetch } = upstreamOf(() => Response.json({ available: true }, { headers }));
      const problem = await problemOf(await proxyOf(fetch).fetch(asked({ path: '/tts/status' })));
      assert.deepEqual([problem.status, problem.code], [502, 'bad_upstream'], coding);
    }
  });
});
