import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { captchaOf } from '../../src/proxy/captcha.ts';
import type { CaptchaOptions } from '../../src/proxy/options.ts';
import { serve, shop } from './harness.ts';
import { goodVerdict, secret, serveTurnstile, siteKey, type Verdict } from './turnstile.ts';

/** What the captcha makes of a token of which Turnstile says this. */
const verified = async (
  t: TestContext,
  verdict: Verdict,
  { origin = shop, ...options }: Partial<CaptchaOptions> & { readonly origin?: string } = {},
): Promise<boolean> => {
  const turnstile = await serveTurnstile(t, () => verdict);
  return captchaOf({ ...turnstile.options, ...options }).verify('token', origin);
};

const verdictWith = (more: Readonly<Record<string, unknown>>): Verdict => ({
  ...(goodVerdict as Readonly<Record<string, unknown>>),
  ...more,
});

describe('a token', () => {
  test('solved on a page of the origin is good', async (t) => {
    assert.equal(await verified(t, goodVerdict), true);
  });

  test('is good on whatever port the page is served from', async (t) => {
    assert.equal(await verified(t, goodVerdict, { origin: `${shop}:8443` }), true);
  });

  test('that Turnstile refuses is not', async (t) => {
    assert.equal(await verified(t, { success: false, 'error-codes': [] }), false);
    assert.equal(await verified(t, { 'error-codes': ['invalid-input-response'] }), false);
  });

  test('is not good for saying so in another way than true', async (t) => {
    for (const success of ['true', 1, {}, null]) {
      assert.equal(await verified(t, verdictWith({ success })), false);
    }
  });

  test('solved on another site is not', async (t) => {
    for (const hostname of ['evil.example', 'shop.example.evil', 'x.shop.example', '', undefined]) {
      assert.equal(await verified(t, verdictWith({ hostname })), false, hostname);
    }
  });

  test('solved for something else is not', async (t) => {
    for (const action of ['login', '', undefined]) {
      assert.equal(await verified(t, verdictWith({ action })), false, action);
    }
  });

  test('is good once', async (t) => {
    const { options } = await serveTurnstile(t);
    const { verify } = captchaOf(options);
    assert.equal(await verify('token', shop), true);
    assert.equal(await verify('token', shop), false);
  });

  test('longer than any is not asked about', async (t) => {
    const { options, received } = await serveTurnstile(t);
    const { verify } = captchaOf(options);
    assert.equal(await verify('x'.repeat(2_049), shop), false);
    assert.equal(received.length, 0);
    assert.equal(await verify('x'.repeat(2_048), shop), true);
  });
});

describe('Turnstile', () => {
  test('is told the secret and the token, and nothing of the visitor', async (t) => {
    const { options, addresses, received } = await serveTurnstile(t);
    await captchaOf(options).verify('the token', shop);
    assert.deepEqual(addresses, ['https://challenges.cloudflare.com/turnstile/v0/siteverify']);
    const [request] = received;
    assert.equal(request?.method, 'POST');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(request.body), { secret, response: 'the token' });
    for (const name of ['origin', 'cookie', 'referer', 'x-forwarded-for', 'authorization']) {
      assert.equal(request.headers[name], undefined, name);
    }
  });

  const answers: Readonly<Record<string, Verdict>> = {
    'an error': { status: 500 },
    'that it is overloaded': { status: 503 },
    HTML: '<html>Just a moment…</html>',
    nothing: '',
    'JSON without a verdict': 'null',
    'more than a verdict': JSON.stringify({ success: true, more: 'x'.repeat(20_000) }),
    'that something went wrong on its side': { success: false, 'error-codes': ['internal-error'] },
  };
  for (const [name, verdict] of Object.entries(answers)) {
    test(`that answers ${name} has said nothing`, async (t) => {
      await assert.rejects(verified(t, verdict), { status: 503, code: 'unavailable' });
    });
  }

  test('that does not take the secret is the owner’s matter, not the visitor’s', async (t) => {
    for (const code of ['invalid-input-secret', 'missing-input-secret']) {
      await assert.rejects(
        verified(t, { success: false, 'error-codes': [code] }),
        ({ status, hint }) => status === 503 && /FAE_TURNSTILE_SECRET/.test(hint),
      );
    }
  });

  test('that redirects is not followed: the secret would go along', async (t) => {
    const elsewhere = await serve(t, (_, response) => response.end(JSON.stringify(goodVerdict)));
    const server = await serve(t, (_, response) => {
      response.writeHead(307, { Location: elsewhere.url }).end();
    });
    const fetch: typeof globalThis.fetch = (_, init) => globalThis.fetch(server.url, init);
    const { verify } = captchaOf({ provider: 'turnstile', siteKey, secret, fetch });
    await assert.rejects(verify('token', shop), { code: 'unavailable' });
    assert.equal(elsewhere.received.length, 0);
  });

  test('that hangs is waited for five seconds', async (t) => {
    const { options } = await serveTurnstile(t, () => undefined);
    const waits: number[] = [];
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    t.mock.method(AbortSignal, 'timeout', (ms: number) => {
      waits.push(ms);
      return timeout(ms / 100);
    });
    await assert.rejects(
      captchaOf(options).verify('token', shop),
      ({ code, cause }) => code === 'unavailable' && cause.name === 'TimeoutError',
    );
    assert.deepEqual(waits, [5_000]);
  });
});

describe('Cloudflare’s secrets for tests', () => {
  const dummy: Verdict = { success: true, hostname: 'example.com', action: '', 'error-codes': [] };

  test('pass though their verdicts name no real site', async (t) => {
    for (const first of ['1', '2', '3']) {
      const forTests = `${first}x0000000000000000000000000000000AA`;
      assert.equal(await verified(t, dummy, { secret: forTests }), true);
    }
  });

  test('do not pass what they refuse', async (t) => {
    const forTests = '2x0000000000000000000000000000000AA';
    const refused = { success: false, 'error-codes': ['invalid-input-response'] };
    assert.equal(await verified(t, refused, { secret: forTests }), false);
  });

  test('are told apart from real ones that look like them', async (t) => {
    for (const real of ['0x4AAAAAAA1x00000000', '4x0000000000000000', '1x000000A']) {
      assert.equal(await verified(t, dummy, { secret: real }), false, real);
    }
  });
});

describe('a captcha cannot be set up', () => {
  test('without both keys', () => {
    for (const half of [{ siteKey: '' }, { secret: '' }]) {
      const options: CaptchaOptions = { provider: 'turnstile', siteKey, secret, ...half };
      assert.throws(() => captchaOf(options), /FAE_TURNSTILE_SITE_KEY and FAE_TURNSTILE_SECRET/);
    }
  });

  test('by a provider that is not known', () => {
    const provider = 'recaptcha' as 'turnstile';
    assert.throws(
      () => captchaOf({ provider, siteKey, secret }),
      /There is no captcha "recaptcha"/,
    );
  });
});
