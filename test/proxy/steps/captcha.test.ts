import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { asked, baseOptions, clockAt, id, problemOf, proxyOf, upstreamOf } from '../harness.ts';
import { goodVerdict, secret, serveTurnstile, siteKey, type Verdict } from '../turnstile.ts';

const minute = 60_000;
const other = 'https://other.example';

/** A proxy that asks for a captcha, with an API that has an answer to every chat turn. */
const guarded = async (
  t: TestContext,
  options: ProxyOptions = {},
  verdict?: (token: string) => Verdict | undefined,
) => {
  const turnstile = await serveTurnstile(t, verdict);
  const clock = clockAt();
  const events: Readonly<Record<string, unknown>>[] = [];
  const upstream = upstreamOf(() => Response.json({ id, response: 'Hello' }));
  const proxy = proxyOf(upstream.fetch, {
    captcha: turnstile.options,
    now: clock.now,
    log: (event) => events.push(event),
    ...options,
  });
  const chat = (headers: Readonly<Record<string, string>> = {}) =>
    proxy.fetch(
      asked({ path: '/characters/response', json: { characterId: id, text: 'Hi' }, headers }),
    );
  return { turnstile, clock, events, upstream, proxy, chat };
};

const tokenOf = (response: Response): string => response.headers.get('Fae-Visitor') ?? '';

const payloadOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Readonly<
    Record<string, unknown>
  >;

describe('what costs', () => {
  test('is refused without a captcha, with what the element needs to show one', async (t) => {
    const { chat, upstream, turnstile } = await guarded(t);
    const problem = await problemOf(await chat());
    assert.deepEqual([problem.status, problem.code], [403, 'captcha_required']);
    assert.deepEqual(problem.body['captcha'], { provider: 'turnstile', siteKey });
    assert.ok(!JSON.stringify(problem.body).includes(secret));
    assert.equal(upstream.calls.length, 0);
    assert.equal(turnstile.received.length, 0);
  });

  test('goes on with a captcha that was solved, after Turnstile has said so', async (t) => {
    const { chat, upstream, turnstile } = await guarded(t, {}, () => {
      assert.equal(upstream.calls.length, 0);
      return goodVerdict;
    });
    const response = await chat({ 'Fae-Captcha': 'solved' });
    assert.equal(response.status, 200);
    assert.equal(turnstile.received.length, 1);
    assert.equal(upstream.calls.length, 1);
    assert.equal(upstream.calls[0]?.headers.get('Fae-Captcha'), null);
  });

  test('is refused with a captcha of another site, another action or another visit', async (t) => {
    const verdicts: Readonly<Record<string, Verdict>> = {
      site: { success: true, hostname: 'evil.example', action: 'fae' },
      action: { success: true, hostname: 'shop.example', action: 'login' },
      visit: { success: false, 'error-codes': ['timeout-or-duplicate'] },
    };
    const { chat, upstream } = await guarded(t, {}, (token) => verdicts[token]);
    for (const token of [...Object.keys(verdicts), 'x'.repeat(3_000)]) {
      const problem = await problemOf(await chat({ 'Fae-Captcha': token }));
      assert.deepEqual([problem.status, problem.code], [403, 'captcha_required']);
      assert.deepEqual(problem.body['captcha'], { provider: 'turnstile', siteKey });
    }
    assert.equal(upstream.calls.length, 0);
  });

  test('is refused with a captcha that somebody has used before', async (t) => {
    const { chat } = await guarded(t);
    assert.equal((await chat({ 'Fae-Captcha': 'solved' })).status, 200);
    assert.equal((await chat({ 'Fae-Captcha': 'solved' })).status, 403);
  });
});

