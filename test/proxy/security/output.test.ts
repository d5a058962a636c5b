/** Everything that leaves the proxy, searched for everything that it must keep. */
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import test, { type TestContext } from 'node:test';
import { inspect } from 'node:util';
import * as openTelemetry from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Proxy } from '../../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { createProxy } from '../../../src/proxy/node.ts';
import { endpoint, serve, shop, workspace } from '../harness.ts';
import { redisPassword, restToken, secrets, secretsIn } from './sentinels.ts';
import { everyOperation, plenty } from './support.ts';

const captchaBy = (send: typeof fetch): ProxyOptions['captcha'] => ({
  provider: 'turnstile',
  siteKey: 'site',
  secret: secrets.FAE_TURNSTILE_SECRET,
  fetch: send,
});

/** Turnstile, whom every visitor convinces. */
const convinced: typeof fetch = async () =>
  Response.json({ success: true, action: 'fae', hostname: new URL(shop).hostname });

/** A proxy that has every secret there is, with a place for all that it gives away. */
const secretive = (t: TestContext, upstream: string, options: ProxyOptions = {}) => {
  const out: string[] = [];
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const proxy = createProxy({
    origins: [shop],
    // On one's own machine answers carry the hints of the log.
    publicUrl: 'http://localhost:4600',
    expose: ['*'],
    limits: plenty,
    cache: false,
    captcha: captchaBy(convinced),
    openTelemetry: {
      ...openTelemetry,
      trace: {
        getTracer: (name) => provider.getTracer(name),
        setSpan: (context, span) =>
          openTelemetry.trace.setSpan(context as openTelemetry.Context, span as openTelemetry.Span),
      },
    },
    log: (event) => out.push(inspect(event, { depth: 9 }), JSON.stringify(event)),
    ...options,
    env: {
      ...secrets,
      FAE_API_URL: `${upstream}/api`,
      FAE_WORKSPACE: workspace,
      FAE_REDIS_URL: `redis://user:${redisPassword}@127.0.0.1:1`,
      ...options.env,
    },
  });
  t.after(() => proxy.close());
  const spans = (): string => inspect(exporter.getFinishedSpans(), { depth: 9 });
  return { proxy, out, spans };
};

/** Asks the proxy for everything, as visitor and as operator; gives what each of them has seen. */
const askEverything = async (proxy: Proxy) => {
  const seen = { visitor: [] as string[], operator: [] as string[] };
  const paths = everyOperation.map(({ operation, path, init }) => ({ path, init, who: operation.audience }));
  const own = ['/-/health', '/-/ready', '/-/metrics', '/fae.js', '/nothing'].map((path) => ({
    path,
    init: { method: 'GET', headers: {} },
    who: 'visitor' as const,
  }));
  for (const { path, init, who } of [...paths, ...own]) {
    for (const Origin of [shop, 'https://evil.test']) {
      for (const method of [init.method, 'OPTIONS', 'HEAD']) {
        const headers = {
          ...init.headers,
          Origin,
          'X-Request-Id': 'request-1',
          'Fae-Captcha': 'solved',
          Authorization: `Bearer ${secrets.FAE_OPERATOR_TOKEN}`,
        };
        const body = 'body' in init && method === init.method ? { body: init.body } : {};
        const request = new Request(endpoint + path, { method, headers, ...body });
        const response = await proxy.fetch(request, { address: '203.0.113.7' });
        // What breaks off has been given away all the same, as far as it came.
        const text = await response.text().catch(String);
        seen[who].push(JSON.stringify([response.statusText, ...response.headers]), text);
      }
    }
  }
  const request = new Request(`${endpoint}/-/metrics`, {
    headers: { Authorization: `Bearer ${secrets.FAE_METRICS_TOKEN}` },
  });
  const metrics = await (await proxy.fetch(request)).text();
  assert.match(metrics, /^fae_proxy_requests_total/m);
  seen.operator.push(metrics);
  return seen;
};

const assertNothingIn = (texts: readonly string[], what: string): void => {
  assert.ok(texts.length > 0, what);
  for (const text of texts) assert.deepEqual(secretsIn(text), [], `${what}: ${text.slice(0, 2_000)}`);
};

