/** Agents out of files into a platform that runs, and out of it into files. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import {
  exportAgents,
  type ExportFormat,
} from '../../../../src/platform/agents/transfer/export-agents.ts';
import {
  importAgents,
  type ImportOptions,
} from '../../../../src/platform/agents/transfer/import-agents.ts';
import { secretsOf } from '../../../../src/platform/agents/secrets.ts';
import { findAgent } from '../../../../src/platform/store/agents.ts';
import { putProject } from '../../../../src/platform/store/projects.ts';
import { databaseEnv } from '../../database.ts';
import { testWorkspace } from '../../support.ts';
import { small, startAgents } from '../support.ts';

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const secret = 'sk-one-of-a-kind';
const publicToken = 'agt_a-token-that-pages-have';

const withSecret = { ...small, secrets: { OPENAI_API_KEY: secret } };
const masked = { ...small, secrets: { OPENAI_API_KEY: '********' } };

/** An agent as Fleek's API has answered it. */
const fleeks = {
  id,
  projectId: 'elsewhere',
  name: 'Ada Lovelace',
  avatar: 'avatar_3',
  status: 'Running',
  character_file: JSON.stringify(withSecret),
  host: '10.0.0.7',
  slotNumber: '12',
  createdBy: 'somebody',
  createdAt: '2025-03-01T10:00:00',
  updatedAt: '2025-03-01T10:00:00',
  deletedAt: null,
  publicToken,
  publicChat: true,
};

const folderFor = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-transfer-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A platform that runs, and what another process does to its data. */
const started = async (t: TestContext, env: Readonly<Record<string, string>> = {}) => {
  const agents = await startAgents(t, { env });
  const { server } = agents;
  const folder = await folderFor(t);
  const options = {
    data: join(server.root, 'data'),
    publicUrl: server.origin,
    env: { ...(await databaseEnv(server.root)), ...env },
  };
  const put = async (name: string, value: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
    return path;
  };
  return {
    ...agents,
    folder,
    put,
    options,
    imported: async (value: unknown, wish: ImportOptions = {}) => {
      const [outcome] = await importAgents(options, [await put('agent.json', value)], wish);
      assert.ok(outcome);
      return outcome;
    },
    exported: (format: ExportFormat, more: object = {}) =>
      exportAgents(options, { folder: join(folder, format), format, ...more }),
    secrets: async (agent: string) => {
      const row = await findAgent(server.store, agent);
      assert.ok(row);
      return secretsOf(server.store, row);
    },
  };
};

