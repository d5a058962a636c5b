/** Who may ask: pages of allowed origins, and what a browser may be talked into sending for others. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createProxy } from '../../../src/proxy/index.ts';
import { asked, baseOptions, id, noFetch, proxyOf, shop } from '../harness.ts';
import { agreeable, everyOperation, order, posted, proxied } from './support.ts';

const foreign = [
  'https://shop.example.evil.test',
  'https://evilshop.example',
  'http://shop.example',
  'https://SHOP.EXAMPLE',
  'https://shop.example.',
  'https://shop.example:443',
  'https://shop.example:8443',
  'https://sub.shop.example',
  'https://shop.example/',
  'https://user@shop.example',
  'shop.example',
  'null',
  'file://',
  'chrome-extension://abcdef',
  'https://shop.example https://evil.test',
  'https://shop.example, https://evil.test',
];

test('V11 no operation answers a page of another origin, however its origin is written', async (t) => {
  const { upstream, call } = await proxied(t, agreeable, { authorize: () => true });
  for (const { operation, path, init } of everyOperation) {
    for (const Origin of foreign) {
      const what = `${operation.name} from ${Origin}`;
      const answer = await call(path, { ...init, headers: { ...init.headers, Origin } });
      assert.equal(answer.status, 403, what);
      assert.doesNotMatch(JSON.stringify([...answer.headers]), /access-control/i, what);
      const asking = { Origin, 'Access-Control-Request-Method': operation.method };
      const preflight = await call(path, { method: 'OPTIONS', headers: asking });
      assert.equal(preflight.status, 403, what);
      assert.doesNotMatch(JSON.stringify([...preflight.headers]), /access-control/i, what);
    }
  }
  assert.deepEqual(upstream.received, []);
});

test('V11 the one origin that may read an answer is named once, without credentials, and varies', async (t) => {
  const { call } = await proxied(t, agreeable, { authorize: () => true });
  const answers = [
    await call('/nothing'),
    await call('/public/nfts', { method: 'OPTIONS', headers: { Origin: shop } }),
    ...(await Promise.all(everyOperation.map(({ path, init }) => call(path, init)))),
  ];
  for (const { headers } of answers) {
    assert.equal(headers.get('Access-Control-Allow-Origin'), shop);
    assert.equal(headers.get('Access-Control-Allow-Credentials'), null);
    assert.equal(headers.get('Vary'), 'Origin');
  }
});

test('V11 neither a wildcard nor anything else that is no origin can be configured', () => {
  for (const origin of [
    '*',
    'https://*.example',
    'null',
    'https://shop.example/',
    'shop.example',
    '',
  ]) {
    assert.throws(
      () => createProxy({ ...baseOptions, origins: [origin] }),
      /not an origin/,
      origin,
    );
    const env = { FAE_ALLOWED_ORIGINS: `${shop},${origin || ' x'}` };
    assert.throws(() => createProxy({ ...baseOptions, origins: undefined, env }), /not an origin/);
  }
});

test('V12 nothing that costs or changes is done for a request that a page need not ask leave for', async (t) => {
  const { upstream, call } = await proxied(t, agreeable, { authorize: () => true });
  const text = JSON.stringify(order);
  const bodies: Readonly<Record<string, BodyInit>> = {
    'no type': new Blob([text]),
    'text/plain': new Blob([text], { type: 'text/plain' }),
    'text/plain that ends in JSON': new Blob([text], { type: 'text/plain; application/json' }),
    'a form': new URLSearchParams(order),
    'a form of parts': new FormData(),
    XML: new Blob([text], { type: 'text/xml' }),
    'JSON by a longer name': new Blob([text], { type: 'application/jsonx' }),
  };
  const senders: Readonly<Record<string, Record<string, string>>> = {
    'a foreign page': { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' },
    'a sandboxed page': { Origin: 'null' },
    'no page': {},
    'a foreign page without an origin': {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'no-cors',
    },
    'the shop': { Origin: shop, 'Sec-Fetch-Site': 'cross-site' },
  };
  for (const { operation, path } of everyOperation) {
    if (operation.method === 'GET') continue;
    for (const [sender, headers] of Object.entries(senders)) {
      for (const [kind, body] of Object.entries(bodies)) {
        const what = `${operation.name} from ${sender} with ${kind}`;
        const isShop = sender === 'the shop';
        // What needs no body is asked leave for by its method.
        if (isShop && !operation.body) continue;
        // Of the owner's own pages, this one is what an upload is.
        if (isShop && operation.body === 'form' && kind === 'a form of parts') continue;
        const { method } = operation;
        const { status } = await call(path, { method, headers, body });
        assert.equal(status, isShop ? 415 : 403, what);
      }
    }
  }
  assert.deepEqual(upstream.received, []);
});

test('V12 JSON across origins is refused as well, and so is a link or an image to what costs', async (t) => {
  const { upstream, call } = await proxied(t, agreeable, { authorize: () => true });
  const foreignPost = posted(order, {
    Origin: 'https://evil.test',
    'Sec-Fetch-Site': 'cross-site',
  });
  assert.equal((await call('/payments/embed/checkout', foreignPost)).status, 403);
  for (const { operation, path } of everyOperation) {
    if (operation.audience === 'visitor' && operation.method === 'GET') continue;
    for (const dest of ['image', 'document', 'iframe', 'script', 'audio']) {
      const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': dest };
      const { status } = await call(path, { headers });
      assert.ok(status === 403 || status === 405, `${operation.name} as ${dest}: ${status}`);
    }
  }
  assert.deepEqual(upstream.received, []);
});

test('V12 the owner’s hook sees no cookie of a page that is not the owner’s own', async () => {
  const seen: (string | null)[] = [];
  const proxy = proxyOf(noFetch, {
    publicUrl: 'https://own.example',
    authorize: (request) => {
      seen.push(request.headers.get('Cookie'));
      return false;
    },
  });
  for (const Origin of [shop, 'https://own.example']) {
    const headers = { Origin, Cookie: 'session=1' };
    await proxy.fetch(asked({ method: 'DELETE', path: `/nfts/${id}`, headers }));
  }
  assert.deepEqual(seen, [null, 'session=1']);
});