/** What the upstream was sent, in every place in which somebody might repeat it. */
const repeating = (sent: string) => ({
  ...Object.fromEntries(['_id', 'id', 'name', 'title', 'description', 'response', 'url', 'error', 'code', 'message'].map((it) => [it, sent])),
  available: true,
  voices: [{ id: sent, label: sent }],
});

/** Fields of which no visitor sees one. */
const inside = (sent: string) => ({
  ...{ id: '1', name: 'One', response: 'Hi', url: 'https://x.test', available: true, voices: [] },
  ...Object.fromEntries(['workspace', 'workspaceId', 'owner', 'apiKey', 'debug', 'model'].map((it) => [it, sent])),
});

const isList = (url: string): boolean => /^\/api\/(public\/nfts|nfts|characters|models)(\?|$)/.test(url);
const isFile = (url: string): boolean => url.endsWith('/content') || url === '/api/tts';
const typeFor = (url: string): string =>
  url === '/api/tts' ? 'audio/wav' : isFile(url) ? 'model/gltf-binary' : 'application/json';

type Behaviour = (sent: string, ...rest: Parameters<RequestListener>) => void;

const behaviours: Readonly<Record<string, Behaviour>> = {
  'answers well': (_, { url = '' }, response) => {
    response.writeHead(200, { 'Content-Type': typeFor(url) });
    const record = inside('harmless');
    response.end(isFile(url) ? 'bytes' : JSON.stringify(isList(url) ? [record] : record));
  },
  'repeats what it was sent, where it is seen': (sent, { url = '' }, response) => {
    const record = repeating(sent);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(isList(url) ? [record] : record));
  },
  'repeats it in headers': (sent, { url = '' }, response) => {
    const quoted = encodeURIComponent(sent);
    response.writeHead(200, `OK ${secrets.FAE_API_KEY}`, {
      'Content-Type': typeFor(url),
      ETag: `"${secrets.FAE_API_KEY}"`,
      'Last-Modified': secrets.FAE_API_KEY,
      'Accept-Ranges': secrets.FAE_API_KEY,
      'X-Request-Id': secrets.FAE_API_KEY,
      'X-Echo': quoted.slice(0, 8_000),
      'Set-Cookie': secrets.FAE_SESSION_COOKIE,
      'Cache-Control': `private, ${secrets.FAE_API_KEY}`,
    });
    response.end(isFile(url) ? 'bytes' : JSON.stringify(isList(url) ? [] : inside('x')));
  },
  'repeats it as its type': (_, _request, response) => {
    response.writeHead(200, { 'Content-Type': `text/${secrets.FAE_API_KEY.toUpperCase()}` }).end('[]');
  },
  'repeats it as its coding': (_, { url = '' }, response) => {
    const headers = { 'Content-Type': typeFor(url), 'Content-Encoding': secrets.FAE_API_KEY };
    response.writeHead(200, headers).end('[]');
  },
  'repeats it where it redirects': (sent, _, response) => {
    response.writeHead(302, { Location: `https://evil.test/?${encodeURIComponent(sent)}` }).end(sent);
  },
  'repeats it in JSON that breaks off': (sent, _, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(`[{"id":${JSON.stringify(sent)}`);
  },
  'takes neither key': (sent, _, response) => {
    response.writeHead(401, { 'Content-Type': 'application/json', 'WWW-Authenticate': sent.slice(0, 4) });
    response.end(JSON.stringify(repeating(sent)));
  },
  'hangs up': (_, request) => request.socket.destroy(),
  ...Object.fromEntries(
    [400, 403, 404, 409, 413, 416, 422, 429, 500, 503, 504].map((status): [string, Behaviour] => [
      `repeats it in a ${status}`,
      (sent, _, response) => {
        const headers = {
          'Content-Type': 'application/json',
          'Retry-After': secrets.FAE_API_KEY,
          'Content-Range': secrets.FAE_API_KEY,
        };
        response.writeHead(status, secrets.FAE_API_KEY, headers).end(JSON.stringify(repeating(sent)));
      },
    ]),
  ),
};

