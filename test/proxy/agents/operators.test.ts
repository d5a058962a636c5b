/** What operators do with agents: lists in pages, and whatever an agent's own interface takes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import test, { describe } from 'node:test';
import { createClient } from '../../../src/client/index.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { accessOf, agentId, fleekKey, problemOf, project, shop, type Reply } from '../harness.ts';
import { proxied } from '../security/support.ts';
import { agentPath, agentsBehind, asJson, ownersView } from './agents.ts';

const forOperators: ProxyOptions = { authorize: () => true };
const apiPath = `${agentPath}/api`;

/** A body that comes in these pieces. */
const inPieces = (pieces: readonly string[]) =>
  new ReadableStream({
    start: (stream) => {
      for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece));
      stream.close();
    },
  });

describe('a list in pages', () => {
  const upstreamsOwn = 'https://inner.upstream.test';
  const pageAfter = (cursor: string | null) => ({
    data: [{ ...ownersView, id: cursor ?? 'c1' }],
    next_page: cursor ? null : `${upstreamsOwn}/api/v1/ai-agents?size=1&cursor=c2&projectId=x`,
    prev_page: cursor ? `${upstreamsOwn}/api/v1/ai-agents?size=1&cursor=c1` : null,
  });

  test('says where it goes on by a cursor, and never where the upstream is', async () => {
    for (const path of ['/v1/ai-agents?size=1', `${agentPath}/logs`, '/v1/payment-methods']) {
      const { ask } = agentsBehind(asJson(pageAfter(null)), forOperators);
      const text = await (await ask({ path })).text();
      assert.doesNotMatch(text, /inner\.upstream|next_page/);
      const { next, previous } = JSON.parse(text) as Record<string, unknown>;
      assert.deepEqual([next, previous], ['c2', undefined], path);
    }
  });

  test('is read to its end by the client', async (t) => {
    const { proxy, upstream } = await proxied(
      t,
      ({ url = '' }, response) => {
        const cursor = new URL(url, 'http://x').searchParams.get('cursor');
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(pageAfter(cursor)));
      },
      forOperators,
    );
    const client = createClient({
      endpoint: proxy.url,
      fetch: (url, init) => {
        const headers = new Headers(init?.headers);
        headers.set('Origin', shop);
        return fetch(url, { ...init, headers });
      },
    });
    const ids: string[] = [];
    for await (const { id, characterFile } of client.agents.list({ size: 1 })) {
      ids.push(id);
      assert.equal(characterFile, ownersView.characterFile, 'an operator sees it whole');
    }
    assert.deepEqual(ids, ['c1', 'c2']);
    for (const { url } of upstream.received) assert.match(url, new RegExp(`projectId=${project}`));
  });
});

