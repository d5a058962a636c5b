import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { createProxy } from '../../src/proxy/index.ts';
import type { ProxyOptions } from '../../src/proxy/index.ts';
import { asked, baseOptions, id, key, noFetch, proxyOf, shop } from './harness.ts';

const create = (options: ProxyOptions) => () => createProxy({ ...baseOptions, ...options });
const status = () => Promise.resolve(Response.json({ available: true, voices: [] }));

describe('createProxy refuses', () => {
  const cases: Readonly<Record<string, [ProxyOptions, RegExp]>> = {
    'an unknown operation': [{ expose: ['nfts.steal' as '*'] }, /Cannot expose "nfts\.steal"/],
    'an unknown resource': [{ expose: ['nothing.*' as '*'] }, /Cannot expose "nothing\.\*"/],
    'an unknown operation in FAE_EXPOSE': [
      { expose: undefined, env: { FAE_EXPOSE: 'tts.status, tts.sing' } },
      /Cannot expose "tts\.sing"/,
    ],
    'an operator operation without a hook': [{ expose: ['nfts.create'] }, /needs "authorize"/],
    'a pin on a field that is not there': [
      { expose: { 'tts.speak': { model: ['x'] } } },
      /tts\.speak has no field "model"/,
    ],
    'an origin with a path': [{ origins: ['https://shop.example/'] }, /Did you mean/],
    'a wildcard origin': [{ origins: ['*'] }, /not an origin/],
    'an unreadable limit': [{ env: { FAE_LIMITS: 'chat=lots' } }, /Cannot read the limit/],
    'an unknown limit': [{ env: { FAE_LIMITS: 'chats=3' } }, /Cannot read the limit "chats=3"/],
    'a negative limit': [{ limits: { visitor: { chat: -1 } } }, /whole number/],
    'an unreadable trusted proxy': [{ trustProxy: 'everyone' }, /no address and no range/],
    'an odd public URL': [{ publicUrl: 'localhost:4600' }, /not an http\(s\) URL/],
    'an odd base path': [{ basePath: 'fae?' }, /must look like/],
  };
  for (const [name, [options, message]] of Object.entries(cases)) {
    test(name, () => assert.throws(create(options), message));
  }

  test('a key in a variable that bundlers publish, without quoting it', () => {
    for (const name of ['VITE_KEY', 'NEXT_PUBLIC_X', 'PUBLIC_KEY', 'REACT_APP_FAE_API_KEY']) {
      assert.throws(
        create({ env: { [name]: `prefix ${key}` } }),
        (error) =>
          error instanceof TypeError &&
          error.message.includes(name) &&
          !error.message.includes(key),
        name,
      );
    }
    assert.doesNotThrow(create({ env: { VITE_TITLE: 'My shop', FAE_API_KEY: key } }));
  });

  test('to run in a page', (t) => {
    Object.defineProperty(globalThis, 'document', { value: {}, configurable: true });
    t.after(() => Reflect.deleteProperty(globalThis, 'document'));
    assert.throws(create({}), /must run on a server/);
  });
});

describe('the environment', () => {
  test('configures everything that options do', async () => {
    const seen: string[] = [];
    const env = {
      FAE_ALLOWED_ORIGINS: 'https://a.example, https://b.example',
      FAE_EXPOSE: 'tts.*,nfts.listPublic',
      FAE_LIMITS: 'requests=2',
      FAE_API_URL: 'https://upstream.test/api/',
      FAE_API_KEY: key,
      FAE_WORKSPACE: 'w',
    };
    const fetch = (input: RequestInfo | URL) => {
      seen.push(input instanceof Request ? input.url : input.toString());
      return Promise.resolve(Response.json([]));
    };
    const proxy = createProxy({ env, fae: { fetch }, log: () => undefined });
    const get = (origin: string, path = '/public/nfts') =>
      proxy.fetch(asked({ path, headers: { Origin: origin } }), { address: '1.1.1.1' });
    assert.equal((await get('https://b.example')).status, 200);
    assert.deepEqual(seen, ['https://upstream.test/api/public/nfts?workspace=w']);
    assert.equal((await get('https://c.example')).status, 403);
    assert.equal((await get('https://a.example', '/characters')).status, 403);
    assert.equal((await get('https://a.example')).status, 200);
    assert.equal((await get('https://a.example')).status, 429);
  });

  test('is read when the first request comes, not before', async () => {
    const env: Record<string, string> = {};
    const proxy = createProxy({
      env,
      origins: [shop],
      fae: { fetch: status },
      log: () => undefined,
    });
    assert.equal((await proxy.fetch(asked({ path: '/tts/status' }))).status, 503);
    env['FAE_API_KEY'] = key;
    assert.equal((await proxy.fetch(asked({ path: '/tts/status' }))).status, 200);
  });
});