for (const [what, behave] of Object.entries(behaviours)) {
  test(`V5 no secret leaves in any way when the upstream ${what}`, async (t) => {
    const upstream = await serve(t, (request, response) => {
      const sent = JSON.stringify([request.headers, upstream.received.at(-1)?.body]);
      behave(sent, request, response);
    });
    const { proxy, out, spans } = secretive(t, upstream.url);
    const seen = await askEverything(proxy);
    const arrived = JSON.stringify(upstream.received);
    for (const name of ['FAE_API_KEY', 'FAE_SESSION_COOKIE']) {
      assert.ok(secretsIn(arrived).includes(name), `the upstream was never sent ${name}`);
    }
    assert.ok(arrived.includes(workspace));
    assert.ok(!secretsIn(arrived).includes('FAE_OPERATOR_TOKEN'), 'it is for the proxy alone');
    assertNothingIn(seen.visitor, 'answers to visitors');
    assertNothingIn(seen.operator, 'answers to operators');
    assertNothingIn(out, 'the log');
    assertNothingIn([spans()], 'spans');
    assert.ok(!seen.visitor.join().includes(workspace), 'the workspace is in an answer');
    assert.ok(spans().includes('payments.checkout'), 'nothing was traced');
  });
}

const errors: Readonly<Record<string, () => never>> = {
  'an error that quotes them': () => {
    throw new Error(`cannot send ${Object.values(secrets).join()}`);
  },
  'a connection error that quotes them': () => {
    const all = Object.values(secrets).join();
    throw new TypeError(`fetch failed ${all}`, { cause: { code: all, message: all } });
  },
  'something that is no error': () => {
    throw Object.values(secrets).join() as unknown as Error;
  },
  'an error with a long chain of causes': () => {
    throw new Error('outer', { cause: new Error('inner', { cause: Object.values(secrets) }) });
  },
};

for (const [what, fail] of Object.entries(errors)) {
  test(`V5 no secret leaves when a function of the owner’s throws ${what}`, async (t) => {
    const upstream = await serve(t, (_, response) => response.end());
    const failing: readonly ProxyOptions[] = [
      { fae: { fetch: async () => fail() } },
      { authorize: fail },
      { authorize: async () => fail() },
      { assets: fail, version: '1.0.0' },
      { captcha: captchaBy(async () => fail()) },
      { store: { consume: async () => fail(), putIfAbsent: async () => fail() } },
      { cache: { get: async () => fail(), set: async () => fail() } },
    ];
    for (const options of failing) {
      const { proxy, out, spans } = secretive(t, upstream.url, options);
      const seen = await askEverything(proxy);
      const which = Object.keys(options).join();
      assertNothingIn([...seen.visitor, ...seen.operator], `${which}: answers`);
      assertNothingIn(out, `${which}: the log`);
      assertNothingIn([spans()], `${which}: spans`);
    }
  });
}

/** Whatever is written to the console, by whichever method. */
const listen = (t: TestContext): string[] => {
  const written: string[] = [];
  const note = (...what: unknown[]) => written.push(what.map((it) => inspect(it, { depth: 9 })).join());
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const) {
    t.mock.method(console, method, note);
  }
  return written;
};

test('V5 of two keys that begin alike neither leaves a rest in the log', async (t) => {
  const env = { FAE_API_KEY: 'sentinel', FAE_API_KEY_NEXT: 'sentinel-Next-Key' };
  const authorize = () => {
    throw new Error(`${env.FAE_API_KEY} and ${env.FAE_API_KEY_NEXT}`);
  };
  const { proxy, out } = secretive(t, 'http://127.0.0.1:1', { env, authorize });
  await proxy.fetch(new Request(`${endpoint}/nfts`, { headers: { Origin: shop } }));
  assert.match(out.join(), /\[secret\] and \[secret\]/);
  assert.doesNotMatch(out.join(), /Next-Key/);
});

test('V5 the log says that there was a secret, not which', async (t) => {
  const upstream = await serve(t, (_, response) => {
    response.writeHead(200, { 'Content-Type': `text/${secrets.FLEEK_API_KEY}` }).end('[]');
  });
  const { proxy, out } = secretive(t, upstream.url);
  await proxy.fetch(new Request(`${endpoint}/public/nfts`, { headers: { Origin: shop } }));
  assert.match(out.join(), /text\/\[secret\]/);
});