describe('a captcha that was passed', () => {
  test('counts for fifteen minutes and not longer', async (t) => {
    const { chat, clock, turnstile } = await guarded(t);
    const pass = tokenOf(await chat({ 'Fae-Captcha': 'solved' }));
    assert.equal(payloadOf(pass)['humanUntil'], clock.now() + 15 * minute);
    clock.pass(15 * minute - 1);
    const again = await chat({ 'Fae-Visitor': pass });
    assert.equal(again.status, 200);
    assert.equal(again.headers.get('Fae-Visitor'), null);
    clock.pass(1);
    assert.equal((await problemOf(await chat({ 'Fae-Visitor': pass }))).code, 'captcha_required');
    assert.equal(turnstile.received.length, 1);
  });

  test('leaves the visitor who it was', async (t) => {
    const { chat, clock } = await guarded(t);
    const before = tokenOf(await chat());
    clock.pass(minute);
    const after = tokenOf(await chat({ 'Fae-Visitor': before, 'Fae-Captcha': 'solved' }));
    const [old, renewed] = [payloadOf(before), payloadOf(after)];
    assert.deepEqual([renewed['id'], renewed['issued']], [old['id'], old['issued']]);
  });

  test('counts on the site where it was solved, not on another', async (t) => {
    const { chat } = await guarded(t, { origins: [...(baseOptions.origins ?? []), other] });
    const pass = tokenOf(await chat({ 'Fae-Captcha': 'solved' }));
    const elsewhere = await chat({ 'Fae-Visitor': pass, Origin: other });
    assert.equal((await problemOf(elsewhere)).code, 'captcha_required');
  });

  test('counts at every proxy of the same owner, at no other’s', async (t) => {
    const fae = { ...baseOptions.fae, key: 'another-Key_0123456789' };
    const [one, two, foreign] = [await guarded(t), await guarded(t), await guarded(t, { fae })];
    const pass = tokenOf(await one.chat({ 'Fae-Captcha': 'solved' }));
    assert.equal((await two.chat({ 'Fae-Visitor': pass })).status, 200);
    assert.equal((await foreign.chat({ 'Fae-Visitor': pass })).status, 403);
  });

  test('cannot be claimed by who writes the claim', async (t) => {
    const { chat, clock, upstream } = await guarded(t);
    const token = tokenOf(await chat());
    const [payload = '', signature = ''] = token.split('.');
    const claim = { ...payloadOf(token), humanUntil: clock.now() + 15 * minute };
    const claimed = Buffer.from(JSON.stringify(claim)).toString('base64url');
    const forged = [`${claimed}.${signature}`, `${claimed}.`, claimed, `${claimed}.${payload}`];
    for (const it of forged) {
      assert.equal((await problemOf(await chat({ 'Fae-Visitor': it }))).code, 'captcha_required');
    }
    assert.equal(upstream.calls.length, 0);
  });

  test('is not lost when the call then fails', async (t) => {
    const upstream = upstreamOf((_, number) =>
      number === 0 ? new Response('', { status: 500 }) : Response.json({ response: 'Hello' }),
    );
    const { chat } = await guarded(t, { fae: { ...baseOptions.fae, fetch: upstream.fetch } });
    const failed = await chat({ 'Fae-Captcha': 'solved' });
    assert.equal(failed.status, 502);
    assert.equal((await chat({ 'Fae-Visitor': tokenOf(failed) })).status, 200);
  });
});

describe('while Turnstile does not answer', () => {
  for (const [name, verdict] of Object.entries<Verdict>({
    'but with an error': { status: 502 },
    'but with HTML': '<html>',
  })) {
    test(`${name}, nothing goes upstream and nothing is spent`, async (t) => {
      const { chat, upstream, events } = await guarded(
        t,
        { limits: { visitor: { chat: 1 } } },
        (token) => (token === 'solved' ? goodVerdict : verdict),
      );
      const problem = await problemOf(await chat({ 'Fae-Captcha': 'lost' }));
      assert.deepEqual([problem.status, problem.code], [503, 'unavailable']);
      assert.equal(upstream.calls.length, 0);
      assert.match(String(events.at(-1)?.['hint']), /Turnstile does not answer/);
      assert.ok(!JSON.stringify(events).includes(secret));
      assert.equal((await chat({ 'Fae-Captcha': 'solved' })).status, 200);
    });
  }
});

describe('no captcha is asked for', () => {
  test('where the owner does not want one for this budget', async (t) => {
    const { options } = await serveTurnstile(t);
    const captcha = { ...options, budgets: ['checkout'] as const };
    const { chat, proxy } = await guarded(t, { captcha });
    assert.equal((await chat()).status, 200);
    const urls = { successUrl: 'https://shop.example/a', cancelUrl: 'https://shop.example/b' };
    const checkout = asked({ path: '/payments/embed/checkout', json: { productId: id, ...urls } });
    assert.equal((await problemOf(await proxy.fetch(checkout))).code, 'captcha_required');
  });

  test('for what is free', async (t) => {
    const { proxy, turnstile } = await guarded(t, {
      fae: { ...baseOptions.fae, fetch: () => Promise.resolve(Response.json([])) },
    });
    const headers = { 'Fae-Captcha': 'solved' };
    assert.equal((await proxy.fetch(asked({ path: '/public/nfts', headers }))).status, 200);
    assert.equal(turnstile.received.length, 0);
  });

  test('of operators', async (t) => {
    const { proxy, turnstile } = await guarded(t, { authorize: () => true });
    const request = asked({ path: '/nfts', json: { name: 'A' } });
    assert.equal((await proxy.fetch(request)).status, 200);
    assert.equal(turnstile.received.length, 0);
  });
});

test('the environment sets a captcha up', async () => {
  const { fetch } = upstreamOf(() => Response.json({ response: 'Hello' }));
  const env = { FAE_TURNSTILE_SITE_KEY: siteKey, FAE_TURNSTILE_SECRET: secret };
  const proxy = proxyOf(fetch, { env });
  const request = asked({ path: '/characters/response', json: { characterId: id, text: 'Hi' } });
  const problem = await problemOf(await proxy.fetch(request));
  assert.deepEqual(problem.body['captcha'], { provider: 'turnstile', siteKey });
  assert.throws(() => proxyOf(fetch, { env: { FAE_TURNSTILE_SECRET: secret } }), TypeError);
});