describe('the handler', () => {
  test('is the same under every name', () => {
    const proxy = createProxy(baseOptions);
    const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = proxy;
    for (const handler of [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS]) {
      assert.equal(handler, proxy.fetch);
    }
  });

  test('shows no key to whoever prints it', () => {
    const proxy = createProxy(baseOptions);
    assert.ok(
      !`${JSON.stringify(proxy)}${inspect(proxy, { depth: 9, showHidden: true })}`.includes(key),
    );
  });

  test('says that it is well', async () => {
    const proxy = proxyOf(noFetch, { version: '1.2.3' });
    const response = await proxy.fetch(asked({ path: '/-/health' }));
    assert.deepEqual(await response.json(), { status: 'ok', version: '1.2.3' });
  });

  test('answers 404 beside its base path', async () => {
    const proxy = proxyOf(noFetch);
    for (const path of ['/faextra/tts/status', '/fae', '/tts/status', '/']) {
      const response = await proxy.fetch(new Request(`http://proxy.test${path}`));
      assert.equal(response.status, 404, path);
    }
  });

  test('works without a base path', async () => {
    const proxy = proxyOf(status, { basePath: '/' });
    const response = await proxy.fetch(
      new Request('http://proxy.test/tts/status', { headers: { Origin: shop } }),
    );
    assert.equal(response.status, 200);
  });

  test('answers HEAD like GET, without the body', async () => {
    const response = await proxyOf(status).fetch(asked({ method: 'HEAD', path: '/tts/status' }));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Content-Type'), 'application/json');
    assert.equal(response.body, null);
  });

  test('makes of a bug a 500 that says nothing, and a log that says all but the key', async () => {
    const events: unknown[] = [];
    const broken = () => {
      throw new Error(`no such column: ${key}`);
    };
    const proxy = proxyOf(noFetch, {
      authorize: broken,
      log: (event) => events.push(event),
    });
    const response = await proxy.fetch(asked({ path: '/nfts' }));
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /column/);
    assert.match(JSON.stringify(events), /no such column: \[secret\]/);
  });

  test('survives a log that throws', async () => {
    const log = () => {
      throw new Error('disk full');
    };
    const response = await proxyOf(status, { log }).fetch(asked({ path: '/tts/status' }));
    assert.equal(response.status, 200);
  });

  test('logs one event per request, without query, body or visitor', async () => {
    const events: Readonly<Record<string, unknown>>[] = [];
    const reply = () => Promise.resolve(Response.json({ response: 'Hi' }));
    const proxy = proxyOf(reply, { log: (event) => events.push(event) });
    const response = await proxy.fetch(
      asked({
        path: '/characters/response?note=private-query',
        json: { characterId: id, text: 'private-body' },
        headers: { 'X-Request-Id': 'request-1' },
      }),
      { address: '198.51.100.77' },
    );
    assert.equal(events.length, 1);
    const [event] = events;
    assert.equal(event?.['requestId'], 'request-1');
    assert.equal(event['operation'], 'characters.response');
    assert.equal(event['status'], 200);
    assert.equal(typeof event['ms'], 'number');
    const token = response.headers.get('Fae-Visitor') ?? '';
    for (const secret of ['private-query', 'private-body', '198.51.100.77', token, key]) {
      assert.ok(!JSON.stringify(event).includes(secret), secret);
    }
  });

  test('puts what the owner must act upon on the console when there is no log', async (t) => {
    const lines: string[] = [];
    t.mock.method(console, 'warn', (line: string) => lines.push(line));
    const proxy = createProxy({
      ...baseOptions,
      log: undefined,
      fae: { ...baseOptions.fae, fetch: status },
    });
    await proxy.fetch(asked({ path: '/tts/status' }));
    assert.deepEqual(lines, []);
    await proxy.fetch(asked({ path: '/tts/status', headers: { Origin: 'https://new.example' } }));
    assert.match(lines.join(), /Add https:\/\/new\.example to FAE_ALLOWED_ORIGINS/);
    await proxy.fetch(asked({ path: '/tts/status', headers: { Origin: 'https://new.example' } }));
    assert.equal(lines.length, 1);
  });
});