describe('what is forwarded to an agent’s own interface', () => {
  test('is path, query and JSON as they are, with the key of the proxy and no other header', async () => {
    const { ask, calls } = agentsBehind(asJson({ ok: true }), forOperators);
    const text = '{ "a":1e2, "a": [12345678901234567890] }';
    const response = await ask({
      method: 'PUT',
      path: `${apiPath}/rooms/a%20b/%C3%A4?q=x%26y&q=z&empty=&cursor=1`,
      body: text,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        Cookie: 'a=b',
        Authorization: 'Bearer operator',
        'X-Agent-Token': 'x',
      },
    });
    assert.deepEqual(await response.json(), { ok: true });
    const [sent] = calls;
    assert.equal(sent?.method, 'PUT');
    assert.equal(sent.url.pathname, `/api${apiPath}/rooms/a%20b/%C3%A4`);
    assert.equal(sent.url.search, '?q=x%26y&q=z&empty=&cursor=1');
    assert.equal(sent.body, text);
    const names = [...sent.headers.keys()].toSorted();
    assert.deepEqual(names, [
      'accept',
      'accept-encoding',
      'content-type',
      'x-api-key',
      'x-request-id',
    ]);
    assert.equal(sent.headers.get('x-api-key'), fleekKey);
  });

  test('is asked for events only by those who do so themselves', async () => {
    const { ask, calls } = agentsBehind(asJson({}), forOperators);
    for (const [Accept, expected] of [
      ['application/json', /^application\/json, text\/plain, audio/],
      ['*/*', /^application\/json, text\/plain, audio/],
      ['text/event-stream', /^text\/event-stream, application\/json, /],
    ] as const) {
      await ask({ path: `${apiPath}/x`, headers: { Accept } });
      assert.match(calls.at(-1)?.headers.get('Accept') ?? '', expected);
    }
  });

  test('is any JSON, or nothing', async () => {
    const { ask, calls } = agentsBehind(asJson({}), forOperators);
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      for (const json of [[1], 'text', 5, null, false, {}]) {
        const { status } = await ask({ method, path: `${apiPath}/x`, json });
        assert.equal(status, 200);
        assert.deepEqual(JSON.parse(calls.at(-1)?.body ?? ''), json);
      }
      await ask({ method, path: `${apiPath}/x` });
      assert.equal(calls.at(-1)?.body, undefined);
      assert.equal(calls.at(-1)?.headers.get('Content-Type'), null);
    }
  });

  test('is no other body, none that is too large or too deep, and nothing in another project', async () => {
    const { ask, calls } = agentsBehind(asJson({}), forOperators);
    const type = { 'Content-Type': 'application/json' };
    const post = { method: 'POST', path: `${apiPath}/x` };
    const cases: [Parameters<typeof ask>[0], number][] = [
      [{ ...post, body: 'text', headers: { 'Content-Type': 'text/plain' } }, 415],
      [{ ...post, body: new FormData() }, 415],
      [{ ...post, body: '{}', headers: { ...type, 'Content-Encoding': 'gzip' } }, 415],
      [{ ...post, body: '{"a":', headers: type }, 400],
      [{ ...post, body: new Uint8Array([0x22, 0xff, 0x22]), headers: type }, 400],
      [{ ...post, body: '['.repeat(500) + ']'.repeat(500), headers: type }, 400],
      [{ ...post, body: JSON.stringify('x'.repeat(1024 * 1024)), headers: type }, 413],
      [{ ...post, path: `${apiPath}/x?projectId=another`, json: {} }, 403],
      [{ path: `${apiPath}/` }, 404],
      [{ path: `${apiPath}/a%2Fb` }, 404],
      [{ path: `${apiPath}/%252e%252e/x` }, 404],
    ];
    for (const [request, expected] of cases) {
      assert.equal((await ask(request)).status, expected, JSON.stringify(request).slice(0, 200));
    }
    assert.deepEqual(calls, []);
  });

  const answered = (reply: Reply) =>
    agentsBehind(reply, forOperators).ask({ path: `${apiPath}/x` });

  test('answers bytes of the types that are known, with their status and no header of its own', async () => {
    for (const [type, bytes, status] of [
      ['application/json', '[1]', 201],
      ['text/plain', 'Hello', 200],
      ['audio/mpeg', 'ID3', 202],
      ['audio/wav', 'RIFF', 200],
      ['application/octet-stream', '\u0001', 200],
    ] as const) {
      const headers = {
        'Content-Type': `${type}; charset=utf-8`,
        'Set-Cookie': 'session=1',
        'X-Inner': 'inner',
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'public, max-age=3600',
      };
      const response = await answered(() => new Response(bytes, { status, headers }));
      assert.deepEqual([response.status, await response.text()], [status, bytes]);
      assert.equal(response.headers.get('Content-Type'), type);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), shop);
      assert.match(response.headers.get('Content-Security-Policy') ?? '', /sandbox/);
      assert.doesNotMatch(JSON.stringify([...response.headers]), /inner|session/);
    }
    for (const status of [204, 205]) {
      const response = await answered(() => new Response(null, { status }));
      assert.deepEqual([response.status, await response.text()], [status, '']);
    }
  });

  test('answers no page, and nothing that says it is text of another kind', async () => {
    for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/css', '']) {
      const headers = new Headers(type ? { 'Content-Type': type } : {});
      const response = await answered(
        () => new Response(new TextEncoder().encode('<script>'), { headers }),
      );
      const { status, code } = await problemOf(response);
      assert.deepEqual([status, code], [502, 'bad_upstream'], type);
    }
    const refused = await problemOf(
      await answered(() => new Response('No agent', { status: 404 })),
    );
    assert.deepEqual([refused.status, refused.code], [404, 'not_found']);
  });

  test('breaks off where the upstream repeats a key, wherever its pieces are cut', async () => {
    const whole = `Your key is ${fleekKey}.`;
    const fae = accessOf({ api: 'fae' }).key;
    for (const [text, cut] of [
      [whole, whole.length],
      [whole, 20],
      [whole, 1],
      [`{"key":"${fae}"}`, 3],
    ] as const) {
      const pieces = text.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? [];
      const response = await answered(
        () => new Response(inPieces(pieces), { headers: { 'Content-Type': 'text/plain' } }),
      );
      let seen = '';
      await assert.rejects(async () => {
        for await (const piece of response.body ?? []) seen += Buffer.from(piece).toString();
      });
      assert.ok(text.slice(0, -2).startsWith(seen) && seen.length <= 12, seen);
    }
    const nearly = `${fleekKey.slice(0, -1)}! ${fleekKey.slice(0, 9)}`;
    const harmless = await answered(
      () =>
        new Response(inPieces(Array.from(nearly)), {
          headers: { 'Content-Type': 'text/plain' },
        }),
    );
    assert.equal(await harmless.text(), nearly);
  });

  test('passes events on as they come', async (t) => {
    let answer: ServerResponse | undefined;
    const { proxy } = await proxied(
      t,
      (_, response) => {
        answer = response;
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.write('data: 1\n\n');
      },
      forOperators,
    );
    const response = await fetch(`${proxy.url}${apiPath}/events`, { headers: { Origin: shop } });
    assert.equal(response.headers.get('Content-Type'), 'text/event-stream');
    assert.equal(response.headers.get('X-Accel-Buffering'), 'no');
    assert.match(response.headers.get('Cache-Control') ?? '', /no-transform/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader?.read())?.value, 'data: 1\n\n');
    assert.ok(answer);
    answer.write('data: 2\n\n');
    assert.equal((await reader?.read())?.value, 'data: 2\n\n');
    const closed = once(answer, 'close');
    await reader?.cancel();
    await closed;
  });
});

