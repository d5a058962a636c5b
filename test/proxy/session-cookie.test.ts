/** `FAE_SESSION_COOKIE`: a person's session, for what the API does for nobody else. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { ProxyOptions } from '../../src/proxy/index.ts';
import { proxiedOperations } from '../../src/proxy/proxied-operations.ts';
import {
  accessOf,
  baseOptions,
  endpoint,
  problemOf,
  proxyOf,
  upstreamOf,
  type Reply,
} from './harness.ts';
import { good } from './security/arbitraries.ts';
import { everyOperation, plenty } from './security/support.ts';

const token = 'sentinel-Session_0123456789';
const cookie = `sid=${token}; region=eu`;
const env = { FAE_SESSION_COOKIE: cookie };

const asking = (reply: Reply, options: ProxyOptions = { env }) => {
  const upstream = upstreamOf(reply);
  const events: unknown[] = [];
  const proxy = proxyOf(upstream.fetch, {
    authorize: () => true,
    limits: plenty,
    cache: false,
    log: (event) => events.push(event),
    ...options,
  });
  const ask = ({ path, init }: Pick<(typeof everyOperation)[number], 'path' | 'init'>) =>
    proxy.fetch(new Request(endpoint + path, init));
  return { upstream, events, ask };
};

const [speech] = everyOperation.filter(({ operation }) => operation.name === 'tts.speak');
assert.ok(speech);

describe('FAE_SESSION_COOKIE', () => {
  test('goes with the operations for which the API wants a person, beside the key', async () => {
    const { ask, upstream } = asking(good);
    const wanting = proxiedOperations.filter(({ auth }) => auth === 'session');
    assert.deepEqual(wanting.map(({ name }) => name).toSorted(), [
      'tokens.create',
      'tokens.list',
      'tokens.price',
      'tts.speak',
    ]);
    for (const it of everyOperation) {
      await ask(it);
      const sent = upstream.calls.at(-1);
      assert.equal(sent?.headers.get('x-api-key'), accessOf(it.operation).key);
      const expected = wanting.some(({ name }) => name === it.operation.name) ? cookie : null;
      assert.equal(sent.headers.get('Cookie'), expected, it.operation.name);
    }
    assert.equal(upstream.calls.length, everyOperation.length);
  });

  test('is not needed, and yields to the option', async () => {
    const none = asking(good, { env: {} });
    await none.ask(speech);
    assert.equal(none.upstream.calls[0]?.headers.get('Cookie'), null);
    const upstream = upstreamOf(good);
    const fae = { ...baseOptions.fae, fetch: upstream.fetch, sessionCookie: 'sid=another' };
    await asking(good, { env, fae }).ask(speech);
    assert.equal(upstream.calls[0]?.headers.get('Cookie'), 'sid=another');
  });

  test('comes back to nobody, nor does a new one, whatever the API says', async () => {
    const json = { 'Content-Type': 'application/json' };
    const replies: readonly Reply[] = [
      () => new Response(JSON.stringify([{ id: '1', name: token }]), { headers: json }),
      () => new Response(JSON.stringify([{ id: '1', name: cookie }]), { headers: json }),
      () =>
        new Response(JSON.stringify({ error: token, code: token }), { status: 400, headers: json }),
      () => new Response(null, { status: 302, headers: { Location: `https://x.test/?${token}` } }),
      () => Promise.reject(new TypeError(`bad cookie: ${cookie}`)),
      (sent) => {
        const answer = good(sent);
        answer.headers.append('Set-Cookie', cookie);
        answer.headers.append('Set-Cookie', 'other=1');
        answer.headers.set('X-Session', token);
        answer.headers.set('ETag', `"${token}"`);
        return answer;
      },
    ];
    for (const reply of replies) {
      const { ask, events } = asking(reply);
      for (const it of everyOperation.filter(({ operation }) => operation.auth === 'session')) {
        const response = await ask(it);
        assert.equal(response.headers.get('Set-Cookie'), null);
        const given = JSON.stringify([...response.headers]) + (await response.text());
        assert.ok(!given.includes(token), `${it.operation.name}: ${given}`);
      }
      assert.ok(!JSON.stringify(events).includes(token), JSON.stringify(events));
    }
  });

  test('with a line break in it is told of by its name, and never sent', async () => {
    const { ask, upstream, events } = asking(good, { env: { FAE_SESSION_COOKIE: `${cookie}\nx` } });
    const problem = await problemOf(await ask(speech));
    assert.deepEqual([problem.status, problem.code], [503, 'not_configured']);
    assert.match(JSON.stringify(events), /FAE_SESSION_COOKIE contains a line break/);
    assert.ok(!JSON.stringify([events, problem.body]).includes(token));
    assert.deepEqual(upstream.calls, []);
  });
});
