import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { asked, baseOptions, id, problemOf, proxyOf, upstreamOf, workspace } from '../harness.ts';

const current = 'current-Key_0123456789';
const next = 'next-Key_0123456789';
const read = asked({ path: '/tts/status' });

/** An API that takes one key at a time, and can be given another. */
const rotating = (takes: string | undefined, options: ProxyOptions = {}, refusal = 401) => {
  let taken = takes;
  const upstream = upstreamOf(({ headers, url }) => {
    if (headers.get('x-api-key') !== taken) {
      return Response.json({ error: 'no' }, { status: refusal });
    }
    return Response.json(
      url.pathname.endsWith('/response') ? { response: 'Hi' } : { available: true, voices: [] },
    );
  });
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxy = proxyOf(upstream.fetch, {
    log: (event) => events.push(event),
    fae: { ...baseOptions.fae, key: [current, next], fetch: upstream.fetch },
    ...options,
  });
  return {
    proxy,
    upstream,
    events,
    tried: () => upstream.calls.map(({ headers }) => headers.get('x-api-key')),
    take: (key: string) => {
      taken = key;
    },
  };
};

describe('while a key is being replaced', () => {
  test('the current one is used as long as the API takes it', async () => {
    const { proxy, tried } = rotating(current);
    await proxy.fetch(read);
    await proxy.fetch(read);
    assert.deepEqual(tried(), [current, current]);
  });

  test('the next one is tried when the API no longer does, and is remembered', async () => {
    const { proxy, tried, events } = rotating(next);
    assert.equal((await proxy.fetch(read)).status, 200);
    assert.equal((await proxy.fetch(read)).status, 200);
    assert.deepEqual(tried(), [current, next, next]);
    assert.deepEqual(
      events.map((it) => it['keyChanged']),
      [true, undefined],
    );
    assert.ok(!JSON.stringify(events).includes('Key_'));
  });

  test('it is remembered without a workspace, too', async () => {
    const { fetch, calls } = upstreamOf(({ headers }) =>
      headers.get('x-api-key') === next
        ? Response.json({ available: true })
        : new Response('', { status: 401 }),
    );
    const fae = { ...baseOptions.fae, key: [current, next] as const, workspace: undefined, fetch };
    const proxy = proxyOf(fetch, { fae });
    await proxy.fetch(read);
    await proxy.fetch(read);
    assert.equal(calls.length, 3);
  });

  test('the first one is found again when the change is taken back', async () => {
    const { proxy, tried, take } = rotating(next);
    await proxy.fetch(read);
    take(current);
    await proxy.fetch(read);
    await proxy.fetch(read);
    assert.deepEqual(tried(), [current, next, next, current, current]);
  });

  test('a post is sent again whole', async () => {
    const { proxy, upstream } = rotating(next);
    const json = { characterId: id, text: 'Hi' };
    const response = await proxy.fetch(asked({ path: '/characters/response', json }));
    assert.equal(response.status, 200);
    const bodies = upstream.calls.map(({ body }) => JSON.parse(body ?? '') as unknown);
    assert.deepEqual(bodies, [json, json]);
  });

  test('calls at once all find the next one', async () => {
    const { proxy } = rotating(next);
    const responses = await Promise.all(Array.from({ length: 20 }, () => proxy.fetch(read)));
    assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([200]));
  });

  test('an API that takes neither is the owner’s matter', async () => {
    const { proxy, tried, events } = rotating(undefined);
    const problem = await problemOf(await proxy.fetch(read));
    assert.deepEqual([problem.status, problem.code], [503, 'not_configured']);
    assert.match(String(events[0]?.['hint']), /refuses the key/);
    await proxy.fetch(read);
    assert.deepEqual(tried(), [current, next, current, next]);
  });

  test('the next one is tried for a 403, too, as the FAE API refuses a key', async () => {
    const { proxy, tried } = rotating(next, {}, 403);
    assert.equal((await proxy.fetch(read)).status, 200);
    assert.deepEqual(tried(), [current, next]);
  });

  test('nothing but a refused key makes it try the other', async () => {
    for (const status of [400, 404, 429, 500, 503]) {
      const { fetch, calls } = upstreamOf(() => Response.json({}, { status }));
      const fae = { ...baseOptions.fae, key: [current, next] as const, fetch };
      await proxyOf(fetch, { fae }).fetch(read);
      assert.equal(calls.length, 1, String(status));
    }
  });
});

test('a key that a getter gives is asked for with every call, and no answer quotes it', async () => {
  let key = current;
  const { fetch } = upstreamOf(({ headers }) =>
    headers.get('x-api-key') === key
      ? Response.json({ available: true, voices: [{ id: key, label: 'A voice' }] })
      : Response.json({ error: 'no' }, { status: 403 }),
  );
  const { url } = baseOptions.fae ?? {};
  const fae = {
    ...{ url, workspace, fetch },
    get key() {
      return key;
    },
  };
  const proxy = proxyOf(fetch, { fae, log: () => undefined });
  for (const given of [current, next]) {
    key = given;
    const response = await proxy.fetch(read);
    assert.equal(response.status, 502, 'it is taken, and kept from the page');
    assert.ok(!(await response.text()).includes(given));
  }
});

describe('the next key', () => {
  test('comes from FAE_API_KEY_NEXT', async () => {
    const { fetch } = baseOptions.fae ?? {};
    const env = { FAE_API_KEY: current, FAE_API_KEY_NEXT: next, FAE_WORKSPACE: workspace };
    const rotated = rotating(next);
    const fae = { url: 'http://upstream.test/api', fetch: rotated.upstream.fetch };
    assert.ok(fetch);
    const proxy = proxyOf(fetch, { env, fae });
    assert.equal((await proxy.fetch(read)).status, 200);
    assert.deepEqual(rotated.tried(), [current, next]);
  });

  test('of the environment does not follow a key that is given as an option', async () => {
    const options = { env: { FAE_API_KEY_NEXT: next } };
    const { upstream } = rotating(next);
    const fae = { ...baseOptions.fae, key: current, fetch: upstream.fetch };
    const response = await proxyOf(upstream.fetch, { ...options, fae }).fetch(read);
    assert.equal((await problemOf(response)).code, 'not_configured');
    assert.equal(upstream.calls.length, 1);
  });

  test('alone is a key', async () => {
    const { upstream, tried } = rotating(next);
    const env = { FAE_API_KEY: '', FAE_API_KEY_NEXT: next, FAE_WORKSPACE: workspace };
    const fae = { url: 'http://upstream.test/api', fetch: upstream.fetch };
    await proxyOf(upstream.fetch, { env, fae }).fetch(read);
    assert.deepEqual(tried(), [next]);
  });

  test('is as secret as the current one', async () => {
    const { fetch } = upstreamOf(() =>
      Response.json({ available: true, voices: [{ id: next, label: next }] }),
    );
    const fae = { ...baseOptions.fae, key: [current, next] as const, fetch };
    const response = await proxyOf(fetch, { fae }).fetch(read);
    assert.equal(response.status, 502);
    assert.ok(!(await response.text()).includes(next));
    assert.throws(() => proxyOf(fetch, { fae, env: { VITE_KEY: next } }), TypeError);
  });
});
