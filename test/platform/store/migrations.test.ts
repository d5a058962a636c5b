import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../../../src/platform/store/migrations.ts';
import { sqliteDialect } from '../../../src/platform/store/sqlite.ts';
import { onBoth } from './databases.ts';
import { openStore, workspace } from './open-store.ts';
import { startProcess } from './processes.ts';

onBoth(
  'Processes that start together migrate an empty database once',
  async ({ place, open }, t) => {
    const at = await place();
    const processes = [1, 2, 3].map(() => startProcess<unknown>(t, 'migrating.ts', at));
    await Promise.all(processes.map((it) => it.printed(1)));
    for (const it of processes) it.go();
    for (const it of processes) {
      assert.equal(await it.ended(), 0);
      assert.deepEqual(it.lines, ['ready', { jobs: 0 }]);
    }
    const store = await open({ place: at });
    const done = await sql<{ name: string }>`select name from kysely_migration`.execute(store.db);
    assert.deepEqual(done.rows.map(({ name }) => name).sort(), Object.keys(migrations).sort());
  },
);

/** A database as the first migration alone has left it, with one job of each status. */
const makeOld = async (file: string): Promise<void> => {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(file) });
  const { '001_first': first } = migrations;
  assert.ok(first);
  const provider = { getMigrations: () => Promise.resolve({ '001_first': first }) };
  assert.equal((await new Migrator({ db, provider }).migrateToLatest()).error, undefined);
  const time = '2030-01-01T00:00:00.000Z';
  await sql`insert into workspaces values (${workspace}, 'Old', 'hash', ${time}, ${time})`.execute(
    db,
  );
  for (const status of ['running', 'done', 'failed']) {
    await sql`insert into jobs (id, workspace, created_at, updated_at, document, kind, status)
      values (${status}, ${workspace}, ${time}, ${time}, '{"text":"Hi"}', 'speech', ${status})`.execute(
      db,
    );
  }
  await db.destroy();
};

test('A database from before keeps its jobs; those whose process is gone have failed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-store-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'platform.db');
  await makeOld(file);
  const store = await openStore({ file });
  t.after(store.close);
  const jobs = await store.db.selectFrom('jobs').selectAll().orderBy('id').execute();
  assert.deepEqual(
    jobs.map(({ id, status, document, attempts }) => [id, status, document, attempts]),
    [
      ['done', 'done', '{"text":"Hi"}', 1],
      ['failed', 'failed', '{"text":"Hi"}', 1],
      ['running', 'failed', '{"text":"Hi"}', 1],
    ],
  );
});
