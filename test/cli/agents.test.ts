/** Agents on the command line: out of files and into files; and behind the proxy of `start`. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { until } from '../platform/until.ts';
import { runCommand, startCommand } from '../support/command.ts';

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const character = { name: 'Ada', bio: 'Built engines.', secrets: { BOT_TOKEN: 'bot-secret-0815' } };
const agent = { id, name: 'Ada', character_file: JSON.stringify(character), status: 'Running' };

/** A folder for data and one with files. */
const folders = async (t: TestContext, files: Readonly<Record<string, unknown>> = {}) => {
  const root = await mkdtemp(join(tmpdir(), 'fae-cli-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const [data, source, out] = ['data', 'agents', 'out'].map((it) => join(root, it)) as [
    string,
    string,
    string,
  ];
  await mkdir(source);
  for (const [name, value] of Object.entries(files)) {
    await writeFile(join(source, name), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { data, source, out };
};

type Env = Readonly<Record<string, string>>;

const started = async (t: TestContext, command: string, data: string, env: Env = {}) => {
  const server = await startCommand([command, '--port', '0', '--data', data], { env });
  t.after(() => server.stop());
  return server;
};

const fleekKeyIn = async (data: string): Promise<string> => {
  const keys = JSON.parse(await readFile(join(data, 'keys.json'), 'utf8')) as { fleekKey: string };
  return keys.fleekKey;
};

const refused = async (args: readonly string[], reason: RegExp): Promise<void> => {
  const { code, output } = await runCommand(['agents', ...args]);
  assert.match(output, reason);
  assert.equal(output.trim().split('\n').length, 1, output);
  assert.equal(code, 2);
};

describe('fae-widgets agents', () => {
  for (const [args, reason] of [
    [[], /agents import FILE\|FOLDER…, or: fae-widgets agents export/],
    [['sing'], /The command is/],
    [['import'], /Which files or folders/],
    [['export'], /--out names the folder/],
    [['export', '--out', 'x', '--format', 'v2'], /--format is fleek, v0, v1; it is "v2"/],
    [['export', '--out', 'x', '--publish'], /--publish is for "agents import"/],
    [['import', 'x', '--format', 'v0'], /--format is for "agents export"/],
  ] as const) {
    test(`refuses ${args.join(' ') || 'nothing'}`, () => refused(args, reason));
  }

  test('refuses a project that there is not', async (t) => {
    const { data, source } = await folders(t);
    await refused(['import', source, '--data', data, '--project', 'x'], /no project x/);
  });

  test('imports what is good while the platform runs, and says of each file what happened', async (t) => {
    const files = { 'a.json': agent, 'b.json': '{', 'c.json': { data: [{ ...agent, id: 'x' }] } };
    const { data, source } = await folders(t, files);
    const server = await started(t, 'platform', data);
    const args = ['agents', 'import', source, '--publish', '--data', data];
    const first = await runCommand(args);
    assert.equal(first.code, 1);
    const lines = first.output.trim().split('\n').toSorted();
    assert.deepEqual(lines, [
      `${source}/a.json: imported Ada as ${id} (Created)`,
      `${source}/b.json: is not valid JSON`,
      `${source}/c.json: data.0: id: must be a UUID`,
    ]);
    const headers = { 'x-api-key': await fleekKeyIn(data) };
    const status = async () =>
      (await (
        await fetch(`${server.origin}/api/v1/ai-agents/${id}/status`, { headers })
      ).json()) as {
        status: string;
      };
    await until(async () => (await status()).status === 'true');
    const again = await runCommand(args.with(2, join(source, 'a.json')));
    assert.equal(again.output, `${source}/a.json: updated Ada as ${id} (Running)\n`);
    assert.equal(again.code, 0);
  });

  test('exports agents, and never their secrets', async (t) => {
    const { data, source, out } = await folders(t, { 'a.json': agent });
    await runCommand(['agents', 'import', source, '--data', data]);
    for (const format of ['fleek', 'v0', 'v1']) {
      const folder = join(out, format);
      const args = ['agents', 'export', '--out', folder, '--format', format, '--data', data];
      const { code, output } = await runCommand(args);
      assert.equal(code, 0, output);
      assert.deepEqual(await readdir(folder), [`ada-${id}.json`]);
      const written = await readFile(join(folder, `ada-${id}.json`), 'utf8');
      assert.ok(!(written + output).includes('bot-secret-0815'));
      assert.match(written, /Built engines/);
    }
    const taken = await runCommand([
      'agents',
      'export',
      id,
      '--out',
      join(out, 'v0'),
      '--format',
      'v0',
      '--data',
      data,
    ]);
    assert.match(taken.output, /is there already/);
    assert.equal(taken.code, 1);
  });

  test('says that there are none', async (t) => {
    const { data, out } = await folders(t);
    const { code, output } = await runCommand(['agents', 'export', '--out', out, '--data', data]);
    assert.equal(output, 'There are no agents in this project.\n');
    assert.equal(code, 0);
  });
});

describe('The proxy of fae-widgets start', () => {
  type Server = Awaited<ReturnType<typeof started>>;

  const register = async (
    { origin }: Server,
    email: string,
    more: object = {},
  ): Promise<string> => {
    const response = await fetch(`${origin}/api/auth/register`, {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: 'correct horse battery staple', ...more }),
    });
    assert.equal(response.status, 201, await response.clone().text());
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };

  const ask = ({ origin }: Server, method: string, path: string, more: Env = {}, body?: object) =>
    fetch(`${origin}/fae${path}`, {
      method,
      headers: { Origin: origin, 'Content-Type': 'application/json', ...more },
      ...(body && { body: JSON.stringify(body) }),
    });

  const sampleAgent = async ({ origin }: Server): Promise<string> =>
    ((await (await fetch(`${origin}/sample.json`)).json()) as { agentId: string }).agentId;

  test('lets visitors talk to the sample’s agent, without a key', async (t) => {
    const { data } = await folders(t);
    const server = await started(t, 'start', data);
    const path = `/v1/ai-agents/${await sampleAgent(server)}`;
    assert.deepEqual(await (await ask(server, 'GET', `${path}/status`)).json(), { status: true });
    const profile = (await (await ask(server, 'GET', `${path}/public`)).json()) as { name: string };
    assert.equal(profile.name, 'Pip');
    const said = await ask(server, 'POST', `${path}/api/Pip/message`, {}, { text: 'Who are you?' });
    const [content] = (await said.json()) as { text: string }[];
    assert.match(content?.text ?? '', /Pip/);
    const key = await fleekKeyIn(data);
    assert.ok(!server.output().includes(key), 'the key stays inside');
  });

  test('lets people of the sample workspace look after its agents, by their roles', async (t) => {
    const { data } = await folders(t);
    const server = await started(t, 'start', data, { FAE_REGISTRATION: 'open' });
    const owner = { Cookie: await register(server, 'owner@example.com') };
    const stranger = { Cookie: await register(server, 'stranger@example.com') };
    const path = `/v1/ai-agents/${await sampleAgent(server)}`;
    for (const [method, place] of [
      ['GET', '/v1/ai-agents'],
      ['GET', `${path}/logs`],
      ['POST', `${path}/stop`],
    ] as const) {
      assert.equal((await ask(server, method, place)).status, 403, `${method} ${place}: nobody`);
      const foreign = await ask(server, method, place, stranger);
      assert.equal(foreign.status, 403, `${method} ${place}: a stranger`);
      const answered = await ask(server, method, place, owner);
      assert.equal(answered.status, 200, `${method} ${place}: the owner`);
    }
    assert.deepEqual(await (await ask(server, 'GET', `${path}/status`)).json(), { status: false });
  });

  test('lets nobody of here look after agents elsewhere', async (t) => {
    const { data } = await folders(t);
    const { data: there } = await folders(t);
    const elsewhere = await started(t, 'platform', there);
    const env = {
      FLEEK_API_URL: `${elsewhere.origin}/api`,
      FLEEK_API_KEY: await fleekKeyIn(there),
    };
    const server = await started(t, 'start', data, env);
    const owner = { Cookie: await register(server, 'owner@example.com') };
    assert.equal((await ask(server, 'GET', '/v1/ai-agents', owner)).status, 403);
    assert.equal((await ask(server, 'GET', '/bots', owner)).status, 200);
  });
});
