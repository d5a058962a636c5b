import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { forward } from '../../../src/proxy/steps/forward.ts';
import { validate } from '../../../src/proxy/steps/validate.ts';
import {
  asked,
  baseOptions,
  callOf,
  id,
  key,
  problemOf,
  proxyOf,
  serve,
  serveProxy,
  shop,
  until,
  upstreamOf,
  workspace,
  type Asked,
} from '../harness.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Headers; readonly body?: string };
}

/** What goes upstream for a request. */
const sent = async (request: Asked, options: ProxyOptions = {}): Promise<Sent> => {
  const seen: Sent[] = [];
  const fetch = ((url: URL, init: Sent['init']) => {
    seen.push({ url: url.href, init });
    return Promise.resolve(Response.json({}));
  }) as typeof globalThis.fetch;
  const call = callOf(request, { ...options, fae: { ...baseOptions.fae, ...options.fae, fetch } });
  await validate(call);
  await forward(call);
  call.end();
  const [only] = seen;
  assert.ok(only);
  return only;
};

const failing = async (cause: unknown) => {
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
  const call = callOf({ path: '/tts/status' }, { fae: { ...baseOptions.fae, fetch } });
  let refunds = 0;
  call.refund = () => {
    refunds += 1;
    return Promise.resolve();
  };
  const error = await Promise.resolve(forward(call)).then(
    () => assert.fail('was answered'),
    (it: unknown) => it,
  );
  call.end();
  assert.ok(error instanceof HttpError);
  return { error, refunds };
};

describe('forward', () => {
  test('adds key and workspace to the query', async () => {
    const { url, init } = await sent({ path: '/public/nfts' });
    assert.equal(url, `http://upstream.test/api/public/nfts?workspace=${workspace}`);
    assert.equal(init.headers.get('x-api-key'), key);
    assert.equal(init.redirect, 'manual');
  });

  test('adds the workspace to the body under the name that the operation has for it', async () => {
    const { init } = await sent({ path: '/tts', json: { text: 'Hi' } });
    assert.deepEqual(JSON.parse(init.body ?? ''), { text: 'Hi', workspaceId: workspace });
  });

  test('lets its workspace win over an operator’s', async () => {
    const options = { authorize: () => true };
    const query = await sent({ path: '/nfts?workspace=other&collection=c' }, options);
    assert.equal(query.url, `http://upstream.test/api/nfts?collection=c&workspace=${workspace}`);
    const body = await sent({ path: '/nfts', json: { name: 'a', workspace: 'other' } }, options);
    assert.deepEqual(JSON.parse(body.init.body ?? ''), { name: 'a', workspace });
  });

  test('passes on none of the visitor’s headers where JSON is asked for', async () => {
    const { init } = await sent({
      path: '/public/nfts',
      headers: {
        'x-api-key': 'theirs',
        Authorization: 'Bearer theirs',
        Cookie: 'a=1',
        Connection: 'close, x-api-key',
        'X-Forwarded-For': '1.1.1.1',
        'X-Forwarded-Host': 'evil.test',
        'x-fal-target-url': 'http://evil.test',
        Range: 'bytes=0-1',
      },
    });
    assert.deepEqual([...init.headers.keys()].toSorted(), ['accept', 'x-api-key', 'x-request-id']);
    assert.equal(init.headers.get('x-api-key'), key);
  });

  test('passes on range and validators where bytes are asked for', async () => {
    const conditions = { Range: 'bytes=0-99', 'If-Range': '"a"', 'If-None-Match': '"a"' };
    const { init } = await sent({ path: `/models/${id}/content`, headers: conditions });
    for (const [name, value] of Object.entries(conditions)) {
      assert.equal(init.headers.get(name), value);
    }
    assert.equal(init.headers.get('Accept-Encoding'), 'identity');
    const many = await sent({
      path: `/models/${id}/content`,
      headers: { Range: 'bytes=0-1,5-6' },
    });
    assert.equal(many.init.headers.get('Range'), null);
  });

  test('asks for HEAD only where there are bytes to spare', async () => {
    const model = await sent({ method: 'HEAD', path: `/models/${id}/content` });
    assert.equal(model.init.method, 'HEAD');
    assert.equal((await sent({ method: 'HEAD', path: '/public/nfts' })).init.method, 'GET');
  });

  test('sends the session where the API wants a person’s', async () => {
    const fae = { ...baseOptions.fae, sessionCookie: 'sid=1' };
    const speech = await sent({ path: '/tts', json: { text: 'Hi' } }, { fae });
    assert.equal(speech.init.headers.get('Cookie'), 'sid=1');
    assert.equal((await sent({ path: '/public/nfts' }, { fae })).init.headers.get('Cookie'), null);
  });

  test('keeps below the configured base', async () => {
    const fae = { ...baseOptions.fae, url: 'https://upstream.test/v1/api/' };
    const { url } = await sent({ path: `/models/${id}/content` }, { fae });
    assert.equal(url, `https://upstream.test/v1/api/models/${id}/content`);
  });

  test('sends nothing without key, workspace or a usable URL', async () => {
    const incomplete: NonNullable<ProxyOptions['fae']>[] = [
      { workspace, key: undefined },
      { workspace, key: '' },
      { workspace, key: 'with a\nline break' },
      { key, workspace: undefined },
      { key, workspace, url: 'ftp://upstream.test' },
      { key, workspace, url: 'https://user:pass@upstream.test' },
      { key, workspace, url: 'https://upstream.test/api?x=' },
    ];
    for (const fae of incomplete) {
      const fetch = () => assert.fail('was sent');
      const call = callOf({ path: '/public/nfts' }, { fae: { ...fae, fetch } });
      await assert.rejects(
        async () => forward(call),
        (error) =>
          error instanceof HttpError &&
          error.code === 'not_configured' &&
          error.status === 503 &&
          !error.message.includes('line break'),
        JSON.stringify(fae),
      );
    }
  });

  test('gives the cost back when the upstream was not reached', async () => {
    const { error, refunds } = await failing({ code: 'ECONNREFUSED' });
    assert.deepEqual([error.status, error.code, refunds], [503, 'unavailable', 1]);
  });

  test('keeps the cost when the upstream may have been reached', async () => {
    for (const cause of [{ code: 'ECONNRESET' }, undefined, 'odd']) {
      const { error, refunds } = await failing(cause);
      assert.deepEqual([error.status, error.code, refunds], [502, 'bad_upstream', 0]);
    }
  });
});

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

  test('of bytes that says it is too long is refused before a byte is passed on', async () => {
    const sizes = { [`/models/${id}/content`]: 512, '/tts': 64 };
    for (const [path, most] of Object.entries(sizes)) {
      const type = path === '/tts' ? wav : { 'Content-Type': 'model/gltf-binary' };
      const source = endless();
      const { fetch } = upstreamOf(() => {
        const length = String(most * megabyte.length + 1);
        return new Response(source.body, { headers: { ...type, 'Content-Length': length } });
      });
      const request = path === '/tts' ? asked(speech) : asked({ path });
      const problem = await problemOf(await proxyOf(fetch).fetch(request));
      assert.deepEqual([problem.status, problem.code], [502, 'bad_upstream'], path);
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
