/** What becomes of agents' secrets when a platform is restored: who opens them, and who is told. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { secretsOf } from '../../src/platform/agents/secrets.ts';
import { backupPlatform } from '../../src/platform/backup/backup.ts';
import { restorePlatform } from '../../src/platform/backup/restore.ts';
import { findAgent } from '../../src/platform/store/agents.ts';
import { Unopened } from '../../src/platform/vault.ts';
import { withoutPostgres } from '../support/postgres.ts';
import { sharedPostgres } from '../support/shared-postgres.ts';
import { small, startAgents } from './agents/support.ts';

type Env = Readonly<Record<string, string>>;

const secrets = { OPENAI_API_KEY: 'sk-one-of-a-kind' };
const one = { FAE_SECRET: 'a secret of the tests, and no other' };
const another = { FAE_SECRET: 'another secret of the tests' };

/** Without a URL it is SQLite, whatever the other tests run on. */
const sqlite = { DATABASE_URL: '' };

const temporaryFolder = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-backup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const optionsIn = (root: string, env: Env) => ({
  data: join(root, 'data'),
  env: { FAE_PUBLIC_URL: 'http://localhost:4600', ...env },
});

/** A backup of a platform with two agents, one of which has secrets. */
const backedUp = async (t: TestContext, env: Env) => {
  const { server, running, create } = await startAgents(t, { env });
  const id = await running({ ...small, secrets });
  await create(small);
  const file = join(await temporaryFolder(t), 'backup.tar');
  await backupPlatform(optionsIn(server.root, env), file);
  return { id, file, root: server.root };
};

const restoredTo = async (t: TestContext, file: string, env: Env) => {
  const root = await temporaryFolder(t);
  const { sealed } = await restorePlatform(optionsIn(root, env), file);
  return { root, sealed };
};

/** What an agent has there, and that it answers. */
const opened = async (t: TestContext, root: string, env: Env, id: string) => {
  const { server, ask, path } = await startAgents(t, { env }, {}, root);
  const agent = await findAgent(server.store, id);
  assert.ok(agent);
  await ask(200, 'GET', path(id, '/api/agents'));
  return secretsOf(server.store, agent);
};

describe('Agents’ secrets come back', () => {
  test('with the secret that the platform has made for itself', async (t) => {
    const { id, file, root: before } = await backedUp(t, sqlite);
    const { root, sealed } = await restoredTo(t, file, sqlite);
    assert.equal(sealed, 0);
    const kept = join(root, 'data', 'secret');
    assert.deepEqual(await readFile(kept), await readFile(join(before, 'data', 'secret')));
    assert.equal((await stat(kept)).mode & 0o777, 0o600);
    assert.deepEqual(await opened(t, root, sqlite, id), secrets);
  });

  test('with the same FAE_SECRET', async (t) => {
    const env = { ...sqlite, ...one };
    const { id, file } = await backedUp(t, env);
    const { root, sealed } = await restoredTo(t, file, env);
    assert.equal(sealed, 0);
    assert.deepEqual(await opened(t, root, env, id), secrets);
  });

  test('sealed with the FAE_SECRET of PostgreSQL', { skip: withoutPostgres }, async (t) => {
    const { id, file } = await backedUp(t, sqlite);
    const DATABASE_URL = await (await sharedPostgres()).createDatabase();
    const env = { DATABASE_URL, ...one };
    const { root, sealed } = await restoredTo(t, file, env);
    assert.equal(sealed, 0);
    await rm(join(root, 'data', 'secret'));
    assert.deepEqual(await opened(t, root, env, id), secrets);
  });

  test('sealed anew as often as the platform moves', async (t) => {
    const { id, file } = await backedUp(t, sqlite);
    const env = { ...sqlite, ...one };
    const { root } = await restoredTo(t, file, env);
    const again = join(await temporaryFolder(t), 'again.tar');
    await backupPlatform(optionsIn(root, env), again);
    const { root: last, sealed } = await restoredTo(t, again, env);
    assert.equal(sealed, 0);
    assert.deepEqual(await opened(t, last, env, id), secrets);
  });
});

describe('Agents’ secrets stay sealed, and whoever restores is told', () => {
  for (const [what, target] of [
    ['with another FAE_SECRET', { ...sqlite, ...another }],
    ['without the FAE_SECRET that they are sealed with', sqlite],
  ] as const) {
    test(what, async (t) => {
      const right = { ...sqlite, ...one };
      const { id, file } = await backedUp(t, right);
      const { root, sealed } = await restoredTo(t, file, target);
      assert.equal(sealed, 1);
      await assert.rejects(opened(t, root, target, id), Unopened);
      assert.deepEqual(await opened(t, root, right, id), secrets, 'nothing is lost');
    });
  }
});
