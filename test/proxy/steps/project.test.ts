import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { startExchange } from '../../../src/proxy/exchange.ts';
import { project } from '../../../src/proxy/steps/project.ts';
import { callOf, id, key, type Asked } from '../harness.ts';

const projected = async (request: Asked, response: Response, options: ProxyOptions = {}) => {
  const call = callOf(request, options);
  const exchange = startExchange(call.request.signal, 1_000);
  call.atEnd.push(exchange.end);
  call.upstream = { response, exchange };
  try {
    await project(call);
  } finally {
    // A stream ends the call itself, once it is read.
    if (!(call.answer?.body instanceof ReadableStream)) call.end();
  }
  assert.ok(call.answer);
  return call.answer;
};

const seen = async (request: Asked, value: unknown, options: ProxyOptions = {}): Promise<unknown> =>
  new Response((await projected(request, Response.json(value), options)).body).json();

const refusal = async (response: Response, request: Asked = { path: '/public/nfts' }) => {
  const error = await projected(request, response).then(
    () => assert.fail('was passed on'),
    (it: unknown) => it,
  );
  assert.ok(error instanceof HttpError);
  return error;
};

const character = {
  _id: id,
  name: 'Ada',
  greeting: 'Hello',
  traits: ['curious'],
  background: 'private',
  model: 'llama',
  memory: ['private'],
  workspace: 'private',
};

const model: Asked = { path: `/models/${id}/content` };
const glb = (
  init: { readonly status?: number; readonly headers?: Record<string, string> } = {},
  type = 'model/gltf-binary',
) => new Response('glTF', { ...init, headers: { 'Content-Type': type, ...init.headers } });

describe('project, of JSON', () => {
  test('leaves a visitor what the visitor view names', async () => {
    assert.deepEqual(await seen({ path: '/characters' }, [character]), [
      { id, name: 'Ada', greeting: 'Hello' },
    ]);
  });

  test('shows traits only of a character whose owner says so', async () => {
    const open = { ...character, publicTraits: true };
    assert.deepEqual(await seen({ path: '/characters' }, [open]), [
      { id, name: 'Ada', greeting: 'Hello', traits: ['curious'] },
    ]);
  });

  test('leaves out what a wrong type has and keeps the rest', async () => {
    const product = { id, name: 5, amount: '10', currency: 'eur', secret: 1 };
    assert.deepEqual(await seen({ path: `/payments/embed/product/${id}` }, product), {
      id,
      currency: 'eur',
    });
  });

  test('reads the shapes that upstreams are known for', async () => {
    const chat = { path: '/characters/response', json: {} };
    assert.deepEqual(await seen(chat, 'Hi!'), { response: 'Hi!' });
    assert.deepEqual(await seen(chat, { message: { content: 'Hi!' }, model: 'x' }), {
      response: 'Hi!',
    });
  });

  test('gives an operator the whole record', async () => {
    const options = { authorize: () => true };
    const record = { _id: id, id, name: 'One', rarity: 'rare' };
    assert.deepEqual(await seen({ path: '/nfts' }, [record], options), [record]);
  });

  test('leaves of a pinned list the pinned records', async () => {
    const list = [character, { ...character, _id: 'b'.repeat(24) }];
    const options: ProxyOptions = { expose: { 'characters.list': { id: [id] } } };
    const ids = (await seen({ path: '/characters' }, list, options)) as { id: string }[];
    assert.deepEqual(
      ids.map((it) => it.id),
      [id],
    );
  });

  test('refuses an outer shape that is not the documented one', async () => {
    for (const value of [{}, 'x', null, 5]) {
      assert.equal((await refusal(Response.json(value))).code, 'bad_upstream');
    }
  });

  test('refuses another type, broken JSON and more than 8 MB', async () => {
    const type = { headers: { 'Content-Type': 'application/json' } };
    const html = new Response('<h1>Hi</h1>', { headers: { 'Content-Type': 'text/html' } });
    const answers = [
      html,
      new Response('[]', { headers: { 'Content-Type': 'image/svg+xml' } }),
      new Response('[{', type),
      new Response('', type),
      new Response(`[${' '.repeat(8 * 1024 * 1024)}]`, type),
    ];
    for (const answer of answers) {
      const error = await refusal(answer);
      assert.deepEqual([error.status, error.code], [502, 'bad_upstream']);
    }
  });

  test('refuses an answer that repeats the key', async () => {
    const echo = [{ _id: id, name: `key ${key}` }];
    assert.equal((await refusal(Response.json(echo))).code, 'bad_upstream');
  });
});

