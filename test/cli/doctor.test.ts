import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import test, { describe, type TestContext } from 'node:test';
import { captchaCheck } from '../../src/cli/doctor/captcha.ts';
import { key, serve, workspace } from '../proxy/harness.ts';
import { runCommand } from '../support/command.ts';
import { startRedis } from '../support/redis.ts';
import { examine, found, type Env } from './examine.ts';

const id = '64b5f0c2a1d3e4f5a6b7c8d9';
const shop = 'https://shop.example';

/** An API that works, and takes one key. */
const api: RequestListener = (request, response) => {
  const { url = '', headers } = request;
  const answer = (status: number, value: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
  if (headers['x-api-key'] !== key) answer(401, { error: 'no' });
  else if (url.startsWith('/api/public/nfts')) answer(200, [{ id, name: 'A' }]);
  else if (url.startsWith('/api/characters')) answer(200, []);
  else if (url === '/api/tts/status') answer(200, { available: true });
  else if (url === `/api/payments/embed/product/${id}`) {
    answer(200, { id, name: 'A figurine', amount: 100, currency: 'eur' });
  } else answer(404, { error: 'nothing here' });
};

const set = (url: string, more: Env = {}): Env => ({
  FAE_API_URL: `${url}/api`,
  FAE_API_KEY: key,
  FAE_WORKSPACE: workspace,
  FAE_ALLOWED_ORIGINS: 'https://www.shop.example,https://shop.example',
  ...more,
});

const served = async (t: TestContext, listener: RequestListener = api): Promise<string> =>
  (await serve(t, listener)).url;

describe('fae-widgets doctor', () => {
  test('finds nothing to mend in a set-up that works', async (t) => {
    const url = await served(t);
    const report = await examine(set(url), ['--product-id', id]);
    assert.equal(report.exitCode, 0);
    assert.equal(found(report, /takes FAE_API_KEY/).level, 'ok');
    assert.equal(found(report, /nfts\.listPublic works \(1 record/).level, 'ok');
    assert.equal(found(report, /payments\.product works/).level, 'ok');
    assert.equal(found(report, /Pages at https:\/\/shop\.example may embed/).level, 'ok');
    assert.match(found(report, /^Not offered/).text, /payments\.checkout/);
  });

  test('prints for people, without colours where nobody sees them', async (t) => {
    const url = await served(t);
    const { code, output } = await runCommand(['doctor'], { env: set(url) });
    assert.equal(code, 0);
    assert.match(output, /^ {2}✓ Node\.js/m);
    assert.match(output, /^0 problems, 0 warnings$/m);
    assert.ok(!output.includes('\u001b'));
  });

  test('ends with 1 for warnings alone, and says what to do', async (t) => {
    const url = await served(t);
    const { code, output } = await runCommand(['doctor'], {
      env: set(url, { FAE_ALLOWED_ORIGINS: '' }),
    });
    assert.equal(code, 1);
    assert.match(output, / {2}! No page may embed.*\n {4}→ Set FAE_ALLOWED_ORIGINS/);
  });

  test('spends nothing', async (t) => {
    const { url, received } = await serve(t, api);
    const report = await examine(set(url, { FAE_EXPOSE: '*' }));
    assert.match(found(report, /payments\.checkout is offered/).text, /costs/);
    assert.match(found(report, /characters\.response is offered/).text, /costs/);
    assert.deepEqual([...new Set(received.map(({ method }) => method))], ['GET']);
  });

  test('tries nothing of an API for which nothing is set', async (t) => {
    const report = await examine(set(await served(t), { FAE_EXPOSE: '*' }));
    assert.equal(found(report, /Nothing is set for the Fleek AI Agents API/).level, 'note');
    const failing = report.findings.find(({ text }) => /^Failing/.test(text));
    assert.doesNotMatch(failing?.text ?? '', /agents\.|plans\./);
  });

  for (const [what, env] of [
    ['by its key alone', {}],
    ['by its address', { FLEEK_API_URL: 'https://api.fleek.xyz/api/' }],
  ] as const) {
    test(`says that Fleek’s own service has ended, and who answers instead: ${what}`, async (t) => {
      const fleek = { FLEEK_API_KEY: 'fleek-Key_0123456789', FAE_EXPOSE: '*', ...env };
      const report = await examine(set(await served(t), fleek));
      const { level, fix = '' } = found(report, /has ended on 2026-01-31/);
      assert.equal(level, 'problem');
      assert.match(fix, /fae-widgets agents import/);
      const failing = report.findings.find(({ text }) => /^Failing/.test(text));
      assert.doesNotMatch(failing?.text ?? '', /agents\.|plans\./);
    });
  }

  test('asks a platform that answers Fleek’s API', async (t) => {
    const FLEEK_API_URL = `${await served(t, (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('[]');
    })}/api`;
    const env = { FLEEK_API_URL, FLEEK_API_KEY: 'fleek-Key_0123456789', FLEEK_PROJECT: 'p' };
    const report = await examine({ ...env, FAE_EXPOSE: 'plans.list' });
    assert.equal(found(report, /takes FLEEK_API_KEY/).level, 'ok');
    assert.equal(found(report, /plans\.list works/).level, 'ok');
  });

  test('needs a key', async () => {
    const report = await examine({});
    assert.equal(report.exitCode, 2);
    assert.match(found(report, /no key/).fix ?? '', /FAE_API_KEY/);
  });

  describe('an API', () => {
    test('that refuses the key', async (t) => {
      const url = await served(t);
      const report = await examine(set(url, { FAE_API_KEY: 'another-Key_0123456789' }));
      assert.equal(report.exitCode, 2);
      assert.match(found(report, /^The FAE API refuses the key/).fix ?? '', /FAE_WORKSPACE/);
      assert.match(found(report, /^Failing/).text, /nfts\.listPublic, tts\.status/);
    });

    test('whose key is being replaced', async (t) => {
      const url = await served(t);
      const env = { FAE_API_KEY: 'previous-Key_0123456789', FAE_API_KEY_NEXT: key };
      const report = await examine(set(url, env));
      assert.equal(report.exitCode, 1);
      const finding = found(report, /takes FAE_API_KEY_NEXT, but not FAE_API_KEY\./);
      assert.match(finding.fix ?? '', /take FAE_API_KEY_NEXT away/);
    });

    test('at an address that lacks its path', async (t) => {
      const url = await served(t);
      const report = await examine(set(url, { FAE_API_URL: url }));
      assert.match(found(report, /no such address/).fix ?? '', /\/api/);
    });

    test('that is a web page', async (t) => {
      const url = await served(t, (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hello</h1>');
      });
      const report = await examine(set(url));
      assert.match(found(report, /something else than it should/).text, /text\/html/);
    });

    test('that nobody runs', async () => {
      const report = await examine(set('http://127.0.0.1:1'));
      assert.match(found(report, /cannot be reached/).text, /ECONNREFUSED/);
    });

    test('that hangs does not make the doctor hang', async (t) => {
      const url = await served(t, () => undefined);
      const report = await examine(set(url), ['--timeout', '0.2']);
      assert.match(found(report, /no answer in time/).fix ?? '', /--timeout/);
    });

    test('that fails by itself', async (t) => {
      const url = await served(t, (_, response) => response.writeHead(500).end());
      assert.equal(found(await examine(set(url)), /fails by itself \(500\)/).level, 'problem');
    });

    test('whose clock is another', async (t) => {
      const url = await served(t, (request, response) => {
        response.setHeader('Date', new Date(Date.now() - 3_600_000).toUTCString());
        api(request, response);
      });
      const report = await examine(set(url));
      assert.match(found(report, /clock is 3\d{3} s ahead/).fix ?? '', /ntp/);
    });
  });

  describe('settings', () => {
    for (const [env, text] of [
      [{ FAE_LIMITS: 'chat=many' }, /chat=many/],
      [{ FAE_EXPOSE: 'nfts.everything' }, /nfts\.everything/],
      [{ FAE_TRUST_PROXY: 'nginx' }, /nginx/],
      [{ FAE_TRUST_PROXY: '0.0.0.0/0', FAE_PUBLIC_URL: 'https://127.0.0.1:1' }, /every visitor/],
      [{ FAE_BASE_PATH: 'fae' }, /base path/],
      [{ FAE_TURNSTILE_SITE_KEY: 'x' }, /both keys/],
      [{ FAE_REDIS_URL: 'mysql://127.0.0.1' }, /FAE_REDIS_URL must begin/],
      [{ FAE_RETURN_URLS: 'https://shop.example/thanks' }, /not an origin/],
      [{ FAE_PUBLIC_URL: 'shop.example' }, /not an http/],
      [{ VITE_FAE_KEY: key }, /VITE_FAE_KEY/],
      [{ FAE_METRICS_TOKEN: '"in-quotes-0123456789"' }, /stands in quotes/],
    ] as const) {
      test(`that cannot be meant: ${Object.keys(env).join(', ')}`, async (t) => {
        const report = await examine(set(await served(t), env));
        assert.equal(found(report, text).level, 'problem');
      });
    }

    test('that are each told, not only the first', async (t) => {
      const env = { FAE_LIMITS: 'chat=many', FAE_EXPOSE: 'nfts.everything', FAE_BASE_PATH: 'x' };
      const report = await examine(set(await served(t), env));
      assert.equal(report.findings.filter(({ level }) => level === 'problem').length, 3);
      assert.equal(found(report, /takes FAE_API_KEY/).level, 'ok');
    });

    for (const [env, text] of [
      [{ FAE_ALLOWED_ORIGINS: '', FAE_ALLOWED_ORIGIN: shop }, /Nothing reads the variable/],
      [{ FAE_INSTANCES: '3' }, /each of the 3 instances/i],
      [{ FAE_PUBLIC_URL: 'https://127.0.0.1:1/fae' }, /only https:\/\/127\.0\.0\.1:1 counts/],
    ] as const) {
      test(`that are probably not meant: ${Object.keys(env).join(', ')}`, async (t) => {
        const report = await examine(set(await served(t), env));
        assert.equal(found(report, text).level, 'warning');
      });
    }
  });

  describe('an origin', () => {
    const withOrigins = async (t: TestContext, FAE_ALLOWED_ORIGINS: string, more: Env = {}) =>
      examine(set(await served(t), { FAE_ALLOWED_ORIGINS, ...more }));

    test('with a slash at its end', async (t) => {
      const report = await withOrigins(t, 'https://shop.example/');
      assert.match(found(report, /not an origin/).text, /Did you mean "https:\/\/shop\.example"/);
    });

    test('without https', async (t) => {
      const report = await withOrigins(t, 'http://shop.example');
      assert.equal(found(report, /can be changed on their way/).level, 'warning');
    });

    test('without its www', async (t) => {
      const report = await withOrigins(t, shop);
      assert.equal(found(report, /https:\/\/www\.shop\.example may not/).level, 'note');
    });

    test('of one’s own machine, in production only', async (t) => {
      const local = 'http://localhost:5173';
      const said = /visitor’s own machine/;
      const trying = await withOrigins(t, local);
      assert.ok(!trying.findings.some(({ text }) => said.test(text)));
      const report = await withOrigins(t, local, { NODE_ENV: 'production' });
      assert.equal(found(report, said).level, 'warning');
    });
  });

  describe('Redis', () => {
    test('that is well', async (t) => {
      await using redis = await startRedis();
      const report = await examine(set(await served(t), { FAE_REDIS_URL: redis.url }));
      assert.equal(report.exitCode, 0);
      assert.equal(found(report, /answers in [\d.]+ ms/).level, 'ok');
    });

    test('that forgets when it is full', async (t) => {
      await using redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
      const report = await examine(set(await served(t), { FAE_REDIS_URL: redis.url }));
      assert.match(found(report, /allkeys-lru/).fix ?? '', /noeviction/);
    });

    test('that refuses the password', async (t) => {
      await using redis = await startRedis(['--requirepass', 'the-right-password']);
      const url = `redis://:sentinel-password@127.0.0.1:${redis.port}`;
      const { output } = await runCommand(['doctor'], {
        env: set(await served(t), { FAE_REDIS_URL: url }),
      });
      assert.match(output, /✗ 127\.0\.0\.1:\d+ refuses the password/);
      assert.ok(!output.includes('sentinel-password'));
    });

    test('that allows no scripts', async (t) => {
      await using redis = await startRedis(['--rename-command', 'EVAL', '']);
      const report = await examine(set(await served(t), { FAE_REDIS_URL: redis.url }));
      assert.equal(found(report, /does not do what the proxy asks/).level, 'problem');
    });

    test('that nobody runs', async (t) => {
      const env = { FAE_REDIS_URL: 'redis://127.0.0.1:1' };
      const report = await examine(set(await served(t), env));
      assert.match(found(report, /127\.0\.0\.1:1 does not answer/).text, /ECONNREFUSED/);
    });

    test('that hangs', async (t) => {
      await using redis = await startRedis();
      redis.hang();
      const env = set(await served(t), { FAE_REDIS_URL: redis.url });
      const report = await examine(env, ['--timeout', '0.3']);
      assert.equal(found(report, /does not answer|stops answering/).level, 'problem');
    });
  });

  describe('a captcha', () => {
    const secret = 'sentinel-secret-0123456789';
    const keys = { FAE_TURNSTILE_SITE_KEY: '0x4AAA', FAE_TURNSTILE_SECRET: secret };

    /** The check, with Cloudflare's verdict. */
    const checked = (verdict: unknown, env: Env = keys) =>
      captchaCheck(async () => Response.json(verdict))({ env, waitMs: 1_000, ids: {} });

    for (const [what, verdict, level] of [
      [
        'whose secret is taken',
        { success: false, 'error-codes': ['invalid-input-response'] },
        'ok',
      ],
      [
        'whose secret nobody knows',
        { success: false, 'error-codes': ['invalid-input-secret'] },
        'problem',
      ],
      ['that lets everybody pass', { success: true }, 'warning'],
      [
        'of which nothing is known',
        { success: false, 'error-codes': ['internal-error'] },
        'warning',
      ],
    ] as const) {
      test(what, async () => {
        const [finding] = await checked(verdict);
        assert.equal(finding?.level, level);
      });
    }

    test('that nobody can be asked about', async () => {
      const check = captchaCheck(() => Promise.reject(new TypeError('fetch failed')));
      const [finding] = await check({ env: keys, waitMs: 1_000, ids: {} });
      assert.equal(finding?.level, 'problem');
    });
  });
});
