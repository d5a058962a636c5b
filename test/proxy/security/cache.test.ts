/** Answers that are kept for everybody: only what is nobody’s own, and told apart by all that matters. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { SharedStore } from '../../../src/http/limits.ts';
import { memoryStore } from '../../../src/http/memory-store.ts';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { asked, baseOptions, id, key, proxyOf, shop, upstreamOf, workspace } from '../harness.ts';
import { json } from './support.ts';

const other = 'https://other.example';
const origins = [shop, other];
const nfts = '/public/nfts';

/** Gives each call an answer of its own, so that a kept one is known again. */
const counting = () => upstreamOf((_, number) => Response.json([{ id, name: `answer ${number}` }]));

const ask = async (
  proxy: ReturnType<typeof proxyOf>,
  path = nfts,
  headers: Record<string, string> = {},
  method = 'GET',
) => {
  const response = await proxy.fetch(asked({ path, headers, method }), { address: '203.0.113.7' });
  const { status } = response;
  return { status, headers: response.headers, text: await response.text() };
};

/** A cache that other proxies share, with all that was ever put into it. */
const sharedCache = () => {
  const store = memoryStore();
  const put: (readonly [key: string, value: string])[] = [];
  const shared: SharedStore = {
    ...store,
    set: async (name, value, ttlMs) => {
      put.push([name, value]);
      await store.set(name, value, ttlMs);
    },
  };
  return { shared, put };
};

test('V10 one kept answer serves all, and names to each page only its own origin', async () => {
  const { fetch, calls } = counting();
  const { shared, put } = sharedCache();
  const proxy = proxyOf(fetch, { origins, cache: shared });
  for (const Origin of [shop, other, shop]) {
    for (const encoding of ['gzip', 'br', 'identity', '']) {
      const answer = await ask(proxy, nfts, {
        Origin,
        'Accept-Encoding': encoding,
        'Fae-Visitor': encoding,
      });
      assert.equal(answer.status, 200);
      assert.match(answer.text, /answer 0/);
      assert.equal(answer.headers.get('Access-Control-Allow-Origin'), Origin);
      assert.equal(answer.headers.get('Vary'), 'Origin');
      assert.equal(answer.headers.get('Content-Encoding'), null);
      assert.equal(answer.headers.get('Fae-Visitor'), null);
      assert.doesNotMatch(JSON.stringify([...answer.headers]), Origin === shop ? /other/ : /shop/);
    }
  }
  assert.equal(calls.length, 1);
  assert.doesNotMatch(JSON.stringify(put), /example/);
  assert.ok(!JSON.stringify(put).includes(key));
});

test('V10 a page that is not allowed gets no kept answer', async () => {
  const proxy = proxyOf(counting().fetch);
  assert.equal((await ask(proxy)).status, 200);
  const foreign = await ask(proxy, nfts, { Origin: 'https://evil.test' });
  assert.equal(foreign.status, 403);
  assert.doesNotMatch(foreign.text, /answer/);
});

test('V10 no header that is not part of the key changes what the next visitor gets', async () => {
  const poisons = {
    'X-Forwarded-Host': 'evil.test',
    'X-Forwarded-Scheme': 'nothttps',
    'X-Forwarded-Port': '1',
    'X-Host': 'evil.test',
    'X-Original-Url': '/evil',
    'X-Http-Method-Override': 'POST',
    Accept: 'text/html',
    'Accept-Language': 'evil',
    Authorization: 'Bearer evil',
    'Cache-Control': 'no-store',
    Cookie: 'evil=1',
    'Content-Type': 'text/evil',
    'If-None-Match': '*',
    'If-Range': '"evil"',
    Pragma: 'evil',
    Range: 'bytes=0-1',
    'User-Agent': 'evil',
    'X-Request-Id': 'evil',
  };
  for (const [name, value] of Object.entries(poisons)) {
    const { fetch, calls } = counting();
    const proxy = proxyOf(fetch);
    await ask(proxy, nfts, { [name]: value });
    const next = await ask(proxy);
    assert.deepEqual([next.status, next.text], [200, `[{"id":"${id}","name":"answer 0"}]`], name);
    assert.doesNotMatch(JSON.stringify([...next.headers]), /evil/, name);
    assert.equal(calls.length, 1, name);
    const sent = [...(calls[0]?.headers ?? [])].filter(([it]) => it !== 'x-request-id');
    assert.doesNotMatch(JSON.stringify([calls[0]?.url, sent]), /evil/, name);
  }
});

test('V10 parameters that the operation does not know are neither sent nor keyed', async () => {
  const { fetch, calls } = counting();
  const proxy = proxyOf(fetch);
  const same = [
    '',
    '?',
    '?utm=1',
    '?a=1&a=2',
    '?callback=evil',
    '?_=1',
    '?;.css',
    '?x#y',
    '?%00',
    '?a[b]=c',
  ];
  for (const query of same) assert.match((await ask(proxy, nfts + query)).text, /answer 0/, query);
  assert.deepEqual(
    calls.map(({ url }) => url.search),
    [`?workspace=${workspace}`],
  );
  for (const query of ['?workspace=b', '?workspaceId=b', '?key=b', '?a=1&workspace=b']) {
    assert.equal((await ask(proxy, nfts + query)).status, 400, query);
  }
  for (const path of [
    '/public/nfts;.css',
    '/public/nfts/x.js',
    '/public/nfts.css',
    '/public/nfts%3F.css',
  ]) {
    assert.equal((await ask(proxy, path)).status, 404, path);
  }
  assert.equal(calls.length, 1);
});