describe('project, of bytes', () => {
  test('passes on the bytes and what describes them', async () => {
    const headers = { ETag: '"a"', 'Content-Length': '4', 'Set-Cookie': 'a=1', Link: '<x>' };
    const answer = await projected(model, glb({ headers }));
    assert.equal(await new Response(answer.body).text(), 'glTF');
    assert.deepEqual(Object.fromEntries(answer.headers), {
      'content-length': '4',
      'content-type': 'model/gltf-binary',
      etag: '"a"',
    });
  });

  test('passes on a part that was asked for, and no other', async () => {
    const part = () => glb({ status: 206, headers: { 'Content-Range': 'bytes 0-3/9' } });
    const asked = { ...model, headers: { Range: 'bytes=0-3' } };
    const answer = await projected(asked, part());
    assert.equal(answer.status, 206);
    assert.equal(answer.headers.get('Content-Range'), 'bytes 0-3/9');
    assert.equal((await refusal(part(), model)).code, 'bad_upstream');
  });

  test('passes on that nothing has changed', async () => {
    const unchanged = () => new Response(null, { status: 304, headers: { ETag: '"a"' } });
    const asked = { ...model, headers: { 'If-None-Match': '"a"' } };
    const answer = await projected(asked, unchanged());
    assert.deepEqual([answer.status, answer.body], [304, null]);
    assert.equal((await refusal(unchanged(), model)).code, 'bad_upstream');
  });

  test('passes on that there is no such range', async () => {
    const headers = { 'Content-Range': 'bytes */9' };
    const error = await refusal(new Response(null, { status: 416, headers }), model);
    assert.deepEqual([error.status, error.headers], [416, headers]);
  });

  test('refuses what could be opened as a page, and what is compressed', async () => {
    for (const type of ['text/html', 'image/svg+xml', '', 'application/json']) {
      assert.equal((await refusal(glb({}, type), model)).code, 'bad_upstream', type);
    }
    const zipped = glb({ headers: { 'Content-Encoding': 'gzip' } });
    assert.equal((await refusal(zipped, model)).code, 'bad_upstream');
  });

  test('leaves out a header that repeats the key', async () => {
    const answer = await projected(model, glb({ headers: { ETag: `"${key}"` } }));
    assert.equal(answer.headers.get('ETag'), null);
  });
});

describe('project, of refusals', () => {
  const said = (status: number, code?: string) =>
    Response.json({ error: `inner secret ${key}`, code }, { status });

  test('passes on status and code, never the words', async () => {
    const cases: [number, string | undefined, number, string][] = [
      [400, undefined, 400, 'invalid_request'],
      [400, 'sold_out', 400, 'sold_out'],
      [400, 'not_found', 400, 'invalid_request'],
      [400, 'made_up', 400, 'invalid_request'],
      [404, undefined, 404, 'not_found'],
      [409, undefined, 409, 'conflict'],
      [422, 'idempotency_key_reused', 422, 'idempotency_key_reused'],
      [429, undefined, 429, 'rate_limited'],
      [503, undefined, 503, 'unavailable'],
      [503, 'timeout', 503, 'timeout'],
      [503, 'not_configured', 503, 'not_configured'],
      [504, undefined, 504, 'upstream_timeout'],
      [500, undefined, 502, 'bad_upstream'],
      [418, undefined, 502, 'bad_upstream'],
    ];
    for (const [status, code, ours, oursCode] of cases) {
      const error = await refusal(said(status, code));
      assert.deepEqual([error.status, error.code], [ours, oursCode], `${status} ${code}`);
      assert.doesNotMatch(error.message, /inner|secret|sentinel/);
      assert.notEqual(error.message, '');
    }
  });

  test('takes a refused key for the owner’s matter, and tells the log', async () => {
    for (const status of [401, 403]) {
      const error = await refusal(said(status));
      assert.deepEqual([error.status, error.code], [503, 'not_configured']);
      assert.match(error.hint ?? '', /refuses the key/);
    }
  });

  test('passes on when to come back', async () => {
    const response = Response.json({}, { status: 429, headers: { 'Retry-After': '7' } });
    assert.deepEqual((await refusal(response)).headers, { 'Retry-After': '7' });
  });

  test('never follows or passes on a redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { Location: 'https://evil.test/' };
      const error = await refusal(new Response(null, { status, headers }));
      assert.deepEqual([error.status, error.code, error.headers], [502, 'bad_upstream', {}]);
    }
  });
});
