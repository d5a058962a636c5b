/** Errors, the console and whoever prints the proxy: none of them gives a secret away. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { inspect } from 'node:util';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { createProxy } from '../../../src/proxy/node.ts';
import { endpoint, serve, shop } from '../harness.ts';
import { askEverything, assertNothingIn, captchaBy, secretive } from './secretive.ts';
import { redisPassword, restToken, secrets } from './sentinels.ts';

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
  const note = (...what: unknown[]) =>
    written.push(what.map((it) => inspect(it, { depth: 9 })).join());
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

test('a thousand refused pages do not silence what fails after them', async (t) => {
  const upstream = await serve(t, (_, response) => response.writeHead(401).end());
  const written = listen(t);
  const { proxy } = secretive(t, upstream.url, { log: undefined });
  const ask = (Origin: string) =>
    proxy.fetch(new Request(`${endpoint}/tts/status`, { headers: { Origin } }));
  for (let number = 0; number < 1_200; number += 1) await ask(`https://${number}.test`);
  assert.ok(written.length <= 1_000, `${written.length} lines`);
  await ask(shop);
  assert.match(written.at(-1) ?? '', /refuses the key/);
});

test('V5 whoever prints the proxy sees no secret', async (t) => {
  const { proxy } = secretive(t, 'http://127.0.0.1:1');
  await askEverything(proxy);
  const printed = [
    inspect(proxy, { depth: Infinity, showHidden: true, getters: true }),
    JSON.stringify(proxy),
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
