/** What the doctor says of a platform's set-up: of real databases and storage, and engines that answer. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { serve } from '../proxy/harness.ts';
import { runCommand, temporaryFolder } from '../support/command.ts';
import { password, withoutPostgres } from '../support/postgres.ts';
import { startS3 } from '../support/s3.ts';
import { sharedPostgres } from '../support/shared-postgres.ts';
import { examine, found, type Env, type Report } from './examine.ts';

const served = async (t: TestContext, listener: RequestListener): Promise<string> =>
  (await serve(t, listener)).url;

describe('fae-widgets doctor, asked about a platform', () => {
  const ofPlatform = async (env: Env, args: readonly string[] = []): Promise<Report> => {
    const report = await examine(env, ['--part', 'platform', ...args]);
    assert.ok(!JSON.stringify(report).includes(password), 'a password is in the report');
    return report;
  };
  const secret = { FAE_SECRET: 'sentinel-secret-0123456789' };

  test('for which nothing is set is well', async () => {
    const report = await ofPlatform({});
    assert.equal(report.exitCode, 0);
    assert.equal(found(report, /Nothing is set for a platform/).level, 'note');
  });

  test('is one of two parts', async () => {
    const { code, output } = await runCommand(['doctor', '--part', 'engine']);
    assert.equal(code, 2);
    assert.match(output, /--part is proxy or platform/);
  });

  for (const [env, text] of [
    [{ DATABASE_URL: 'postgres://fae:pa55-w0rd@127.0.0.1:1/fae' }, /FAE_SECRET must be set/],
    [{ DATABASE_URL: 'postgres://fae:pa55-w0rd#x@127.0.0.1/fae', ...secret }, /DATABASE_URL must/],
    [{ S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'fae' }, /S3_KEY, S3_SECRET is missing/],
    [{ OLLAMA_HOST: 'http://' }, /OLLAMA_HOST/],
    [{ OPENAI_BASE_URL: 'openai' }, /OPENAI_BASE_URL must be/],
    [{ STRIPE_SECRET_KEY: 'pk_test_0123456789' }, /STRIPE_SECRET_KEY must be/],
    [{ FAE_SPEECH: 'loud' }, /FAE_SPEECH must be/],
    [{ FAE_APPS_URL: 'apps' }, /FAE_APPS_URL must be/],
    [{ FAE_RETAIN_DAYS: 'ever' }, /FAE_RETAIN_DAYS must be/],
    [{ FLEEK_BILLING: 'yes' }, /FLEEK_BILLING must be off or enforce/],
    [{ FLEEK_BILLING: 'enforce' }, /FLEEK_BILLING=enforce needs STRIPE_SECRET_KEY/],
    [{ FLEEK_PLATFORM_PROJECT: 'a b' }, /project must be/],
    [{ MORALIS_API_KEY: '"sentinel-moralis"' }, /MORALIS_API_KEY stands in quotes/],
    [{ KOKORO_MODEL: '/nowhere' }, /no folder with config\.json/],
    [{ KOKORO_MODEL: '/nowhere' }, /the package kokoro-js is missing/],
  ] as const) {
    test(`is refused ${Object.keys(env).join(', ')}: ${text.source}`, async () => {
      const report = await ofPlatform(env);
      assert.equal(found(report, text).level, 'problem');
      assert.equal(report.exitCode, 2);
    });
  }

  test('that sells by Stripe wants to hear of payments', async () => {
    const env = { STRIPE_SECRET_KEY: 'sk_test_0123456789' };
    const report = await ofPlatform(env);
    assert.match(
      found(report, /without STRIPE_WEBHOOK_SECRET/).fix ?? '',
      /api\/payments\/webhook/,
    );
    assert.equal(report.exitCode, 1);
    const complete = await ofPlatform({ ...env, STRIPE_WEBHOOK_SECRET: 'whsec_0123456789' });
    assert.equal(complete.exitCode, 0);
  });

  test('may count seats where somebody can pay for them', async () => {
    const report = await ofPlatform({ FLEEK_BILLING: 'enforce', FAE_PAYMENTS: 'test' });
    assert.equal(report.exitCode, 0);
  });

  test('may have its secrets in files', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'stripe');
    await writeFile(file, 'no key at all\n');
    const report = await ofPlatform({ STRIPE_SECRET_KEY_FILE: file });
    assert.equal(found(report, /STRIPE_SECRET_KEY must be/).level, 'problem');
  });

  test('has variables that may be misspelt', async () => {
    const env = { FAE_REGISTRATIONS: 'open', STRIPE_SECRETKEY: 'sentinel', OLLAMA_HOSTS: 'x' };
    const report = await examine(env, ['--part', 'proxy']);
    for (const name of Object.keys(env)) {
      assert.equal(found(report, new RegExp(`reads the variable ${name}`)).level, 'warning');
    }
  });

  describe('and its database', () => {
    test('that is well', { skip: withoutPostgres }, async () => {
      const DATABASE_URL = await (await sharedPostgres()).createDatabase();
      const report = await ofPlatform({ DATABASE_URL, ...secret });
      assert.equal(report.exitCode, 0);
      assert.equal(found(report, /^PostgreSQL \d+\S* answers at 127/).level, 'ok');
    });

    test('that does not let us in', { skip: withoutPostgres }, async () => {
      const { urlOf } = await sharedPostgres();
      const DATABASE_URL = urlOf('postgres').replace(password, `not-${password}`);
      const report = await ofPlatform({ DATABASE_URL, ...secret });
      assert.match(found(report, /cannot be used/).text, /password authentication failed/);
    });

    test('that nobody runs', async () => {
      const DATABASE_URL = `postgres://fae:${password}@127.0.0.1:1/fae`;
      const report = await ofPlatform({ DATABASE_URL, ...secret });
      assert.match(found(report, /127\.0\.0\.1:1\/fae cannot be used/).text, /ECONNREFUSED/);
    });

    test('that hangs', async (t) => {
      const server = createServer().listen(0, '127.0.0.1');
      t.after(() => server.close());
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const DATABASE_URL = `postgres://fae:${password}@127.0.0.1:${port}/fae`;
      const report = await ofPlatform({ DATABASE_URL, ...secret }, ['--timeout', '0.3']);
      assert.equal(found(report, /cannot be used/).level, 'problem');
    });
  });

  describe('and its file storage', () => {
    const withS3 = async (t: TestContext, more: Env = {}): Promise<Report> => {
      const s3 = await startS3();
      t.after(s3.close);
      const { code, output } = await runCommand(['doctor', '--part', 'platform', '--json'], {
        env: { ...s3.env, ...more },
      });
      const report = JSON.parse(output) as Report;
      assert.equal(code, report.exitCode);
      assert.ok(
        s3.requests.every((it) => it.startsWith('GET')),
        'nothing is written',
      );
      return report;
    };

    test('that is well', async (t) => {
      const report = await withS3(t);
      assert.equal(found(report, /takes key and bucket/).level, 'ok');
      assert.equal(report.exitCode, 0);
    });

    test('that has no such bucket', async (t) => {
      const report = await withS3(t, { S3_BUCKET: 'another' });
      assert.equal(found(report, /no such bucket/).level, 'problem');
    });

    test('that refuses the key', async (t) => {
      const report = await withS3(t, { S3_SECRET: 'sentinel-of-another' });
      assert.match(found(report, /refuses the key/).text, /SignatureDoesNotMatch/);
      assert.ok(!JSON.stringify(report).includes('sentinel'));
    });

    test('that nobody runs', async (t) => {
      const report = await withS3(t, { S3_ENDPOINT: 'http://127.0.0.1:2' });
      assert.match(found(report, /cannot be reached/).text, /ECONNREFUSED/);
    });
  });

  describe('and its replies', () => {
    const models: RequestListener = ({ url, headers }, response) => {
      const isRefused = url === '/v1/models' && headers.authorization !== 'Bearer sentinel-open';
      response.writeHead(isRefused ? 401 : 200, { 'Content-Type': 'application/json' });
      response.end(url === '/api/tags' ? '{"models":[{"name":"a"}]}' : '{"data":[{"id":"a"}]}');
    };

    test('by Ollama', async (t) => {
      const url = await served(t, models);
      const report = await ofPlatform({ OLLAMA_HOST: `${url},http://127.0.0.1:1` });
      assert.equal(found(report, /has 1 model\./).level, 'ok');
      assert.equal(found(report, /127\.0\.0\.1:1 cannot be reached/).level, 'problem');
    });

    test('by what speaks as OpenAI does', async (t) => {
      const OPENAI_BASE_URL = `${await served(t, models)}/v1`;
      const report = await ofPlatform({ OPENAI_BASE_URL, OPENAI_API_KEY: 'sentinel-open' });
      assert.equal(found(report, /reply engine at .* answers/).level, 'ok');
      const refused = await ofPlatform({ OPENAI_BASE_URL, OPENAI_API_KEY: 'sentinel-other' });
      assert.match(found(refused, /refuses the key/).fix ?? '', /OPENAI_API_KEY/);
    });

    test('that never come', async (t) => {
      const url = await served(t, () => undefined);
      const report = await ofPlatform({ OLLAMA_HOST: url }, ['--timeout', '0.2']);
      assert.equal(found(report, /cannot be reached/).level, 'problem');
    });
  });
});
