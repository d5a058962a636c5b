/** Whatever headers come, what goes upstream is on the list, and nothing breaks. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import type { Proxy } from '../../../src/proxy/create-proxy.ts';
import {
  accessOf,
  asked,
  baseOptions,
  endpoint,
  id,
  key,
  proxyOf,
  serve,
  upstreamOf,
} from '../harness.ts';
import { good, guarded, headerValue, isHeader, nearly, settings } from './arbitraries.ts';
import { agreeable, everyOperation, plenty, transports } from './support.ts';

const headerName = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30 }).filter((name) => isHeader(name, '')),
  fc.constantFrom(
    ...[
      'X-Api-Key',
      'X-Workspace-Id',
      'Authorization',
      'Cookie',
      'Host',
      'Connection',
      'Forwarded',
    ],
    ...[
      'X-Forwarded-Host',
      'Transfer-Encoding',
      'Content-Length',
      'Content-Encoding',
      'Accept',
      'Via',
    ],
    ...[
      'X-Request-Id',
      'Range',
      'If-None-Match',
      'If-Range',
      'If-Modified-Since',
      'Traceparent',
      '__proto__',
    ],
  ),
);

const conditions = ['range', 'if-range', 'if-none-match', 'if-modified-since'];
const always = ['accept', 'x-request-id', 'x-api-key', 'content-type'];

test('any headers: what goes upstream is on the list, and the key is the proxy’s', async () => {
  const { ask, assertTelling } = guarded();
  const headers = fc.array(fc.tuple(headerName, headerValue), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...everyOperation), headers, async (it, given) => {
      const { operation, path, init } = it;
      const all = new Headers(given);
      for (const [name, value] of Object.entries(init.headers)) all.set(name, value);
      const sent = await ask(new Request(endpoint + path, { ...init, headers: all }));
      const isFile = operation.answer !== 'json';
      const allowed = isFile ? [...always, ...conditions, 'accept-encoding'] : always;
      for (const { headers: arrived } of sent) {
        for (const [name] of arrived)
          assert.ok(allowed.includes(name), `${operation.name}: ${name}`);
        assert.equal(arrived.get('x-api-key'), accessOf(operation).key);
        assert.match(arrived.get('x-request-id') ?? '', /^[\w-]{1,64}$/);
        assert.match(arrived.get('accept') ?? '', /^[\w/+., -]+$/);
        assert.match(arrived.get('range') ?? 'bytes=0-', /^bytes=(\d+-\d*|-\d+)$/);
      }
    }),
    settings(400),
  );
  assertTelling(0.9);
});

const judged = [
  'Idempotency-Key',
  'Fae-Visitor',
  'Fae-Captcha',
  'Range',
  'If-Range',
  'If-None-Match',
  'If-Modified-Since',
  'X-Forwarded-For',
  'X-Request-Id',
  'Authorization',
  'Content-Type',
  'Origin',
  'Sec-Fetch-Site',
];

test('any value of a header that is read: an answer or a refusal, never a failure', async () => {
  const { fetch } = upstreamOf(good);
  const proxies: readonly Proxy[] = [{ trustProxy: 'loopback' }, { trustProxy: 2 }].map((trust) =>
    proxyOf(fetch, {
      ...trust,
      limits: plenty,
      authorize: () => true,
      captcha: {
        provider: 'turnstile',
        siteKey: 's',
        secret: 's',
        fetch: () => Promise.resolve(Response.json({ success: false })),
      },
    }),
  );
  const headers = fc.dictionary(fc.constantFrom(...judged), fc.oneof(headerValue, nearly));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...everyOperation), headers, async ({ path, init }, given) => {
      for (const proxy of proxies) {
        const request = asked({ path, ...init, headers: { ...init.headers, ...given } });
        const { status } = await proxy.fetch(request, { address: '127.0.0.1' });
        assert.ok(status < 500, `${status}`);
      }
    }),
    settings(400),
  );
});

test('any condition on a file reaches a real upstream as it is, or not at all', async (t) => {
  const upstream = await serve(t, (request, response) => {
    response.setHeader('Content-Type', 'model/gltf-binary');
    agreeable(request, response);
  });
  for (const send of Object.values(transports(t))) {
    const fae = { ...baseOptions.fae, url: `${upstream.url}/api`, fetch: send };
    const proxy = proxyOf(send, { fae, limits: plenty });
    const names = fc.constantFrom('Range', 'If-Range', 'If-None-Match', 'If-Modified-Since');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, fc.oneof(headerValue, nearly)), async (headers) => {
        const response = await proxy.fetch(asked({ path: `/models/${id}/content`, headers }));
        await response.text();
        assert.equal(response.status, 200);
      }),
      settings(150),
    );
  }
  for (const { url, headers } of upstream.received) {
    assert.equal(url, `/api/models/${id}/content`);
    assert.equal(headers['x-api-key'], key);
  }
});