describe('An agent that Fleek has given out', () => {
  test('becomes a draft with its id, its token and its secrets', async (t) => {
    const { imported, get, secrets, server } = await started(t);
    const outcome = await imported(fleeks);
    assert.ok('id' in outcome, JSON.stringify(outcome));
    assert.deepEqual([outcome.id, outcome.status, outcome.isUpdate], [id, 'Draft', false]);
    assert.match(outcome.notes.join('\n'), /^host: left out/);
    const agent = await get(id);
    for (const field of ['name', 'avatar', 'publicToken', 'publicChat'] as const) {
      assert.equal(agent[field], fleeks[field], field);
    }
    assert.equal(agent['projectId'], server.platform.fleek.project);
    assert.equal(agent['host'], null);
    assert.deepEqual(JSON.parse(String(agent['characterFile'])), masked);
    assert.deepEqual(await secrets(id), { OPENAI_API_KEY: secret });
  });

  test('answers the pages that it was on, once it is published', async (t) => {
    const { imported, reaches, path, server } = await started(t);
    await imported(fleeks, { publish: true });
    await reaches(id, 'Running');
    const headers = { 'X-Agent-Token': publicToken, 'Content-Type': 'application/json' };
    const response = await fetch(`${server.origin}/api${path(id, '/api/Ada/message')}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ text: 'Who are you?' }),
    });
    assert.match(await response.text(), /Ada/);
  });

  test('is updated when it comes once more, and goes on as it was', async (t) => {
    const { imported, get, reaches, secrets, messages } = await started(t);
    await imported(fleeks, { publish: true });
    await reaches(id, 'Running');
    const file = JSON.stringify({ ...masked, bio: 'Also wrote notes.' });
    const again = { ...fleeks, name: 'Ada', character_file: file };
    const outcome = await imported(again, { publish: true });
    assert.ok('id' in outcome && outcome.isUpdate, JSON.stringify(outcome));
    await reaches(id, 'Running');
    const agent = await get(id);
    assert.deepEqual([agent['name'], agent['publicToken']], ['Ada', publicToken]);
    assert.match(String(agent['characterFile']), /Also wrote notes/);
    assert.deepEqual(await secrets(id), { OPENAI_API_KEY: secret });
    assert.match((await messages(id)).join('\n'), /version 2/);
  });

  test('without its secrets says so', async (t) => {
    const { imported } = await started(t);
    const outcome = await imported({ ...fleeks, character_file: JSON.stringify(masked) });
    assert.ok('notes' in outcome);
    assert.match(outcome.notes.join('\n'), /^secrets\.OPENAI_API_KEY: is masked/m);
  });

  test('does not take the place of an agent of another project, nor its token', async (t) => {
    const { imported, server, options, put } = await started(t);
    const other = 'another-project';
    await putProject(server.store, { id: other, workspace: testWorkspace, name: 'B', key: 'k' });
    await importAgents(options, [await put('a.json', fleeks)], { project: other });
    for (const [agent, problem] of [
      [fleeks, 'id: is an agent of another project'],
      [{ ...fleeks, id: undefined }, 'publicToken: another agent has it'],
    ] as const) {
      const outcome = await imported(agent);
      assert.deepEqual('problems' in outcome && outcome.problems, [problem]);
    }
    assert.equal((await findAgent(server.store, id))?.project, other);
  });

  test('waits where there is no seat for it', async (t) => {
    const env = { FLEEK_BILLING: 'enforce', FAE_PAYMENTS: 'test' };
    const { imported, ask, path } = await started(t, env);
    const outcome = await imported(fleeks, { publish: true });
    assert.ok('problems' in outcome);
    assert.match(outcome.problems.join('\n'), /seats/);
    await ask(404, 'GET', path(id));
    assert.ok('id' in (await imported(fleeks)));
  });
});

test('Of many files the good ones are imported, and each of the others says why it is not', async (t) => {
  const { put, folder, options, ask } = await started(t);
  await put('1-v0.json', { ...small, modelProvider: 'openai', lore: [] });
  await put('2-v1.json', small);
  await put('3-page.json', { data: [fleeks, { id: 'x', characterFile: '{}' }], next_page: null });
  await put('4-broken.json', '{');
  await put('5-half.json', { name: 'Ada' });
  await put('6-large.json', {
    ...fleeks,
    id: undefined,
    publicToken: null,
    avatar: 'a'.repeat(2e6),
  });
  await put('7-notes.txt', 'nothing');
  const outcomes = await importAgents(options, [folder, join(folder, 'none.json')]);
  const told = outcomes.map((it) => [
    it.path.slice(folder.length + 1),
    it.where,
    'problems' in it ? it.problems.join('; ') : it.name,
  ]);
  assert.deepEqual(told, [
    [
      '1-v0.json',
      '',
      'messageExamples: is required; postExamples: is required; topics: is required; adjectives: is required; plugins: is required; style: is required',
    ],
    ['2-v1.json', '', 'Ada'],
    ['3-page.json', 'data.0', 'Ada Lovelace'],
    ['3-page.json', 'data.1', 'id: must be a UUID'],
    ['4-broken.json', '', 'is not valid JSON'],
    ['5-half.json', '', 'bio: is required'],
    ['6-large.json', '', 'avatar: must be at most 1 MB as base64'],
    ['none.json', '', 'is not there'],
  ]);
  const { data } = (await ask(200, 'GET', '/v1/ai-agents')) as unknown as { data: unknown[] };
  assert.equal(data.length, 2, 'nothing is left of what was refused');
});

test('An empty folder is told', async (t) => {
  const { options, folder } = await started(t);
  const [outcome] = await importAgents(options, [folder]);
  assert.deepEqual(outcome && 'problems' in outcome && outcome.problems, [
    'has no file that ends with .json',
  ]);
});

test('A platform that has never been started takes agents', async (t) => {
  const folder = await folderFor(t);
  const file = join(folder, 'agent.json');
  await writeFile(file, JSON.stringify(fleeks));
  const data = join(folder, 'data');
  const env = await databaseEnv(folder);
  const [outcome] = await importAgents({ data, env }, [file], { publish: true });
  assert.ok(outcome && 'id' in outcome);
  const { get, reaches } = await startAgents(t, { env }, {}, folder);
  await reaches(id, 'Running');
  assert.equal((await get(id))['name'], 'Ada Lovelace');
});

describe('An agent is exported', () => {
  const read = async (path: string) =>
    JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

  test('as the API answers it, and comes back as it was', async (t) => {
    const { imported, exported, get, options, ask, path, secrets } = await started(t);
    await imported(fleeks, { publish: true });
    const before = await get(id);
    const [outcome] = await exported('fleek');
    assert.ok(outcome && 'path' in outcome);
    assert.match(outcome.path, /\/ada-lovelace-3f2504e0-[\da-f-]+\.json$/);
    const written = await readFile(outcome.path, 'utf8');
    assert.doesNotMatch(written, new RegExp(secret));
    await importAgents(options, [outcome.path]);
    assert.deepEqual(await secrets(id), { OPENAI_API_KEY: secret }, 'the mask keeps the secret');
    await ask(200, 'DELETE', path(id));
    await importAgents(options, [outcome.path], { publish: true });
    const after = await get(id);
    for (const field of ['name', 'avatar', 'publicToken', 'publicChat', 'characterFile']) {
      assert.equal(after[field], before[field], field);
    }
  });

  for (const format of ['v0', 'v1'] as const) {
    test(`as a character file, ${format}, with places for secrets`, async (t) => {
      const { imported, exported, options, secrets } = await started(t);
      await imported(fleeks);
      const [outcome] = await exported(format);
      assert.ok(outcome && 'path' in outcome);
      const file = await read(outcome.path);
      const place = format === 'v0' ? file['settings'] : file;
      assert.deepEqual((place as Record<string, unknown>)['secrets'], { OPENAI_API_KEY: '' });
      assert.match(outcome.notes.join('\n'), /^secrets\.OPENAI_API_KEY: left empty/m);
      const [again] = await importAgents(options, [outcome.path]);
      assert.ok(again && 'id' in again, JSON.stringify(again));
      assert.notEqual(again.id, id);
      assert.deepEqual(await secrets(again.id), {});
    });
  }

  test('only where no file is in its place, unless that may be replaced', async (t) => {
    const { imported, exported, folder } = await started(t);
    await imported(fleeks);
    const none = '00000000-0000-4000-8000-000000000000';
    await exported('v1');
    const [taken] = await exported('v1');
    assert.match((taken && 'problem' in taken && taken.problem) || '', /is there already/);
    const [replaced, unknown] = await exported('v1', { replace: true, ids: [id, none] });
    assert.ok(replaced && 'path' in replaced);
    assert.match((unknown && 'problem' in unknown && unknown.problem) || '', /no agent 0000/);
    assert.equal((await readdir(join(folder, 'v1'))).length, 1);
  });

  test('with all the others, however many there are', async (t) => {
    const { put, options, exported } = await started(t);
    const many = Array.from({ length: 130 }, () => small);
    await importAgents(options, [await put('many.json', many)]);
    assert.equal((await exported('fleek')).length, 130);
  });

  test('of a project that there is', async (t) => {
    const { exported } = await started(t);
    await assert.rejects(exported('v1', { project: 'x' }), /There is no project x/);
  });
});
