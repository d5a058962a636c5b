/** Data of the first version, on which a newer one starts. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as first from '../../src/platform/store/migrations/001-first.ts';
import { sqliteDialect } from '../../src/platform/store/sqlite.ts';
import { glb, startPlatform, testWorkspace } from './support.ts';

const time = '2026-01-01T00:00:00.000Z';
const base = { workspace: testWorkspace, created_at: time, updated_at: time };
const fileId = 'ab'.padEnd(32, '0');
const pictureId = 'ab'.padEnd(32, '1');
const modelId = '0123456789abcdef01234567';
const pictureModelId = '23456789abcdef0123456789';
const characterId = '123456789abcdef012345678';

/** What the first version has left behind: two models and a character, and their files. */
const earlierFolder = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'fae-earlier-'));
  await mkdir(join(root, 'data', 'files', 'ab'), { recursive: true });
  await writeFile(join(root, 'data', 'files', 'ab', fileId), glb(500));
  await writeFile(join(root, 'data', 'files', 'ab', pictureId), 'a picture');
  interface Earlier {
    workspaces: Record<string, unknown>;
    models: Record<string, unknown>;
    characters: Record<string, unknown>;
    files: Record<string, unknown>;
  }
  const dialect = sqliteDialect(join(root, 'data', 'platform.db'));
  const db = new Kysely<Earlier>({ dialect });
  const provider = { getMigrations: () => Promise.resolve({ '001_first': first }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  assert.equal(error, undefined);
  const { workspace: id, ...times } = base;
  await db
    .insertInto('workspaces')
    .values({ id, name: 'Old', key_hash: 'x', ...times })
    .execute();
  await db
    .insertInto('files')
    .values([
      { ...base, id: fileId, name: 'old.glb', type: 'model/gltf-binary', size: 500 },
      { ...base, id: pictureId, name: 'a.png', type: 'image/png', size: 9 },
    ])
    .execute();
  const url = `fae-file:/${fileId}/old.glb`;
  const document = { id: modelId, workspace: testWorkspace, name: 'Old chair', url };
  const avatar = `fae-file:/${pictureId}/a.png`;
  const picture = { id: pictureModelId, name: 'Old picture', url: avatar };
  await db
    .insertInto('models')
    .values([
      { ...base, id: modelId, document: JSON.stringify(document), url },
      { ...base, id: pictureModelId, document: JSON.stringify(picture), url: avatar },
    ])
    .execute();
  const character = { id: characterId, avatar, name: 'Old Ada' };
  await db
    .insertInto('characters')
    .values({ ...base, id: characterId, document: JSON.stringify(character) })
    .execute();
  await db.destroy();
  return root;
};

const skip = process.env['FAE_TEST_DATABASE'] === 'postgres' && 'the file is SQLite’s';

test(
  'Models and files of an earlier version are still there, and can be deleted',
  { skip },
  async (t) => {
    const server = await startPlatform({}, {}, await earlierFolder());
    t.after(server.close);
    const models = await server.json(200, 'GET', '/api/models');
    assert.ok(models.some(({ name }) => name === 'Old chair'));
    const path = `/api/models/${modelId}`;
    const content = await server.call('GET', `${path}/content`);
    assert.deepEqual(new Uint8Array(await content.arrayBuffer()), glb(500));
    await server.json(404, 'PUT', `/api/images/${modelId}`, { name: 'x' });
    await server.json(200, 'PUT', path, { name: 'Renamed' });
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true, freed: 500 });
    // The old character shows it, too.
    const deleted = await server.json(200, 'DELETE', `/api/models/${pictureModelId}`);
    assert.deepEqual(deleted, { success: true, freed: 0 });
  },
);
