import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { memoryStore } from '../../src/http/memory-store.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { asked, clockAt, id, key, problemOf, proxyOf, upstreamOf, type Sent } from './harness.ts';
import { parseOpenMetrics } from './open-metrics.ts';

const token = 'metrics-Token_0123456789';

/** A proxy whose API takes 20 ms for everything. */
const measured = (options: ProxyOptions = {}, reply?: (sent: Sent) => Response) => {
  const clock = clockAt();
  const upstream = upstreamOf((sent) => {
    clock.pass(20);
    return reply?.(sent) ?? Response.json([]);
  });
  const proxy = proxyOf(upstream.fetch, { metricsToken: token, now: clock.now, ...options });
  const ask = (headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    proxy.fetch(asked({ method, path: '/-/metrics', headers }));
  const read = async () => {
    const response = await ask({ Authorization: `Bearer ${token}` });
    return parseOpenMetrics(await response.text());
  };
  const values = async (name: string) =>
    Object.fromEntries(
      ((await read()).get(name)?.samples ?? []).map(({ labels, value }) => [
        Object.values(labels).join(' '),
        value,
      ]),
    );
  return { clock, upstream, proxy, ask, read, values };
};

describe('the metrics', () => {
  test('are there for whoever brings the token', async () => {
    const { ask } = measured();
    const response = await ask({ Authorization: `Bearer ${token}` });
    assert.equal(response.status, 200);
    const type = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
    assert.equal(response.headers.get('Content-Type'), type);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const head = await ask({ Authorization: `Bearer ${token}` }, 'HEAD');
    assert.deepEqual([head.status, head.body], [200, null]);
    assert.equal(head.headers.get('Content-Type'), type);
  });

  test('do not exist for anybody else', async () => {
    const { ask, proxy } = measured();
    const nothing = await problemOf(await proxy.fetch(asked({ path: '/-/nothing' })));
    for (const headers of [
      {},
      { Authorization: `Bearer ${token}x` },
      { Authorization: `Bearer ${token.toLowerCase()}` },
      { Authorization: `Basic ${token}` },
      { 'Fae-Visitor': token },
    ]) {
      const problem = await problemOf(await ask(headers));
      assert.deepEqual([problem.status, problem.code], [404, 'not_found']);
      assert.deepEqual({ ...problem.body, requestId: '' }, { ...nothing.body, requestId: '' });
    }
    assert.equal((await ask({ Authorization: `Bearer ${token}` }, 'POST')).status, 404);
  });

  test('do not exist where no token is set', async () => {
    for (const metricsToken of [undefined, '']) {
      const { ask } = measured({ metricsToken });
      for (const given of ['undefined', '', token]) {
        assert.equal((await ask({ Authorization: `Bearer ${given}` })).status, 404);
      }
    }
  });

  test('have a token that cannot be guessed, from the option or FAE_METRICS_TOKEN', async () => {
    assert.throws(() => measured({ metricsToken: 'short' }), TypeError);
    const { ask } = measured({ metricsToken: undefined, env: { FAE_METRICS_TOKEN: token } });
    assert.equal((await ask({ Authorization: `Bearer ${token}` })).status, 200);
  });

  test('are OpenMetrics before the first request and after many', async () => {
    const { read, proxy } = measured();
    assert.equal((await read()).size, 6);
    for (const path of ['/public/nfts', '/public/nfts', '/nothing', '/-/health', '/nfts']) {
      await proxy.fetch(asked({ path }));
    }
    await proxy.fetch(asked({ path: '/tts', json: { text: 'Hi' } }));
    const families = await read();
    assert.deepEqual(
      [...families.values()].map(({ name, type }) => [name, type]),
      [
        ['fae_proxy_requests', 'counter'],
        ['fae_proxy_request_duration_seconds', 'histogram'],
        ['fae_proxy_upstream_duration_seconds', 'histogram'],
        ['fae_proxy_streamed_bytes', 'counter'],
        ['fae_proxy_cache', 'counter'],
        ['fae_proxy_limits_degraded', 'counter'],
      ],
    );
  });
});

describe('the metrics tell', () => {
  test('how requests were answered', async () => {
    const { proxy, values } = measured();
    for (const path of ['/public/nfts', '/characters', '/characters', '/nfts', '/a', '/b']) {
      await proxy.fetch(asked({ path }));
    }
    await proxy.fetch(asked({ path: '/characters', headers: { Origin: 'https://evil.test' } }));
    assert.deepEqual(await values('fae_proxy_requests'), {
      'nfts.listPublic 200 ok': 1,
      'characters.list 200 ok': 2,
      'nfts.list 403 not_exposed': 1,
      'none 404 not_found': 2,
      'characters.list 403 origin_not_allowed': 1,
    });
  });

  test('how the cache answered reads, and how long the API took', async () => {
    const { proxy, values, clock } = measured();
    for (let time = 0; time < 3; time += 1) await proxy.fetch(asked({ path: '/public/nfts' }));
    clock.pass(30_000);
    await proxy.fetch(asked({ path: '/public/nfts' }));
    assert.deepEqual(await values('fae_proxy_cache'), {
      'nfts.listPublic miss': 1,
      'nfts.listPublic hit': 2,
      'nfts.listPublic stale': 1,
    });
    const upstream = await values('fae_proxy_upstream_duration_seconds');
    assert.equal(upstream['nfts.listPublic 0.01'], 0);
    assert.equal(upstream['nfts.listPublic 0.025'], 1);
    const all = await values('fae_proxy_request_duration_seconds');
    assert.equal(all['nfts.listPublic +Inf'], 4);
  });

  test('how long a request took that took very long', async () => {
    const { proxy, read, clock } = measured({}, () => {
      clock.pass(90_000);
      return Response.json([]);
    });
    await proxy.fetch(asked({ path: '/public/nfts' }));
    const { samples = [] } = (await read()).get('fae_proxy_request_duration_seconds') ?? {};
    const values = samples.map(({ labels, value }) => [labels['le'], value]);
    assert.deepEqual(values.slice(-4), [
      ['30.0', 0],
      ['+Inf', 1],
      [undefined, 1],
      [undefined, 90.02],
    ]);
  });

  test('how many bytes were streamed', async () => {
    const { proxy, values } = measured({}, () => {
      const headers = { 'Content-Type': 'audio/wav' };
      return new Response(new Uint8Array(1_234), { headers });
    });
    const speak = () => proxy.fetch(asked({ path: '/tts', json: { text: 'Hi' } }));
    for (let time = 0; time < 2; time += 1) await (await speak()).arrayBuffer();
    assert.deepEqual(await values('fae_proxy_requests'), { 'tts.speak 200 ok': 2 });
    assert.deepEqual(await values('fae_proxy_streamed_bytes'), { 'tts.speak': 2_468 });
  });

  test('how often budgets were counted without the shared store', async () => {
    const { putIfAbsent } = memoryStore();
    const consume = () => Promise.reject(new Error('gone'));
    const { proxy, values } = measured({ store: { consume, putIfAbsent } }, () =>
      Response.json({ response: 'Hi' }),
    );
    const json = { characterId: id, text: 'Hi' };
    await proxy.fetch(asked({ path: '/characters/response', json }));
    assert.deepEqual(await values('fae_proxy_limits_degraded'), { 'characters.response': 1 });
  });
});

test('nothing that a visitor makes up becomes a series, nor does a secret', async () => {
  const { proxy, ask, read } = measured();
  const series = async () =>
    [...(await read()).values()].flatMap(({ samples }) => samples.map((it) => it.name)).length;
  const attempt = async (number: number) => {
    const made = `made-up-${number}`;
    const headers = { Origin: `https://${made}.test`, 'X-Request-Id': made, 'Fae-Visitor': made };
    await proxy.fetch(asked({ method: `BREW${number}`, path: `/${made}` }));
    await proxy.fetch(asked({ method: `BREW${number}`, path: '/tts/status', headers }));
    await proxy.fetch(asked({ path: `/payments/embed/product/${made}?x=${made}` }));
    await proxy.fetch(asked({ path: `/public/nfts?${made}="}`, headers: { 'User-Agent': made } }));
    await ask({ Authorization: `Bearer ${made}` });
  };
  await attempt(0);
  // The second time the cache answers.
  await attempt(1);
  await read();
  const before = await series();
  for (let number = 2; number < 50; number += 1) await attempt(number);
  assert.equal(await series(), before);
  const text = JSON.stringify([...(await read()).values()]);
  assert.doesNotMatch(text, /made-up|BREW/);
  assert.ok(!text.includes(key) && !text.includes(token));
});
