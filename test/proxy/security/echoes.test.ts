/** An upstream that repeats what it was sent gives no secret away: not in answers, log or spans. */
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import test from 'node:test';
import { serve, workspace } from '../harness.ts';
import { askEverything, assertNothingIn, secretive } from './secretive.ts';
import { secrets, secretsIn } from './sentinels.ts';

/** What the upstream was sent, in every place in which somebody might repeat it. */
const repeating = (sent: string) => ({
  ...Object.fromEntries(
    [
      '_id',
      'id',
      'name',
      'title',
      'description',
      'response',
      'url',
      'error',
      'code',
      'message',
    ].map((it) => [it, sent]),
  ),
  available: true,
  voices: [{ id: sent, label: sent }],
});

/** Fields of which no visitor sees one. */
const inside = (sent: string) => ({
  ...{ id: '1', name: 'One', response: 'Hi', url: 'https://x.test', available: true, voices: [] },
  ...Object.fromEntries(
    ['workspace', 'workspaceId', 'owner', 'apiKey', 'debug', 'model'].map((it) => [it, sent]),
  ),
});

const isList = (url: string): boolean =>
  /^\/api\/(public\/nfts|nfts|characters|models)(\?|$)/.test(url);
const isFile = (url: string): boolean => url.endsWith('/content') || url === '/api/tts';
const typeFor = (url: string): string =>
  url === '/api/tts' ? 'audio/wav' : isFile(url) ? 'model/gltf-binary' : 'application/json';

type Behaviour = (sent: string, ...rest: Parameters<RequestListener>) => void;

const behaviours: Readonly<Record<string, Behaviour>> = {
  'answers well': (_, { url = '' }, response) => {
    response.writeHead(200, { 'Content-Type': typeFor(url) });
    const record = inside('harmless');
    response.end(isFile(url) ? 'bytes' : JSON.stringify(isList(url) ? [record] : record));
  },
  'repeats what it was sent, where it is seen': (sent, { url = '' }, response) => {
    const record = repeating(sent);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(isList(url) ? [record] : record));
  },
  'repeats it in headers': (sent, { url = '' }, response) => {
    const quoted = encodeURIComponent(sent);
    response.writeHead(200, `OK ${secrets.FAE_API_KEY}`, {
      'Content-Type': typeFor(url),
      ETag: `"${secrets.FAE_API_KEY}"`,
      'Last-Modified': secrets.FAE_API_KEY,
      'Accept-Ranges': secrets.FAE_API_KEY,
      'X-Request-Id': secrets.FAE_API_KEY,
      'X-Echo': quoted.slice(0, 8_000),
      'Set-Cookie': secrets.FAE_SESSION_COOKIE,
      'Cache-Control': `private, ${secrets.FAE_API_KEY}`,
    });
    response.end(isFile(url) ? 'bytes' : JSON.stringify(isList(url) ? [] : inside('x')));
  },
  'repeats it as its type': (_, _request, response) => {
    response
      .writeHead(200, { 'Content-Type': `text/${secrets.FAE_API_KEY.toUpperCase()}` })
      .end('[]');
  },
  'repeats it as its coding': (_, { url = '' }, response) => {
    const headers = { 'Content-Type': typeFor(url), 'Content-Encoding': secrets.FAE_API_KEY };
    response.writeHead(200, headers).end('[]');
  },
  'repeats it where it redirects': (sent, _, response) => {
    response
      .writeHead(302, { Location: `https://evil.test/?${encodeURIComponent(sent)}` })
      .end(sent);
  },
  'repeats it in JSON that breaks off': (sent, _, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(`[{"id":${JSON.stringify(sent)}`);
  },
  'takes neither key': (sent, _, response) => {
    response.writeHead(401, {
      'Content-Type': 'application/json',
      'WWW-Authenticate': sent.slice(0, 4),
    });
    response.end(JSON.stringify(repeating(sent)));
  },
  'hangs up': (_, request) => request.socket.destroy(),
  ...Object.fromEntries(
    [400, 403, 404, 409, 413, 416, 422, 429, 500, 503, 504].map((status): [string, Behaviour] => [
      `repeats it in a ${status}`,
      (sent, _, response) => {
        const headers = {
          'Content-Type': 'application/json',
          'Retry-After': secrets.FAE_API_KEY,
          'Content-Range': secrets.FAE_API_KEY,
        };
        response
          .writeHead(status, secrets.FAE_API_KEY, headers)
          .end(JSON.stringify(repeating(sent)));
      },
    ]),
  ),
};

for (const [what, behave] of Object.entries(behaviours)) {
  test(`V5 no secret leaves in any way when the upstream ${what}`, async (t) => {
    const upstream = await serve(t, (request, response) => {
      const sent = JSON.stringify([request.headers, upstream.received.at(-1)?.body]);
      behave(sent, request, response);
    });
    const { proxy, out, spans } = secretive(t, upstream.url);
    const seen = await askEverything(proxy);
    const arrived = JSON.stringify(upstream.received);
    for (const name of ['FAE_API_KEY', 'FAE_SESSION_COOKIE']) {
      assert.ok(secretsIn(arrived).includes(name), `the upstream was never sent ${name}`);
    }
    assert.ok(arrived.includes(workspace));
    assert.ok(!secretsIn(arrived).includes('FAE_OPERATOR_TOKEN'), 'it is for the proxy alone');
    assertNothingIn(seen.visitor, 'answers to visitors');
    assertNothingIn(seen.operator, 'answers to operators');
    assertNothingIn(out, 'the log');
    assertNothingIn([spans()], 'spans');
    assert.ok(!seen.visitor.join().includes(workspace), 'the workspace is in an answer');
    assert.ok(spans().includes('payments.checkout'), 'nothing was traced');
  });
}
