/** Both APIs behind one proxy: each with its own address, key, and workspace or project. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import {
  asked,
  fleekKey,
  id,
  key,
  noFetch,
  problemOf,
  project,
  proxyOf,
  upstreamOf,
  workspace,
} from '../harness.ts';
import { agentPath, messagePath } from './agents.ts';

const faeOnly: ProxyOptions = { fleek: undefined };
const fleekOnly: ProxyOptions = { fae: undefined };

test('each call goes to its own API, with that API’s key and place', async () => {
  const fae = upstreamOf(() => Response.json([]));
  const fleek = upstreamOf(() => Response.json({ data: [] }));
  const proxy = proxyOf(noFetch, {
    authorize: () => true,
    fae: { url: 'http://fae.test/api', key, workspace, fetch: fae.fetch },
    fleek: { url: 'http://fleek.test/api', key: fleekKey, project, fetch: fleek.fetch },
  });
  assert.equal((await proxy.fetch(asked({ path: '/characters' }))).status, 200);
  assert.equal((await proxy.fetch(asked({ path: '/v1/ai-agents' }))).status, 200);
  const [one, other] = [fae.calls[0], fleek.calls[0]];
  assert.equal(one?.url.href, `http://fae.test/api/characters?workspace=${workspace}`);
  assert.equal(one.headers.get('x-api-key'), key);
  assert.equal(other?.url.href, `http://fleek.test/api/v1/ai-agents?projectId=${project}`);
  assert.equal(other.headers.get('x-api-key'), fleekKey);
  assert.deepEqual([fae.calls.length, fleek.calls.length], [1, 1]);
});

test('the project is filled in, its own name is taken, and another is refused', async () => {
  const { fetch, calls } = upstreamOf(() => Response.json({ id: 'a', data: [] }));
  const proxy = proxyOf(fetch, { authorize: () => true });
  const create = (more: object) =>
    asked({ path: '/v2/ai-agents', json: { config: '{}', ...more } });
  const list = (query: string) => asked({ path: `/v1/ai-agents${query}` });
  for (const request of [create({}), create({ projectId: project })]) {
    assert.equal((await proxy.fetch(request)).status, 200);
    assert.equal(
      (JSON.parse(calls.at(-1)?.body ?? '') as { projectId: string }).projectId,
      project,
    );
  }
  assert.equal((await proxy.fetch(list(`?projectId=${project}`))).status, 200);
  assert.equal(calls.at(-1)?.url.search, `?projectId=${project}`);
  const before = calls.length;
  for (const request of [
    create({ projectId: 'another' }),
    create({ projectId: null }),
    list('?projectId=another'),
    list(`?projectId=${project}&projectId=another`),
    asked({ path: '/v2/ai-agents?projectId=another', json: { config: '{}' } }),
  ]) {
    const { status, code } = await problemOf(await proxy.fetch(request));
    assert.deepEqual([status, code], [403, 'forbidden']);
  }
  assert.equal(calls.length, before);
  // What is called so in the other API is a field like any other.
  const other = asked({ path: '/stories', json: { title: 'A', projectId: 'mine' } });
  assert.equal((await proxy.fetch(other)).status, 200);
});

test('a visitor chooses no project', async () => {
  const proxy = proxyOf(noFetch);
  for (const path of ['/v1/plans', `${agentPath}/status`, '/public/nfts']) {
    assert.equal((await proxy.fetch(asked({ path: `${path}?projectId=x` }))).status, 400, path);
  }
});

test('what is not set up is 503, and the log says what to set', async () => {
  const events: Readonly<Record<string, unknown>>[] = [];
  const log = (event: Readonly<Record<string, unknown>>) => events.push(event);
  const message = asked({ path: messagePath, json: { text: 'Hi' } });
  const cases: [ProxyOptions, Request, RegExp][] = [
    [faeOnly, message, /^Set FLEEK_API_KEY\.$/],
    [faeOnly, asked({ path: '/v1/plans' }), /^Set FLEEK_API_KEY\.$/],
    [{ fleek: { key: fleekKey } }, asked({ path: '/v1/ai-agents' }), /^Set FLEEK_PROJECT\.$/],
    [fleekOnly, asked({ path: '/public/nfts' }), /^Set FAE_API_KEY\.$/],
  ];
  for (const [options, request, hint] of cases) {
    const proxy = proxyOf(noFetch, { log, authorize: () => true, ...options });
    const { status, code } = await problemOf(await proxy.fetch(request));
    assert.deepEqual([status, code], [503, 'not_configured']);
    assert.match(String(events.at(-1)?.['hint']), hint);
  }
});

test('a visitor is the same one to an owner of agents alone', async () => {
  const { fetch, calls } = upstreamOf(() => Response.json([]));
  const proxy = proxyOf(fetch, fleekOnly);
  const say = (headers: Record<string, string> = {}) =>
    proxy.fetch(asked({ path: messagePath, json: { text: 'Hi' }, headers }));
  const token = (await say()).headers.get('Fae-Visitor') ?? '';
  assert.equal((await say({ 'Fae-Visitor': token })).headers.get('Fae-Visitor'), null);
  assert.equal(calls[0]?.body, calls[1]?.body);
});

test('it is ready with one of them, where all is offered and the other was never begun', async () => {
  const ready = async (options: ProxyOptions) =>
    (await proxyOf(noFetch, options).fetch(asked({ path: '/-/ready' }))).status;
  assert.equal(await ready(faeOnly), 200);
  assert.equal(await ready(fleekOnly), 200);
  assert.equal(await ready({ fae: undefined, fleek: undefined }), 503);
  assert.equal(await ready({ fleek: { project } }), 503, 'begun, but without a key');
  assert.equal(await ready({ ...faeOnly, expose: ['*', 'agents.message'] }), 503, 'asked for');
  assert.equal(await ready({ ...faeOnly, expose: ['agents.*'] }), 503, 'asked for');
  assert.equal(await ready({ ...fleekOnly, expose: ['agents.*', 'plans.list'] }), 200);
});

test('an answer of one API never holds the key of the other', async () => {
  for (const leaked of [key, fleekKey]) {
    const { fetch } = upstreamOf(() => Response.json([{ id: 'a', name: leaked }]));
    const proxy = proxyOf(fetch, { cache: false });
    for (const path of ['/v1/plans', '/characters', `/payments/embed/product/${id}`]) {
      const response = await proxy.fetch(asked({ path }));
      assert.equal(response.status, 502, path);
    }
  }
});
