/** What the command line does for a platform: links for passwords, backups; and `start` around it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { runCommand, startCommand } from '../support/command.ts';

const email = 'ada@example.com';
const password = 'correct horse battery staple';

const temporaryFolder = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-cli-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

type Server = Awaited<ReturnType<typeof startCommand>>;

const started = async (
  t: TestContext,
  command: 'start' | 'platform',
  data: string,
  env: Readonly<Record<string, string>> = {},
) => {
  const server = await startCommand([command, '--port', '0', '--data', data], { env });
  t.after(() => server.stop());
  return server;
};

const keyIn = async (data: string): Promise<string> => {
  const keys = JSON.parse(await readFile(join(data, 'keys.json'), 'utf8')) as { key: string };
  return keys.key;
};

/** A request as a page of the platform's own sends it, or somebody with the key. */
const call = async (
  { origin }: Server,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> => {
  const isForm = body instanceof FormData;
  return fetch(origin + path, {
    method,
    headers: {
      Origin: origin,
      ...(body !== undefined && !isForm && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
};

const json = async (status: number, ...asked: Parameters<typeof call>) => {
  const response = await call(...asked);
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text) as Record<string, unknown> & { id: string };
};

const register = async (server: Server): Promise<string> => {
  const body = { email, password };
  const response = await call(server, 'POST', '/api/auth/register', { body });
  assert.equal(response.status, 201);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};

const formWith = (content: string, name: string, fields: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([content]), name);
  return form;
};

/** `fetch` does not let anybody choose the host. */
const pageAt = (server: Server, host: string, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.origin);
    request({ hostname, port, path, headers: { Host: `${host}:${port}` } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += String(chunk)));
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });

/** A refusal is one line that says what to do, and exit code 2. */
const refused = async (args: readonly string[], reason: RegExp): Promise<void> => {
  const { code, output } = await runCommand(['platform', ...args]);
  assert.match(output, reason);
  assert.equal(output.trim().split('\n').length, 1, output);
  assert.equal(code, 2);
};

describe('fae-widgets platform', () => {
  test('lists in its help what else it does', async () => {
    const { output } = await runCommand(['platform', '--help']);
    for (const task of ['keys', 'reset-password <email>', 'backup <file>', 'restore <file>']) {
      assert.ok(output.includes(`\n  ${task} `), task);
    }
    assert.match(output, /--replace/);
    assert.match(output, /STRIPE_SECRET_KEY/);
  });

  for (const [args, reason] of [
    [['sing'], /no "platform sing"; there is keys, reset-password, backup, restore/],
    [['backup'], /platform backup <file>/],
    [['backup', 'a', 'b'], /platform backup <file>/],
    [['keys', 'a'], /platform keys$/m],
    [['reset-password'], /platform reset-password <email>/],
    [['keys', '--replace'], /--replace is for/],
    [['--replace'], /--replace is for/],
  ] as const) {
    test(`refuses ${args.join(' ')}`, () => refused(args, reason));
  }

  test('prints the keys to both APIs', async (t) => {
    const data = await temporaryFolder(t);
    const server = await started(t, 'platform', data);
    const { output } = await runCommand(['platform', 'keys', '--data', data]);
    const keys = Object.fromEntries(output.split('\n').map((line) => line.split('=')));
    for (const [path, key, id] of [
      [`/api/characters?workspace=${keys['FAE_WORKSPACE']}`, 'FAE_API_KEY', 'FAE_WORKSPACE'],
      [`/api/v1/ai-agents?projectId=${keys['FLEEK_PROJECT']}`, 'FLEEK_API_KEY', 'FLEEK_PROJECT'],
    ]) {
      assert.ok(keys[id ?? ''], output);
      await json(200, server, 'GET', path ?? '', { headers: { 'x-api-key': keys[key ?? ''] } });
    }
  });

  test('takes a secret from a file', async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, 'key');
    await writeFile(file, 'fae_out_of_a_file\n');
    const { output } = await runCommand(['platform', 'keys', '--data', join(folder, 'data')], {
      env: { FAE_PLATFORM_KEY_FILE: file },
    });
    assert.match(output, /^FAE_API_KEY=fae_out_of_a_file$/m);
  });

  test('counts attempts to log in by the address that they come from', async (t) => {
    const env = { FAE_TRUST_PROXY: '127.0.0.0/8' };
    const server = await started(t, 'platform', await temporaryFolder(t), env);
    const body = { email, password: 'guessed' };
    const attempt = async (address: string): Promise<number> => {
      const headers = { 'X-Forwarded-For': address };
      return (await call(server, 'POST', '/api/auth/login', { body, headers })).status;
    };
    const guesser = '203.0.113.1';
    const statuses = await Promise.all(Array.from({ length: 11 }, () => attempt(guesser)));
    assert.equal(statuses.filter((status) => status === 429).length, 1);
    assert.equal(await attempt('203.0.113.2'), 401);
  });
});

describe('fae-widgets platform reset-password', () => {
  test('prints a link that sets the password anew, while the platform runs', async (t) => {
    const data = await temporaryFolder(t);
    const server = await started(t, 'platform', data);
    await register(server);
    const args = ['platform', 'reset-password', ' Ada@Example.com', '--data', data];
    const { port } = new URL(server.origin);
    const { code, output } = await runCommand([...args, '--port', port]);
    assert.equal(code, 0);
    const [link = ''] = output.split('\n');
    assert.ok(link.startsWith(`http://localhost:${port}/account/password/`), output);
    assert.equal((await fetch(link)).status, 200);
  });

  test('refuses an account that there is not', async (t) => {
    const data = await temporaryFolder(t);
    await refused(['reset-password', email, '--data', data], /no account of ada@example\.com/);
  });
});