describe('every answer', () => {
  const answers: Readonly<Record<string, Request>> = {
    'a good one': asked({ path: '/tts/status' }),
    'a 404': asked({ path: '/nothing' }),
    'a 405': asked({ method: 'DELETE', path: '/tts/status' }),
    'a 415': asked({ path: '/tts', body: 'x' }),
  };
  for (const [name, request] of Object.entries(answers)) {
    test(`can be read by the page it is for: ${name}`, async () => {
      const { headers } = await proxyOf(status).fetch(request);
      assert.equal(headers.get('Access-Control-Allow-Origin'), shop);
      assert.match(headers.get('Access-Control-Expose-Headers') ?? '', /Fae-Visitor, Retry-After/);
      assert.equal(headers.get('Access-Control-Allow-Credentials'), null);
      assert.equal(headers.get('Vary'), 'Origin');
      assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
      assert.equal(headers.get('Content-Security-Policy'), "sandbox; default-src 'none'");
      assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'cross-origin');
      assert.match(headers.get('X-Request-Id') ?? '', /^[\w-]+$/);
    });
  }

  test('is kept from other pages', async () => {
    const request = asked({ path: '/tts/status', headers: { Origin: 'https://evil.test' } });
    const { status: refused, headers } = await proxyOf(noFetch).fetch(request);
    assert.equal(refused, 403);
    assert.equal(headers.get('Access-Control-Allow-Origin'), null);
    assert.equal(headers.get('Access-Control-Expose-Headers'), null);
    assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'same-origin');
    assert.equal(headers.get('Vary'), 'Origin');
  });

  test('that refuses is a problem with code, words and request id', async () => {
    const response = await proxyOf(noFetch).fetch(
      asked({ path: '/nothing', headers: { 'X-Request-Id': 'r1' } }),
    );
    assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const problem = (await response.json()) as Record<string, unknown>;
    assert.equal(problem['code'], 'not_found');
    assert.equal(problem['status'], 404);
    assert.equal(problem['requestId'], 'r1');
    assert.equal(problem['error'], problem['title']);
  });
});

describe('a preflight', () => {
  const preflight = (origin: string, path = '/tts', options: ProxyOptions = {}) =>
    proxyOf(noFetch, options).fetch(
      asked({
        method: 'OPTIONS',
        path,
        headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
      }),
    );

  test('is granted to an allowed origin', async () => {
    const { status: granted, headers } = await preflight(shop);
    assert.equal(granted, 204);
    assert.equal(headers.get('Access-Control-Allow-Origin'), shop);
    assert.equal(headers.get('Access-Control-Allow-Methods'), 'POST, OPTIONS');
    for (const name of ['Content-Type', 'Fae-Visitor', 'Idempotency-Key', 'Range', 'If-Range']) {
      assert.ok(headers.get('Access-Control-Allow-Headers')?.split(', ').includes(name), name);
    }
    assert.equal(headers.get('Access-Control-Max-Age'), '7200');
    assert.equal(headers.get('Vary'), 'Origin');
  });

  test('is granted for an unknown path too, so that the page can read the 404', async () => {
    assert.equal((await preflight(shop, '/nothing')).status, 204);
  });

  test('allows credentials in a header only where the owner’s hook has a use for them', async () => {
    const allowed = async (options: ProxyOptions) =>
      (await preflight(shop, '/nfts', options)).headers.get('Access-Control-Allow-Headers');
    assert.doesNotMatch((await allowed({})) ?? '', /Authorization/);
    assert.match((await allowed({ authorize: () => true })) ?? '', /Authorization/);
  });

  test('is refused to all others', async () => {
    for (const origin of ['https://evil.test', 'null']) {
      const { status: refused, headers } = await preflight(origin);
      assert.equal(refused, 403);
      assert.equal(headers.get('Access-Control-Allow-Origin'), null);
      assert.equal(headers.get('Access-Control-Allow-Methods'), null);
    }
  });
});
