/** What cannot go wrong because it is not there, and what refuses to start. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createProxy, type ProxyOptions } from '../../../src/proxy/index.ts';
import { createProxy as createNodeProxy } from '../../../src/proxy/node.ts';
import { temporaryFolder } from '../../support/command.ts';
import { asked, baseOptions, key, shop } from '../harness.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Checks the project's import rules on a tree of these files; gives what they are broken by. */
const brokenBy = async (files: Readonly<Record<string, string>>): Promise<string> => {
  await using folder = await temporaryFolder();
  await symlink(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  await writeFile(join(folder.path, 'tsconfig.json'), '{}');
  await mkdir(join(folder.path, 'src/proxy/steps'), { recursive: true });
  await mkdir(join(folder.path, 'src/http'), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder.path, path), text);
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const rules = join(root, '.dependency-cruiser.cjs');
  const { stdout } = spawnSync(process.execPath, [cruiser, 'src', '--config', rules], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  return stdout;
};

test('V20 no file of the proxy can come to a database, a program or a file by mistake', async () => {
  const kept = ['node:sqlite', 'node:child_process', 'node:vm', 'kysely'];
  const onNodeOnly = ['node:fs', 'node:fs/promises', 'node:net', 'node:os', './probe.node.ts'];
  const source = (names: readonly string[]) => names.map((it) => `import '${it}';`).join('\n');
  const broken = await brokenBy({
    'src/proxy/probe.ts': source([...kept, ...onNodeOnly]),
    'src/proxy/probe.node.ts': source([...kept, 'node:fs']),
    'src/proxy/steps/probe.ts': source(['node:fs', 'kysely']),
    'src/http/probe.ts': source(['node:fs', 'kysely']),
  });
  const lines = broken.split('\n');
  const has = (file: string, module: string): boolean =>
    lines.some((it) => it.includes(`error `) && it.includes(`: ${file} → `) && it.includes(module));
  for (const module of ['node:sqlite', 'child_process', 'vm', 'kysely']) {
    assert.ok(has('src/proxy/probe.ts', module), module);
    assert.ok(has('src/proxy/probe.node.ts', module), module);
  }
  for (const module of ['fs', 'fs/promises', 'net', 'os', 'src/proxy/probe.node.ts']) {
    assert.ok(has('src/proxy/probe.ts', module), module);
  }
  for (const file of ['src/proxy/steps/probe.ts', 'src/http/probe.ts']) {
    assert.ok(has(file, 'fs') && has(file, 'kysely'), file);
  }
  assert.ok(!has('src/proxy/probe.node.ts', '→ fs'), 'Node files may read a folder of scripts');
});

const published = [
  'VITE',
  'NEXT_PUBLIC',
  'NUXT_PUBLIC',
  'PUBLIC',
  'REACT_APP',
  'EXPO_PUBLIC',
  'GATSBY',
  'VUE_APP',
  'STORYBOOK',
];

/** Each secret where it is meant to be. */
const secrets: Readonly<Record<string, string>> = {
  FAE_API_KEY: 'sentinel-fae-key',
  FAE_API_KEY_NEXT: 'sentinel-next-key',
  FAE_SESSION_COOKIE: 'session=sentinel-cookie',
  FLEEK_API_KEY: 'sentinel-fleek-key',
  FAE_TURNSTILE_SECRET: 'sentinel-turnstile',
  FAE_METRICS_TOKEN: 'sentinel-metrics-token',
  FAE_OPERATOR_TOKEN: 'sentinel-operator-token',
};

const usual = {
  ...secrets,
  FAE_TURNSTILE_SITE_KEY: 'site-key',
  FAE_API_URL: 'http://upstream.test/api',
};

test('V21 no proxy starts with a secret in a variable that bundlers publish', () => {
  const create = (env: Readonly<Record<string, string>>) => () =>
    createNodeProxy({ origins: [shop], env, log: () => undefined });
  assert.doesNotThrow(create(usual));
  for (const prefix of published) {
    for (const [name, secret] of Object.entries(secrets)) {
      for (const value of [secret, `Bearer ${secret}`]) {
        const variable = `${prefix}_${name}`;
        assert.throws(create({ ...usual, [variable]: value }), (error) => {
          assert.ok(error instanceof TypeError);
          assert.match(error.message, new RegExp(`variable ${variable} `));
          assert.doesNotMatch(String(error.stack), /sentinel/);
          return true;
        });
      }
    }
  }
  assert.doesNotThrow(create({ ...usual, VITE_TURNSTILE: 'site-key', PUBLIC_TITLE: 'My shop' }));
});

test('V21 the password of Redis counts as one, however short it is', () => {
  const options: ProxyOptions = { origins: [shop], log: () => undefined };
  for (const [url, password] of [
    ['redis://:sentinel-password@127.0.0.1:1', 'sentinel-password'],
    ['https://default:sentinel-token@redis.test', 'sentinel-token'],
    ['redis://:short@127.0.0.1:1', 'short'],
  ] as const) {
    const env = { FAE_REDIS_URL: url };
    assert.doesNotThrow(() =>
      createNodeProxy({ ...options, env: { ...env, VITE_A: 'a shorter one' } }),
    );
    assert.throws(
      () => createNodeProxy({ ...options, env: { ...env, VITE_A: password } }),
      /VITE_A/,
    );
  }
});

test('V21 an environment that comes with a request is checked as well', async (t) => {
  const told: unknown[] = [];
  t.mock.method(console, 'error', (text: unknown) => told.push(text));
  const proxy = createProxy({ origins: [shop] });
  const bindings = { FAE_API_KEY: key, NEXT_PUBLIC_KEY: key };
  const response = await proxy.fetch(asked({ path: '/tts/status' }), bindings, {
    waitUntil: () => undefined,
  });
  assert.equal(response.status, 503);
  assert.match(String(told), /NEXT_PUBLIC_KEY/);
  assert.ok(!`${told.join()}${await response.text()}`.includes(key));
});

const inPage = (t: TestContext): void => {
  Object.defineProperty(globalThis, 'document', { value: {}, configurable: true });
  t.after(() => Reflect.deleteProperty(globalThis, 'document'));
};

test('V21 no proxy is created in a page', (t) => {
  inPage(t);
  for (const create of [createProxy, createNodeProxy]) {
    assert.throws(
      () => create(baseOptions),
      (error) => {
        assert.ok(error instanceof TypeError && !error.message.includes(key));
        return /must run on a server/.test(error.message);
      },
    );
  }
});

test('V21 without a key nothing is asked: 503, and the log says what to set', async () => {
  for (const env of [
    {},
    { FAE_API_KEY: '' },
    { FAE_API_KEY: 'undefined\n' },
    { FAE_API_KEY: 'two words' },
  ]) {
    const events: unknown[] = [];
    const asked503 = createProxy({
      origins: [shop],
      expose: ['*'],
      env,
      fae: { fetch: () => assert.fail('the upstream was asked') },
      log: (event) => events.push(event),
    });
    for (const path of ['/tts/status', '/public/nfts']) {
      const response = await asked503.fetch(asked({ path }));
      assert.equal(response.status, 503);
      assert.match(await response.text(), /"code":"not_configured"/);
    }
    assert.match(JSON.stringify(events), /FAE_API_KEY/);
  }
});