test('V5 no secret gets onto the console where there is no log', async (t) => {
  const upstream = await serve(t, (request, response) => {
    const type = `text/${String(request.headers['x-api-key']).replaceAll(/[/=]/g, '')}`;
    response.writeHead(request.url?.includes('tts') ? 401 : 200, { 'Content-Type': type });
    response.end(JSON.stringify(request.headers));
  });
  const written = listen(t);
  const { proxy } = secretive(t, upstream.url, { log: undefined });
  await askEverything(proxy);
  assert.match(written.join(), /refuses the key/);
  assertNothingIn(written, 'the console');
});

test('V5 whoever prints the proxy sees no secret', async (t) => {
  const { proxy } = secretive(t, 'http://127.0.0.1:1');
  await askEverything(proxy);
  const printed = [
    inspect(proxy, { depth: Infinity, showHidden: true, getters: true }),
    JSON.stringify(proxy),
    String(proxy),
    Object.values(proxy).map(String).join(),
  ];
  assertNothingIn(printed, 'the printed proxy');
});

test('V5 Redis over REST that repeats its token is not quoted', async (t) => {
  const rest = await serve(t, (request, response) => {
    response.writeHead(400, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: `ERR ${request.headers.authorization}` }));
  });
  const upstream = await serve(t, (_, response) => response.end('{}'));
  const written = listen(t);
  const FAE_REDIS_URL = rest.url.replace('//', `//default:${restToken}@`);
  const { proxy, out } = secretive(t, upstream.url, { env: { FAE_REDIS_URL } });
  const seen = await askEverything(proxy);
  assert.ok(JSON.stringify(rest.received).includes(restToken));
  assertNothingIn([...seen.visitor, ...seen.operator, ...out], 'answers and log');
  assert.deepEqual(written, []);
});

test('V5 no error of the settings quotes a secret', async () => {
  const mistakes: readonly ProxyOptions[] = [
    { env: { FAE_REDIS_URL: `redis//:${redisPassword}@host` } },
    { env: { FAE_REDIS_URL: `redis://:${redisPassword}@` } },
    { env: { FAE_REDIS_URL: `http://default:${restToken}@redis.test` } },
    { env: { FAE_REDIS_URL: `https://${restToken}@redis.test` } },
    { env: { FAE_REDIS_URL: `ftp://:${redisPassword}@host` } },
    { env: { FAE_REDIS_URL: `redis://:%zz${redisPassword}@host` } },
    { env: { FAE_TURNSTILE_SECRET: secrets.FAE_TURNSTILE_SECRET } },
    { env: { FAE_OPERATOR_TOKEN: `${secrets.FAE_OPERATOR_TOKEN},short` } },
    { env: { NEXT_PUBLIC_KEY: secrets.FAE_API_KEY, FAE_API_KEY: secrets.FAE_API_KEY } },
    { env: { VITE_C: secrets.FAE_SESSION_COOKIE, FAE_SESSION_COOKIE: secrets.FAE_SESSION_COOKIE } },
  ];
  for (const options of mistakes) {
    assert.throws(
      () => createProxy({ origins: [shop], ...options }),
      (error) => {
        assertNothingIn([inspect(error, { depth: 9, showHidden: true })], 'the error');
        return true;
      },
      JSON.stringify(options),
    );
  }
  const events: unknown[] = [];
  const userinfo = `http://user:${secrets.FAE_API_KEY.replaceAll('/', '')}@upstream.test/api`;
  for (const env of [
    { FAE_API_KEY: `${secrets.FAE_API_KEY}\nX-Evil: 1` },
    { FAE_API_KEY: 'key', FAE_API_URL: userinfo },
    { FAE_API_KEY: 'key', FAE_API_URL: `http://upstream.test/?key=${secrets.FAE_API_KEY}` },
  ]) {
    const proxy = createProxy({ origins: [shop], env, log: (event) => events.push(event) });
    const request = new Request(`${endpoint}/tts/status`, { headers: { Origin: shop } });
    const response = await proxy.fetch(request);
    assert.equal(response.status, 503);
    assertNothingIn([await response.text(), JSON.stringify(events)], 'the refusal');
    await proxy.close();
  }
});