test('V10 what differs in anything that goes upstream is kept apart', async () => {
  const { shared } = sharedCache();
  const { fetch, calls } = counting();
  const fae = { ...baseOptions.fae, fetch };
  const differing: ProxyOptions[] = [
    {},
    { fae: { ...fae, workspace: 'b'.repeat(24) } },
    { fae: { ...fae, url: 'http://upstream.test/other' } },
    { expose: { 'nfts.listPublic': { id: [id] } } },
    { expose: { 'nfts.listPublic': { id: [id, 'another'] } } },
    { expose: { 'nfts.listPublic': { name: ['answer 5'] } } },
  ];
  for (const [number, options] of differing.entries()) {
    const proxy = proxyOf(fetch, { cache: shared, ...options });
    assert.match((await ask(proxy)).text, new RegExp(`answer ${number}`));
  }
  const proxy = proxyOf(fetch, { cache: shared });
  const product = (number: number) => `/payments/embed/product/${id.slice(0, -1)}${number}`;
  await ask(proxy, product(1));
  await ask(proxy, product(2));
  assert.equal(new Set(calls.map(({ url }) => url.href)).size, 5);
  assert.equal(calls.length, differing.length + 2);
});

const personal: Readonly<Record<string, () => Response>> = {
  'a cookie': () => Response.json([], { headers: { 'Set-Cookie': 'session=1' } }),
  private: () => Response.json([], { headers: { 'Cache-Control': 'private, max-age=60' } }),
  'no-store': () => Response.json([], { headers: { 'Cache-Control': 'NO-STORE' } }),
  'a part': () => Response.json([], { status: 206, headers: { 'Content-Range': 'bytes 0-1/9' } }),
  'a 404': () => Response.json({ error: 'x' }, { status: 404 }),
  'a 401': () => Response.json({ error: 'x' }, { status: 401 }),
  'a 429': () => Response.json({ error: 'x' }, { status: 429 }),
  'a 500': () => Response.json({ error: 'x' }, { status: 500 }),
  'a redirect': () => new Response(null, { status: 302, headers: { Location: '/x' } }),
  'another type': () => new Response('[]', { headers: { 'Content-Type': 'text/html' } }),
  'what breaks off': () => new Response('[{"id":', { headers: json }),
};

for (const [what, answer] of Object.entries(personal)) {
  test(`V10 never kept: ${what}`, async () => {
    const { fetch, calls } = upstreamOf(answer);
    const { shared, put } = sharedCache();
    const proxy = proxyOf(fetch, { cache: shared });
    for (let times = 1; times <= 2; times += 1) {
      const { headers } = await ask(proxy);
      assert.equal(headers.get('Cache-Control'), 'no-store');
      assert.equal(headers.get('Set-Cookie'), null);
      assert.equal(calls.length, times);
    }
    assert.deepEqual(put, []);
  });
}

test('V10 never kept: posts, bytes, the operators’ answers', async () => {
  const { fetch, calls } = upstreamOf(({ url }) =>
    url.pathname.endsWith('/content')
      ? new Response('glTF', { headers: { 'Content-Type': 'model/gltf-binary' } })
      : Response.json({ id, response: 'Hi', url: 'https://checkout.example' }),
  );
  const { shared, put } = sharedCache();
  const proxy = proxyOf(fetch, { cache: shared, authorize: () => true });
  const chat = { path: '/characters/response', json: { characterId: id, text: 'Hello' } };
  const twice = [chat, { path: `/models/${id}/content` }, { path: '/nfts' }];
  for (const [index, it] of twice.entries()) {
    for (const times of [1, 2]) {
      const response = await proxy.fetch(asked(it));
      await response.text();
      assert.equal(response.headers.get('Cache-Control'), 'no-store', it.path);
      assert.equal(calls.length, 2 * index + times, it.path);
    }
  }
  assert.deepEqual(
    put.filter(([name]) => name.startsWith('answer:')),
    [],
  );
});

test('V10 never kept: the first answer to a visitor, with the token that is theirs', async () => {
  const { fetch } = upstreamOf(() => Response.json({ response: 'Hi' }));
  const proxy = proxyOf(fetch);
  const turn = async (headers: Record<string, string>) => {
    const json = { characterId: id, text: 'Hello' };
    return (await proxy.fetch(asked({ path: '/characters/response', json, headers }))).headers;
  };
  const first = await turn({});
  const token = first.get('Fae-Visitor') ?? '';
  assert.match(token, /^[\w-]+\.[\w-]+$/);
  assert.match(first.get('Access-Control-Expose-Headers') ?? '', /Fae-Visitor/);
  assert.equal(first.get('Set-Cookie'), null);
  const second = await turn({ 'Fae-Visitor': token });
  assert.equal(second.get('Fae-Visitor'), null);
  for (const headers of [first, second]) assert.equal(headers.get('Cache-Control'), 'no-store');
});

test('V10 what somebody else has put into the shared cache is taken only for what it can be', async () => {
  const odd = [
    '',
    '{',
    'null',
    '[]',
    '{"body":1}',
    '{"__proto__":{"body":"x"}}',
    '{"body":"[]","etag":"a\\nb"}',
  ];
  for (const value of odd) {
    const { fetch, calls } = counting();
    const cache = { get: async () => value, set: async () => undefined };
    const { status, text } = await ask(proxyOf(fetch, { cache }));
    assert.deepEqual([status, calls.length], [200, 1], value);
    assert.match(text, /answer 0/);
  }
});