describe('fae-widgets platform backup and restore', () => {
  test('bring back media, apps, accounts, sessions and the key', async (t) => {
    const root = await temporaryFolder(t);
    const [data, other, file] = ['one', 'two', 'backup.tar'].map((it) => join(root, it)) as [
      string,
      string,
      string,
    ];
    const first = await started(t, 'platform', data);
    const headers = { 'x-api-key': await keyIn(data) };
    const cookie = await register(first);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    const form = formWith(svg, 'dot.svg');
    const image = await json(201, first, 'POST', '/api/images/upload', { body: form, headers });
    const app = await json(201, first, 'POST', '/api/apps', { body: { name: 'Moon' }, headers });
    const page = formWith('<h1>Moon</h1>', 'page', { filename: 'index.html' });
    await json(201, first, 'POST', `/api/apps/${app.id}/upload`, { body: page, headers });
    const made = await runCommand(['platform', 'backup', file, '--data', data]);
    assert.match(made.output, /database, \d+ stored files, [\d,]+ bytes/);
    assert.equal(made.code, 0, made.output);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await json(201, first, 'POST', '/api/stories', { body: { title: 'Later' }, headers });

    const restored = await runCommand(['platform', 'restore', file, '--data', other]);
    assert.equal(restored.code, 0, restored.output);
    const second = await started(t, 'platform', other);
    assert.equal(await keyIn(other), headers['x-api-key']);
    const url = String(image['url']).replace(first.origin, second.origin);
    assert.equal(await (await fetch(url)).text(), svg);
    assert.equal(await (await fetch(`${second.origin}/apps/moon/`)).text(), '<h1>Moon</h1>');
    const stories = await call(second, 'GET', '/api/stories', { headers });
    assert.doesNotMatch(await stories.text(), /Later/);
    await json(200, second, 'GET', '/api/workspaces', { headers: { Cookie: cookie } });
    await json(200, second, 'POST', '/api/auth/login', { body: { email, password } });
    await second.stop();

    await refused(['restore', file, '--data', other], /has something in it already/);
    await refused(['backup', file, '--data', other], /is there already/);
    await truncate(file, (await stat(file)).size / 2);
    await refused(['restore', file, '--data', other, '--replace'], /is incomplete/);
    assert.equal(await keyIn(other), headers['x-api-key']);
  });
});

describe('fae-widgets platform restore', () => {
  test('says so where agents’ secrets are sealed with another FAE_SECRET', async (t) => {
    const root = await temporaryFolder(t);
    const [data, other, file] = ['one', 'two', 'backup.tar'].map((it) => join(root, it)) as [
      string,
      string,
      string,
    ];
    const env = { FAE_SECRET: 'a secret of the tests, and no other' };
    const agent = join(root, 'agent.json');
    await writeFile(agent, '{"name":"Ada","bio":"Built engines.","secrets":{"KEY":"sk-one"}}');
    await runCommand(['agents', 'import', agent, '--data', data], { env });
    await runCommand(['platform', 'backup', file, '--data', data], { env });
    const restored = await runCommand(['platform', 'restore', file, '--data', other]);
    assert.match(restored.output, /secrets of 1 agent are sealed with another FAE_SECRET: start/);
    assert.equal(restored.code, 0);
  });
});

describe('fae-widgets start', () => {
  test('goes on with the new key once the sample workspace has one', async (t) => {
    const data = await temporaryFolder(t);
    const server = await started(t, 'start', data);
    const Cookie = await register(server);
    const listed = () => call(server, 'GET', '/fae/characters');
    assert.equal((await listed()).status, 200);
    const before = await keyIn(data);
    const { workspace } = await json(200, server, 'GET', '/sample.json');
    const headers = { Cookie };
    const path = `/api/workspaces/${String(workspace)}/key`;
    const { key } = await json(200, server, 'POST', path, { headers, body: {} });
    assert.notEqual(key, before);
    assert.equal((await listed()).status, 200);
    assert.equal(await keyIn(data), key);
  });

  test('leaves the hosts of apps to the apps, and is the demo on every other', async (t) => {
    const data = await temporaryFolder(t);
    const server = await started(t, 'start', data);
    const headers = { 'x-api-key': await keyIn(data) };
    const app = await json(201, server, 'POST', '/api/apps', { body: { name: 'Moon' }, headers });
    for (const filename of ['index.html', 'fae/index.html']) {
      const body = formWith(`<h1>${filename}</h1>`, 'page', { filename });
      await json(201, server, 'POST', `/api/apps/${app.id}/upload`, { body, headers });
    }
    assert.equal(await pageAt(server, 'moon.localhost', '/'), '<h1>index.html</h1>');
    assert.equal(await pageAt(server, 'moon.localhost', '/fae/'), '<h1>fae/index.html</h1>');
    assert.doesNotMatch(await pageAt(server, 'moon.localhost', '/sample.json'), /workspace/);
    for (const host of ['localhost', '127.0.0.1', 'sun.localhost', 'behind.internal.example']) {
      assert.match(await pageAt(server, host, '/'), /<fae-checkout/, host);
    }
  });
});