test('an attestation is given to operators as bytes', async () => {
  const bytes = new Uint8Array([0, 255, 1]);
  const reply: Reply = () =>
    new Response(bytes, { headers: { 'Content-Type': 'application/octet-stream' } });
  const path = `${agentPath}/attestation`;
  const response = await agentsBehind(reply, forOperators).ask({ path });
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  assert.equal((await agentsBehind(reply).ask({ path })).status, 403);
});

test('a character file and an avatar of full size fit into a request, a larger body does not', async () => {
  const { ask, calls } = agentsBehind(asJson({ id: agentId }), forOperators);
  const config = JSON.stringify({ bio: 'x'.repeat(990_000) });
  const json = { config, avatar: 'a'.repeat(1_400_000) };
  assert.equal((await ask({ path: '/v2/ai-agents', json })).status, 200);
  assert.deepEqual(JSON.parse(calls[0]?.body ?? ''), { ...json, projectId: project });
  const larger = { ...json, more: 'x'.repeat(1024 * 1024) };
  assert.equal((await ask({ path: '/v2/ai-agents', json: larger })).status, 413);
});

test('a seat that has to be paid for is told to operators', async () => {
  const { ask } = agentsBehind(() => Response.json({ error: 'x' }, { status: 402 }), forOperators);
  const { status, code } = await problemOf(
    await ask({ method: 'POST', path: `${agentPath}/publish` }),
  );
  assert.deepEqual([status, code], [402, 'payment_required']);
});

describe('an operator’s Idempotency-Key', () => {
  const json = { product: { id: 'product_1', quantity: 1 } };
  const subscribe = (key: string, path = '/v1/subscriptions') => ({
    path,
    json,
    headers: { 'Idempotency-Key': key },
  });
  const key = 'order-0123456789abcdef';

  test('goes upstream where that is said to know it', async () => {
    const { ask, calls } = agentsBehind(asJson({ id: 'sub_1', updateBy: 1 }), forOperators);
    assert.equal((await ask(subscribe(key))).status, 200);
    assert.equal(calls.at(-1)?.headers.get('Idempotency-Key'), key);
    await ask({ ...subscribe(key, '/v1/subscriptions/sub_1/quantity'), json: { updateBy: 1 } });
    assert.equal(calls.at(-1)?.headers.get('Idempotency-Key'), null);
  });

  test('is refused where it is none', async () => {
    const { ask, calls } = agentsBehind(asJson({ id: 'sub_1' }), forOperators);
    for (const wrong of ['short', 'a key with spaces in it', 'x'.repeat(256)]) {
      const { status, code } = await problemOf(await ask(subscribe(wrong)));
      assert.deepEqual([status, code], [400, 'invalid_request']);
    }
    assert.deepEqual(calls, []);
  });
});
