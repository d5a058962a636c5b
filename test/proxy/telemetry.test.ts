import assert from 'node:assert/strict';
import test, { beforeEach, describe } from 'node:test';
import * as openTelemetry from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import {
  asked,
  baseOptions,
  id,
  key,
  proxyOf,
  serve,
  serveProxy,
  shop,
  until,
  upstreamOf,
  workspace,
  type Reply,
} from './harness.ts';
import { startTracing } from './tracing.ts';

const tracing = startTracing();
const status: Reply = () => Response.json({ available: true, voices: [] });

const traced = (reply: Reply = status, options: ProxyOptions = {}) => {
  const upstream = upstreamOf(reply);
  const fae = { ...baseOptions.fae, fetch: upstream.fetch };
  const proxy = proxyOf(upstream.fetch, { openTelemetry, fae, ...options });
  return { proxy, upstream };
};

const spans = (kind: SpanKind): readonly ReadableSpan[] =>
  tracing.ended().filter((it) => it.kind === kind);

const only = (kind: SpanKind): ReadableSpan => {
  const [span, ...more] = spans(kind);
  assert.ok(span);
  assert.equal(more.length, 0);
  return span;
};

const traceparentOf = (span: ReadableSpan): string => {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
};

beforeEach(() => tracing.reset());

describe('a call that is traced', () => {
  test('has a span, and within it one for the request to the API', async () => {
    await traced().proxy.fetch(asked({ path: '/tts/status' }));
    const [call, request] = [only(SpanKind.SERVER), only(SpanKind.CLIENT)];
    assert.equal(call.name, 'tts.status');
    assert.equal(request.name, 'GET');
    assert.equal(call.parentSpanContext, undefined);
    assert.equal(request.parentSpanContext?.spanId, call.spanContext().spanId);
    assert.equal(request.spanContext().traceId, call.spanContext().traceId);
    assert.equal(call.instrumentationScope.name, 'fae-widgets');
    assert.equal(call.status.code, SpanStatusCode.UNSET);
  });

  test('says what was called and how it ended, by the semantic conventions', async () => {
    const { proxy } = traced(() => Response.json({ id, name: 'Cup' }));
    await proxy.fetch(asked({ path: `/payments/embed/product/${id}` }));
    const template = '/payments/embed/product/{productId}';
    assert.deepEqual(only(SpanKind.SERVER).attributes, {
      'http.request.method': 'GET',
      'http.route': template,
      'http.response.status_code': 200,
    });
    assert.deepEqual(only(SpanKind.CLIENT).attributes, {
      'http.request.method': 'GET',
      'server.address': 'upstream.test',
      'url.template': template,
      'http.response.status_code': 200,
    });
  });

  test('is part of what the server around it traces', async () => {
    const tracer = openTelemetry.trace.getTracer('server');
    await tracer.startActiveSpan('request', async (around) => {
      await traced().proxy.fetch(asked({ path: '/tts/status' }));
      around.end();
      assert.equal(only(SpanKind.SERVER).parentSpanContext?.spanId, around.spanContext().spanId);
    });
  });

  test('is told to the API, and a visitor’s own trace is not', async () => {
    const { proxy, upstream } = traced();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await proxy.fetch(asked({ path: '/tts/status', headers: { traceparent, tracestate: 'a=b' } }));
    const [sent] = upstream.calls;
    assert.equal(sent?.headers.get('traceparent'), traceparentOf(only(SpanKind.CLIENT)));
    assert.equal(sent.headers.get('tracestate'), null);
    assert.equal(sent.headers.get('x-api-key'), key);
  });

  test('says nothing of the visitor, of what was asked, or of the key', async () => {
    const { proxy } = traced(() => Response.json({ response: 'secret answer' }));
    const json = { characterId: id, text: 'secret question' };
    const path = '/characters/response?q=secret';
    await proxy.fetch(asked({ path, json, headers: { 'X-Secret': 'secret' } }));
    const said = JSON.stringify(
      tracing.ended().map(({ name, attributes, events }) => ({ name, attributes, events })),
    );
    for (const it of ['secret', id, key, workspace, shop]) assert.ok(!said.includes(it), it);
  });
});

