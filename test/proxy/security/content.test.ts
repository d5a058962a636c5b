/** What comes from an upstream never becomes a page of the proxy's own host. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { id } from '../harness.ts';
import { agreeable, everyOperation, proxied } from './support.ts';

const active = [
  'text/html',
  'text/html; charset=utf-8',
  'TEXT/HTML',
  'application/xhtml+xml',
  'image/svg+xml',
  'text/xml',
  'application/xml',
  'text/javascript',
  'application/javascript',
  'application/json-seq',
  'application/jsonp',
  'text/json',
  'text/plain',
  'multipart/x-mixed-replace; boundary=x',
  'application/pdf',
  'application/wasm',
  'text/css',
  '',
];

const script = '<script>alert(document.domain)</script>';

test('V19 no operation passes on what a browser could open as a page', async (t) => {
  let type = '';
  const { call } = await proxied(
    t,
    (_, response) => response.writeHead(200, type ? { 'Content-Type': type } : {}).end(script),
    { authorize: () => true },
  );
  for (const { operation, path, init } of everyOperation) {
    for (type of active) {
      // An agent's own interface may answer in words; nobody takes them for a page.
      if (operation.types?.includes(type)) continue;
      const answer = await call(path, init);
      const what = `${operation.name}: ${type}`;
      assert.deepEqual([answer.status, answer.code], [502, 'bad_upstream'], what);
      assert.doesNotMatch(answer.text, /script/, what);
      assert.equal(answer.headers.get('Content-Type'), 'application/problem+json', what);
    }
  }
});

test('V19 each operation passes on its own types alone', async (t) => {
  let type = '';
  const { call } = await proxied(
    t,
    (request, response) => {
      response.setHeader('Content-Type', type);
      agreeable(request, response);
    },
    { cache: false },
  );
  const types = [
    'application/json',
    'application/problem+json',
    'model/gltf-binary',
    'application/octet-stream',
    'audio/wav',
    'audio/mpeg',
    'image/png',
    'video/mp4',
  ];
  for (const { operation, path, init } of everyOperation) {
    if (operation.audience === 'operator') continue;
    const own =
      operation.answer === 'json'
        ? /^application\/(problem\+)?json$/
        : new RegExp(`^(${operation.types?.join('|')})$`);
    for (type of types) {
      const { status } = await call(path, init);
      assert.equal(status === 502, !own.test(type), `${operation.name}: ${type}: ${status}`);
    }
  }
});

test('V19 every answer is sealed: not sniffed, not run, of no origin', async (t) => {
  const { call } = await proxied(
    t,
    (request, response) => {
      const isFile = request.url?.endsWith('/content') || request.url === '/api/tts';
      const type = request.url === '/api/tts' ? 'audio/wav' : 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': isFile ? type : 'application/json' });
      response.end(isFile ? script : JSON.stringify([{ id, name: script, response: script }]));
    },
    { authorize: () => true },
  );
  const answers = [
    await call('/nothing'),
    await call('/-/health'),
    await call('/-/ready'),
    await call('/public/nfts', { method: 'OPTIONS', headers: { Origin: 'https://evil.test' } }),
    ...(await Promise.all(everyOperation.map(({ path, init }) => call(path, init)))),
  ];
  for (const { headers, status } of answers) {
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(headers.get('Content-Security-Policy'), "sandbox; default-src 'none'");
    assert.match(headers.get('Cross-Origin-Resource-Policy') ?? '', /^(same|cross)-origin$/);
    assert.doesNotMatch(headers.get('Content-Type') ?? '', /html|svg|xml|script/, String(status));
  }
});

test('V19 a refusal quotes nothing of the request that could be a script', async (t) => {
  const { call } = await proxied(t, (_, response) => response.writeHead(404).end(), {
    publicUrl: 'http://localhost:4600',
  });
  const text = encodeURIComponent(script);
  const asked = [
    await call(`/${text}?${text}`),
    await call(`/models/${text}/content`),
    await call('/tts', { method: 'PATCH', headers: { Origin: 'https://shop.example' } }),
    await call('/tts/status', {
      headers: { Origin: `https://${script.replaceAll(/[<>()/]/g, '')}.test` },
    }),
  ];
  for (const answer of asked) {
    assert.equal(answer.headers.get('Content-Type'), 'application/problem+json');
    assert.doesNotMatch(answer.text, /<script/);
  }
});
