/** Machines lose their power in the middle of everything. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { sql } from 'kysely';
import { listCharacters } from '../../../src/platform/store/characters.ts';
import type { Fields } from '../../../src/platform/store/records.ts';
import { revisionOf } from '../../../src/platform/store/revisions.ts';
import { transact, type Store } from '../../../src/platform/store/store.ts';
import { putWorkspace } from '../../../src/platform/store/workspaces.ts';
import { startPostgres, withoutPostgres } from '../../support/postgres.ts';
import { until } from '../until.ts';
import { onBoth, type Target } from './databases.ts';
import { openStore, workspace, type Place } from './open-store.ts';
import { startProcess } from './processes.ts';

/** Begins to write a thousand records, and dies in the middle; gives those that were acknowledged. */
const writeAndDie = async (t: TestContext, place: Place): Promise<string[]> => {
  const writer = startProcess<string>(t, 'writing.ts', place);
  await writer.printed(300);
  await writer.kill();
  assert.ok(writer.lines.length < 1000, 'it died too late');
  return writer.lines;
};

const names = async (store: Store): Promise<Set<unknown>> => {
  const characters = JSON.parse(await listCharacters(store, workspace)) as Fields[];
  return new Set(characters.map(({ name }) => name));
};

const assertKept = async (store: Store, acknowledged: readonly string[]): Promise<void> => {
  const { found, revision } = await transact(store, async (inner) => ({
    found: await names(inner),
    revision: await revisionOf(inner, workspace, 'characters'),
  }));
  for (const name of acknowledged) assert.ok(found.has(name), `${name} was acknowledged`);
  // Both tables of a transaction, or none; of each writer's last one, nobody knows.
  assert.equal(revision, found.size);
  assert.ok(found.size <= acknowledged.length + 3);
};

const assertSound = async (name: Target['name'], store: Store): Promise<void> => {
  if (name === 'PostgreSQL') return;
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.db);
  assert.deepEqual(
    rows.map((row) => row.integrity_check),
    ['ok'],
  );
  assert.deepEqual((await sql`pragma foreign_key_check`.execute(store.db)).rows, []);
};

onBoth(
  'Killed in the middle of 1,000 writes, it has every acknowledged one',
  async ({ name, place, open }, t) => {
    const at = await place();
    await (await open({ place: at })).close();
    const acknowledged = await writeAndDie(t, at);
    const store = await open({ place: at });
    await assertKept(store, acknowledged);
    await assertSound(name, store);
  },
);

test('Of a PostgreSQL that dies in the middle, too', { skip: withoutPostgres }, async (t) => {
  await using server = await startPostgres();
  const place = { file: '', url: await server.createDatabase() };
  const store = await openStore(place);
  t.after(store.close);
  await putWorkspace(store, { name: 'Test', id: workspace });
  const writer = startProcess<string>(t, 'writing.ts', place);
  await writer.printed(300);
  await server.restart();
  await writer.kill();
  await until(async () => (await names(store).catch(() => undefined)) !== undefined);
  await assertKept(store, writer.lines);
  await sql`create extension amcheck`.execute(store.db);
  await sql`select bt_index_check(indexrelid, true) from pg_index
    join pg_class on pg_class.oid = indexrelid
    join pg_am on pg_am.oid = relam and amname = 'btree'`.execute(store.db);
});
