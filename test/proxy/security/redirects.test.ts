/** A redirect would take the key along to wherever it points. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { captchaOf } from '../../../src/proxy/captcha.ts';
import { redisRestStore } from '../../../src/proxy/redis.ts';
import { asked, problemOf, proxyOf, serve, serveProxy, upstreamsAt } from '../harness.ts';
import { agreeable, everyOperation, plenty, transports } from './support.ts';

test('V4 no operation follows a redirect, and none is passed on', async (t) => {
  const elsewhere = await serve(t, agreeable);
  let redirect: readonly [status: number, location: string] = [302, ''];
  const upstream = await serve(t, (_, response) => {
    response.writeHead(redirect[0], { Location: redirect[1] }).end();
  });
  const own = new URL(upstream.url).port;
  const targets = [
    `${elsewhere.url}/steal`,
    `http://localhost:${own}/steal`,
    `https://127.0.0.1:${own}/steal`,
    '//evil.test/steal',
    '/api/elsewhere',
  ];
  const redirects = [300, 301, 302, 303, 305, 307, 308]
    .map((status) => [status, targets[0] ?? ''] as const)
    .concat(targets.map((target) => [302, target]));
  for (const [transport, send] of Object.entries(transports(t))) {
    const proxy = await serveProxy(t, upstream.url, {
      authorize: () => true,
      limits: plenty,
      ...upstreamsAt(upstream.url, send),
    });
    for (const { operation, path, init } of everyOperation) {
      for (redirect of redirects) {
        const before = upstream.received.length;
        const answer = await problemOf(await fetch(proxy.url + path, init));
        const what = `${operation.name} through ${transport}: ${redirect.join(' to ')}`;
        assert.deepEqual([answer.status, answer.code], [502, 'bad_upstream'], what);
        assert.equal(answer.headers.get('Location'), null, what);
        assert.equal(upstream.received.length, before + 1, what);
      }
    }
  }
  assert.deepEqual(elsewhere.received, []);
});

test('V4 what a fetch of the owner’s own has followed is not passed on either', async (t) => {
  const elsewhere = await serve(t, agreeable);
  const upstream = await serve(t, (_, response) => {
    response.writeHead(307, { Location: elsewhere.url }).end();
  });
  const follow: typeof fetch = () => fetch(upstream.url);
  for (const { path, init } of everyOperation) {
    const proxy = proxyOf(follow, { authorize: () => true });
    const answer = await problemOf(await proxy.fetch(asked({ path, ...init })));
    assert.deepEqual([answer.status, answer.code], [502, 'bad_upstream'], path);
  }
});

test('V4 no other secret is taken along: Turnstile’s, the token of Redis over REST', async () => {
  const modes: unknown[] = [];
  const send: typeof fetch = async (_, init) => {
    modes.push(init?.redirect);
    return new Response(null, { status: 307, headers: { Location: 'https://evil.test/' } });
  };
  const captcha = captchaOf({ provider: 'turnstile', siteKey: 'site', secret: 's', fetch: send });
  await assert.rejects(captcha.verify('token', 'https://shop.example'));
  const store = redisRestStore({ url: 'https://redis.test', token: 't', fetch: send });
  await assert.rejects(store.get('key'));
  assert.deepEqual(modes, ['manual', 'manual']);
});