describe('a span ends as an error', () => {
  const cases: Readonly<Record<string, [Reply, string, string | undefined]>> = {
    'for both, when the API fails': [() => new Response('', { status: 500 }), '502', '500'],
    'for both, when nothing answers': [
      () => {
        throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
      },
      '503',
      '_OTHER',
    ],
    'for the call, when the answer cannot be used': [
      () => new Response('<html>'),
      '502',
      undefined,
    ],
  };
  for (const [name, [reply, call, request]] of Object.entries(cases)) {
    test(name, async () => {
      const json = { characterId: id, text: 'Hi' };
      await traced(reply).proxy.fetch(asked({ path: '/characters/response', json }));
      const said = [only(SpanKind.SERVER), only(SpanKind.CLIENT)].map((it) => [
        it.status.code === SpanStatusCode.ERROR,
        it.attributes['error.type'],
      ]);
      assert.deepEqual(said, [
        [true, call],
        [request !== undefined, request],
      ]);
    });
  }

  test('but not for what is the visitor’s own mistake', async () => {
    const { proxy } = traced(status, { expose: ['tts.*'] });
    const requests = [
      asked({ path: '/tts/status', headers: { Origin: 'https://evil.test' } }),
      asked({ path: '/tts', json: { text: '' } }),
    ];
    for (const request of requests) assert.ok((await proxy.fetch(request)).status >= 400);
    const calls = spans(SpanKind.SERVER);
    assert.deepEqual(
      calls.map((it) => it.attributes['http.response.status_code']),
      [403, 400],
    );
    assert.ok(calls.every((it) => it.status.code === SpanStatusCode.UNSET));
  });
});

describe('each request to the API has a span', () => {
  test('the second of a read whose connection broke, too', async () => {
    const { proxy, upstream } = traced((sent, number) => {
      if (number === 0) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      return status(sent, number);
    });
    await proxy.fetch(asked({ path: '/tts/status' }));
    const sent = upstream.calls.map(({ headers }) => headers.get('traceparent'));
    assert.deepEqual(sent, spans(SpanKind.CLIENT).map(traceparentOf));
    assert.equal(new Set(sent).size, 2);
    assert.equal(only(SpanKind.SERVER).status.code, SpanStatusCode.UNSET);
  });

  test('and what is answered from what is kept has none', async () => {
    const { proxy } = traced(() => Response.json([]));
    const read = () => proxy.fetch(asked({ path: '/public/nfts' }));
    await Promise.all(Array.from({ length: 10 }, read));
    await read();
    assert.equal(spans(SpanKind.SERVER).length, 11);
    assert.equal(spans(SpanKind.CLIENT).length, 1);
  });
});

describe('the span of a stream', () => {
  const served = async (t: Parameters<typeof serve>[0]) => {
    const rest = Promise.withResolvers<undefined>();
    const upstream = await serve(t, (_, response) => {
      response.writeHead(200, { 'Content-Type': 'audio/wav' }).write('first');
      void rest.promise.then(() => response.end('rest'));
    });
    const proxy = await serveProxy(t, upstream.url, { openTelemetry });
    const response = await fetch(`${proxy.url}/tts`, {
      method: 'POST',
      headers: { Origin: shop, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'Hi' }),
    });
    return { response, end: () => rest.resolve(undefined) };
  };

  test('ends with the stream', async (t) => {
    const { response, end } = await served(t);
    await until(() => spans(SpanKind.CLIENT).length === 1);
    assert.equal(spans(SpanKind.SERVER).length, 0);
    end();
    assert.equal(await response.text(), 'firstrest');
    await until(() => spans(SpanKind.SERVER).length === 1);
    assert.equal(only(SpanKind.SERVER).attributes['http.response.status_code'], 200);
  });

  test('ends when the visitor leaves', async (t) => {
    const { response } = await served(t);
    await response.body?.cancel();
    await until(() => spans(SpanKind.SERVER).length === 1);
  });
});

test('the spans of a call end when the visitor leaves before the answer', async () => {
  const leaver = new AbortController();
  const { proxy, upstream } = traced(() => new Promise(() => undefined));
  const answer = proxy.fetch(asked({ path: '/tts/status', signal: leaver.signal }));
  await until(() => upstream.calls.length === 1);
  leaver.abort();
  assert.equal((await answer).status, 499);
  assert.equal(only(SpanKind.SERVER).attributes['http.response.status_code'], 499);
  assert.equal(only(SpanKind.CLIENT).status.code, SpanStatusCode.ERROR);
});

test('what is no call of an operation has no span', async () => {
  const { proxy } = traced();
  for (const path of ['/-/health', '/nothing', '/fae.js']) await proxy.fetch(asked({ path }));
  await proxy.fetch(asked({ method: 'OPTIONS', path: '/tts' }));
  assert.equal(tracing.ended().length, 0);
});

test('without the option nothing is traced, nor told to the API', async () => {
  const { proxy, upstream } = traced(status, { openTelemetry: undefined });
  await proxy.fetch(asked({ path: '/tts/status' }));
  assert.equal(tracing.ended().length, 0);
  assert.equal(upstream.calls[0]?.headers.get('traceparent'), null);
});
