import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Store } from '../../src/http/limits.ts';
import { memoryStore } from '../../src/http/memory-store.ts';
import type { ProxyOptions } from '../../src/proxy/options.ts';
import { asked, clockAt, key, noFetch, proxyOf, shop, workspace } from './harness.ts';

const fae = { url: 'http://upstream.test/api', fetch: noFetch };

const ask = async (path: string, options: ProxyOptions = {}) => {
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxy = proxyOf(noFetch, { log: (event) => events.push(event), ...options });
  const response = await proxy.fetch(asked({ path }));
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  return {
    status: response.status,
    body,
    headers: response.headers,
    hint: events.at(-1)?.['hint'],
  };
};

describe('health', () => {
  test('says that the process is alive, even where nothing is set up', async () => {
    const options = { fae: {}, env: { VERCEL: '1' }, version: '1.2.3' };
    const { status, body, headers } = await ask('/-/health', options);
    assert.deepEqual([status, body], [200, { status: 'ok', version: '1.2.3' }]);
    assert.equal(headers.get('Cache-Control'), 'no-store');
  });
});

describe('readiness', () => {
  const ready = async (options: ProxyOptions = {}) => {
    const { status, body, hint } = await ask('/-/ready', options);
    return { status, body, hint };
  };

  test('is there when keys and workspace are, and costs no call', async () => {
    assert.deepEqual(await ready(), {
      status: 200,
      body: { status: 'ready', checks: { configuration: 'ok', store: 'memory' } },
      hint: undefined,
    });
  });

  const incomplete: Readonly<Record<string, [ProxyOptions, RegExp]>> = {
    'the key': [{ fae: { ...fae, workspace } }, /^Set FAE_API_KEY\.$/],
    'the workspace': [{ fae: { ...fae, key } }, /^Set FAE_WORKSPACE\.$/],
    'a usable URL': [{ fae: { key, workspace, url: 'ftp://x' } }, /FAE_API_URL must be/],
    'a usable key': [{ fae: { ...fae, workspace, key: 'a b' } }, /FAE_API_KEY contains a space/],
  };
  for (const [name, [options, fix]] of Object.entries(incomplete)) {
    test(`is not there without ${name}, and the owner is told what to do`, async () => {
      const { status, body, hint } = await ready(options);
      assert.equal(status, 503);
      const checks = { configuration: 'incomplete', store: 'memory' };
      assert.deepEqual(body, { status: 'not_ready', checks });
      assert.match(String(hint), fix);
    });
  }

  test('asks for nothing that the exposed operations do not need', async () => {
    const options: ProxyOptions = { fae: { ...fae, key }, expose: ['payments.*'] };
    assert.equal((await ready(options)).status, 200);
  });

  test('comes when the key does', async () => {
    const env: Record<string, string> = { FAE_WORKSPACE: workspace };
    const proxy = proxyOf(noFetch, { env, fae });
    const status = async () => (await proxy.fetch(asked({ path: '/-/ready' }))).status;
    assert.equal(await status(), 503);
    env['FAE_API_KEY'] = key;
    assert.equal(await status(), 200);
  });

  test('says how the shared store is, and outlasts its outage', async () => {
    const clock = clockAt();
    const memory = memoryStore({ now: clock.now });
    let works = true;
    const store: Store = {
      consume: async (claims) => {
        if (!works) throw new Error('gone');
        return memory.consume(claims);
      },
      putIfAbsent: memory.putIfAbsent,
    };
    const proxy = proxyOf(noFetch, { store, now: clock.now });
    const checked = async () => {
      const response = await proxy.fetch(asked({ path: '/-/ready' }));
      const { checks } = (await response.json()) as { checks: { store: string } };
      return [response.status, checks.store];
    };
    assert.deepEqual(await checked(), [200, 'ok']);
    works = false;
    assert.deepEqual(await checked(), [200, 'degraded']);
    works = true;
    assert.deepEqual(await checked(), [200, 'degraded']);
    clock.pass(3_000);
    assert.deepEqual(await checked(), [200, 'ok']);
  });

  test('is not there on a serverless runtime without a store, if anything costs', async () => {
    const env = { VERCEL: '1' };
    const { status, body, hint } = await ready({ env });
    assert.equal(status, 503);
    const checks = { configuration: 'incomplete', store: 'missing' };
    assert.deepEqual(body, { status: 'not_ready', checks });
    assert.match(String(hint), /On vercel .* FAE_REDIS_URL/);
    const free: ProxyOptions = { env, expose: ['nfts.listPublic', 'tts.status'] };
    assert.equal((await ready(free)).status, 200);
    assert.equal((await ready({ env: { ...env, FAE_REDIS_URL: 'memory' } })).status, 200);
  });
});

describe('the proxy’s own paths', () => {
  const paths = ['/-/health', '/-/ready'];

  test('answer whoever asks, from wherever, and pages of allowed origins may read them', async () => {
    const proxy = proxyOf(noFetch);
    for (const path of paths) {
      const url = `http://proxy.test/fae${path}`;
      assert.equal((await proxy.fetch(new Request(url))).status, 200);
      const evil = await proxy.fetch(asked({ path, headers: { Origin: 'https://evil.test' } }));
      assert.equal(evil.status, 200);
      assert.equal(evil.headers.get('Access-Control-Allow-Origin'), null);
      const allowed = await proxy.fetch(asked({ path }));
      assert.equal(allowed.headers.get('Access-Control-Allow-Origin'), shop);
    }
  });

  test('answer HEAD without a body', async () => {
    for (const path of paths) {
      const response = await proxyOf(noFetch).fetch(asked({ method: 'HEAD', path }));
      assert.deepEqual([response.status, response.body], [200, null], path);
      assert.equal(response.headers.get('Content-Type'), 'application/json');
    }
  });

  test('take nothing but GET and HEAD, and no other spelling', async () => {
    const proxy = proxyOf(noFetch);
    for (const path of paths) {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        assert.equal((await proxy.fetch(asked({ method, path }))).status, 404, method);
      }
    }
    for (const path of [
      '/-',
      '/-/',
      '/-/health/',
      '/-/Health',
      '/-/toString',
      '/-//health',
      '/-/x',
    ]) {
      assert.equal((await proxy.fetch(asked({ path }))).status, 404, path);
    }
  });
});
