/** People who are logged in to the platform, at a proxy on the same origin. */
import assert from 'node:assert/strict';
import test, { after, before, describe, type TestContext } from 'node:test';
import { platformSession } from '../../src/proxy/index.ts';
import type { Role } from '../../src/api/roles.ts';
import { somebody, startForPeople } from '../platform/people.ts';
import type { TestPlatform } from '../platform/support.ts';
import { clockAt, shop } from './harness.ts';
import { accessTo, inFrontOf } from './in-front.ts';
import { form } from './security/support.ts';

let platform: TestPlatform;
before(async () => {
  platform = await startForPeople();
});
after(() => platform.close());

let people = 0;
const seated = async (role: Role, workspace = platform.platform.workspace) => {
  people += 1;
  const person = await somebody(platform, `${role}-${people}`, { [workspace]: role });
  const desk = await person.sit();
  return { desk, cookie: desk.cookie() ?? '' };
};

const json = { 'Content-Type': 'application/json' };
const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };

/** The proxy with the hook, what it has asked the platform, and how a page of its own asks it. */
const guarded = async (t: TestContext) => {
  const clock = clockAt();
  const { url, ...access } = accessTo(platform);
  const asked: Headers[] = [];
  const authorize = platformSession({
    url: `${url}/`,
    workspace: access.workspace,
    now: clock.now,
    fetch: (input, init) => {
      asked.push(new Headers(init?.headers));
      return fetch(input, init);
    },
  });
  const proxy = await inFrontOf(t, { url, ...access }, { authorize });
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(`${proxy.origin}/fae${path}`, init);
    const body = (await response.json()) as { code?: string };
    return [response.status, body.code];
  };
  const read = (cookie: string, headers: Record<string, string> = sameOrigin) =>
    send('/nfts', { headers: { Cookie: cookie, ...headers } });
  const write = (cookie: string, headers: Record<string, string> = { Origin: proxy.origin }) =>
    send('/nfts', {
      method: 'POST',
      headers: { Cookie: cookie, ...json, ...headers },
      body: '{"name":"Moth"}',
    });
  return { proxy, clock, asked, send, read, write };
};

const forbidden = [403, 'forbidden'];
const strangers = [403, 'origin_not_allowed'];

describe('somebody who is logged in to the platform', () => {
  test('reads as a viewer, and writes nothing', async (t) => {
    const { read, write } = await guarded(t);
    const { cookie } = await seated('viewer');
    assert.deepEqual(await read(cookie), [200, undefined]);
    assert.deepEqual(await write(cookie), forbidden);
  });

  test('writes as an editor, uploads included, but makes no tokens', async (t) => {
    const { send, write, proxy } = await guarded(t);
    const { cookie } = await seated('editor');
    assert.deepEqual(await write(cookie), [201, undefined]);
    const own = { Cookie: cookie, Origin: proxy.origin };
    const post = { method: 'POST', headers: { ...own, ...form.type } };
    const body = form.text.replace('hello', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    assert.deepEqual(await send('/images/upload', { ...post, body }), [201, undefined]);
    const token = { method: 'POST', headers: { ...own, ...json }, body: '{"name":"Moonwort"}' };
    assert.deepEqual(await send('/tokens', token), forbidden);
  });

  test('is nobody on a page of another origin, an allowed one included', async (t) => {
    const { read, write, asked } = await guarded(t);
    const { cookie } = await seated('owner');
    for (const use of [read, write]) {
      assert.deepEqual(
        await use(cookie, { Origin: shop, 'Sec-Fetch-Site': 'cross-site' }),
        forbidden,
      );
      assert.deepEqual(await use(cookie, { Origin: 'https://evil.example' }), strangers);
      assert.deepEqual(await use(cookie, { Origin: 'null' }), strangers);
      assert.deepEqual(await use(cookie, { 'Sec-Fetch-Site': 'cross-site' }), strangers);
      assert.deepEqual(await use(cookie, { 'Sec-Fetch-Site': 'same-site' }), strangers);
      assert.deepEqual(await use(cookie, {}), strangers);
    }
    assert.deepEqual(await write(cookie, sameOrigin), strangers, 'a write says its origin');
    assert.equal(asked.length, 0);
  });

  test('is nobody in a workspace of others', async (t) => {
    const { read, write } = await guarded(t);
    const { cookie } = await seated('owner', (await platform.otherWorkspace()).id);
    assert.deepEqual(await read(cookie), forbidden);
    assert.deepEqual(await write(cookie), forbidden);
  });

  test('is out within seconds of logging out', async (t) => {
    const { read, clock } = await guarded(t);
    const { desk, cookie } = await seated('editor');
    assert.deepEqual(await read(cookie), [200, undefined]);
    await desk.json(200, 'POST', '/api/auth/logout');
    clock.pass(3_000);
    assert.deepEqual(await read(cookie), forbidden);
  });

  test('is asked about once in a while, not with each request', async (t) => {
    const { read, clock, asked } = await guarded(t);
    const { cookie } = await seated('viewer');
    await read(cookie);
    await read(cookie);
    assert.equal(asked.length, 1);
    clock.pass(3_000);
    await read(cookie);
    assert.equal(asked.length, 2);
  });

  test('is known by the platform’s cookie alone, of which nothing else goes there', async (t) => {
    const { read, asked, proxy } = await guarded(t);
    const { cookie } = await seated('viewer');
    assert.deepEqual(await read(`theme=dark; ${cookie}; other_session=abc`), [200, undefined]);
    assert.equal(asked[0]?.get('Cookie'), cookie);
    assert.equal(asked[0].get('Authorization'), null);
    for (const none of [
      'theme=dark',
      'fae_session=',
      'fae_session=a b',
      'xfae_session=' + 'a'.repeat(43),
    ]) {
      assert.deepEqual(await read(none), forbidden, none);
    }
    assert.equal(asked.length, 1);
    const token = cookie.split('=')[1] ?? '';
    assert.ok(!JSON.stringify(proxy.events).includes(token));
  });

  test('with a session that never was is nobody', async (t) => {
    const { read } = await guarded(t);
    assert.deepEqual(await read(`fae_session=${'a'.repeat(43)}`), forbidden);
  });
});

test('while the platform does not answer, nobody is let in', async (t) => {
  const { workspace } = platform.platform;
  for (const answer of [
    () => Promise.reject(new TypeError('fetch failed')),
    () => Promise.resolve(new Response('busy', { status: 500 })),
    () => Promise.resolve(new Response('<!doctype html>')),
    () => Promise.resolve(new Response(null, { status: 302, headers: { Location: '/' } })),
  ]) {
    const authorize = platformSession({
      url: 'http://platform.test/api',
      workspace,
      fetch: answer,
    });
    const proxy = await inFrontOf(t, accessTo(platform), { authorize });
    const headers = { Cookie: `fae_session=${'a'.repeat(43)}`, ...sameOrigin };
    const response = await fetch(`${proxy.origin}/fae/nfts`, { headers });
    assert.equal(response.status, 503);
    assert.equal(((await response.json()) as { code: string }).code, 'unavailable');
  }
});

test('a hook without a platform, or without a workspace, is not made', () => {
  assert.throws(() => platformSession({ url: 'platform', workspace: 'w' }), TypeError);
  assert.throws(() => platformSession({ url: 'http://platform.test', workspace: '' }), TypeError);
});
