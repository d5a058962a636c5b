/** Backups: what comes back from them, where to, and what is refused. */
import assert from 'node:assert/strict';
import { open, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { describe, type TestContext } from 'node:test';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { backupPlatform } from '../../src/platform/backup/backup.ts';
import { restorePlatform } from '../../src/platform/backup/restore.ts';
import { entryIn, headerOf } from '../../src/platform/backup/tar.ts';
import { migrations } from '../../src/platform/store/migrations.ts';
import { sqliteDialect } from '../../src/platform/store/sqlite.ts';
import { withoutPostgres } from '../support/postgres.ts';
import { startS3 } from '../support/s3.ts';
import { sharedPostgres } from '../support/shared-postgres.ts';
import { formOf, sent } from './forms.ts';
import { createPerson, somebody, startForPeople } from './people.ts';
import { glb, svg, testWorkspace, type TestPlatform } from './support.ts';

type Env = Readonly<Record<string, string>>;

const temporaryFolder = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-backup-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const optionsIn = (root: string, env: Env = {}) => ({
  data: join(root, 'data'),
  env: { FAE_PUBLIC_URL: 'http://localhost:4600', ...env },
});

const onPostgres = async (): Promise<Env> => ({
  DATABASE_URL: await (await sharedPostgres()).createDatabase(),
  FAE_SECRET: 'a secret of the tests, the same everywhere',
});

/** A platform with something of everything, and what it says of that. */
const started = async (t: TestContext, env: Env = {}, folder?: string) => {
  // Without a URL it is SQLite, whatever the other tests run on.
  const server = await startForPeople({ env: { DATABASE_URL: '', ...env } }, {}, folder);
  t.after(server.close);
  return server;
};

const fill = async (server: TestPlatform) => {
  const chair = await sent(201, server, '/api/models/upload', formOf(glb(300_000), 'chair.glb'));
  const app = await server.json(201, 'POST', '/api/apps', { name: 'Moon' });
  const page = formOf('<h1>Moon</h1>', 'file', { filename: 'deep/index.html' });
  await sent(201, server, `/api/apps/${app.id}/upload`, page);
  await server.json(201, 'POST', '/api/stories', { title: 'Once “upon” a \u{1F319}', body: svg });
  const ada = await somebody(server, 'ada', { [testWorkspace]: 'owner' });
  return { chair, cookie: (await ada.sit()).cookie() };
};

const lists = [
  ...['nfts', 'characters', 'stories', 'models', 'apps', 'scenes'],
  ...['payments/products', 'payments/orders'],
];

/** All that the platform tells, without its address. */
const told = async (server: TestPlatform): Promise<unknown> => {
  const answers = lists.map(async (list) => {
    const response = await server.call('GET', `/api/${list}`);
    assert.equal(response.status, 200, list);
    return (await response.text()).replaceAll(server.origin, '');
  });
  return Promise.all(answers);
};

const backedUp = async (t: TestContext, server: TestPlatform, env: Env = {}) => {
  const file = join(await temporaryFolder(t), 'backup.tar');
  const backup = await backupPlatform(optionsIn(server.root, env), file);
  return { file, backup };
};

describe('A backup brings everything back', () => {
  const places = {
    SQLite: async (): Promise<Env> => ({}),
    PostgreSQL: onPostgres,
  };
  for (const [from, to] of [
    ['SQLite', 'SQLite'],
    ['SQLite', 'PostgreSQL'],
    ['PostgreSQL', 'SQLite'],
    ['PostgreSQL', 'PostgreSQL'],
  ] as const) {
    const skip = [from, to].includes('PostgreSQL') && withoutPostgres;
    test(`from ${from} to ${to}`, { skip }, async (t) => {
      const env = await places[from]();
      const first = await started(t, env);
      const { chair, cookie } = await fill(first);
      const before = await told(first);
      const { file, backup } = await backedUp(t, first, env);
      assert.deepEqual([backup.files, backup.lost], [5, 0]);
      assert.equal((await stat(file)).mode & 0o777, 0o600);

      const root = await temporaryFolder(t);
      const next = await places[to]();
      const restored = await restorePlatform(optionsIn(root, next), file);
      assert.deepEqual(restored, { files: 5, sealed: 0 });
      const second = await started(t, next, root);
      assert.deepEqual(await told(second), before);
      const content = await second.call('GET', `/api/models/${chair.id}/content`);
      assert.deepEqual(new Uint8Array(await content.arrayBuffer()), glb(300_000));
      const page = await fetch(`${second.origin}/apps/moon/deep/`);
      assert.equal(await page.text(), '<h1>Moon</h1>');
      await createPerson(second, cookie).json(200, 'GET', '/api/workspaces');
      assert.deepEqual(await readdir(join(root, 'data', 'uploads')), []);
    });
  }

  test('from a folder to a bucket, and from there to a folder', async (t) => {
    const s3 = await startS3();
    t.after(s3.close);
    const first = await started(t);
    const before = await told(first);
    const { file } = await backedUp(t, first);
    const middle = await temporaryFolder(t);
    await restorePlatform(optionsIn(middle, s3.env), file);
    assert.deepEqual([await s3.objects(), s3.damaged], [3, []]);
    const again = join(middle, 'again.tar');
    await backupPlatform(optionsIn(middle, s3.env), again);
    const root = await temporaryFolder(t);
    await restorePlatform(optionsIn(root), again);
    const second = await started(t, {}, root);
    assert.deepEqual(await told(second), before);
    const content = `/api/models/${second.platform.sample['modelId']}/content`;
    assert.equal((await second.call('GET', content)).status, 200);
  });

  test('with what was generated in the data folder', async (t) => {
    const server = await started(t);
    const data = join(server.root, 'data');
    await writeFile(join(data, 'keys.json'), '{"key":"fae_kept"}');
    await writeFile(join(data, 'secret'), 'generated');
    const { file } = await backedUp(t, server);
    const root = await temporaryFolder(t);
    await restorePlatform(optionsIn(root), file);
    assert.equal(await readFile(join(root, 'data', 'keys.json'), 'utf8'), '{"key":"fae_kept"}');
    assert.equal(await readFile(join(root, 'data', 'secret'), 'utf8'), 'generated');
    assert.equal((await stat(join(root, 'data', 'secret'))).mode & 0o777, 0o600);
  });

  test('from an older version’s tables to those of today', async (t) => {
    const root = await temporaryFolder(t);
    const old = new Kysely<unknown>({ dialect: sqliteDialect(join(root, 'platform.db')) });
    const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
    await new Migrator({ db: old, provider }).migrateTo('001_first');
    const time = '2030-01-01T00:00:00.000Z';
    const row = sql`insert into workspaces values (${testWorkspace}, 'Old', 'x', ${time}, ${time})`;
    await row.execute(old);
    const stand = () => sql`select name from kysely_migration`.execute(old);
    const file = join(root, 'old.tar');
    await backupPlatform({ data: root, env: {} }, file);
    assert.equal((await stand()).rows.length, 1, 'what is backed up stays as it is');
    await old.destroy();
    const next = await temporaryFolder(t);
    await restorePlatform(optionsIn(next), file);
    const server = await started(t, {}, next);
    const rows = await server.store.db.selectFrom('workspaces').select('name').execute();
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['Old'],
    );
  });
});

test('A backup made while others write has whole records, and the bytes of each of them', async (t) => {
  const first = await started(t);
  const upload = (index: number) =>
    sent(201, first, '/api/models/upload', formOf(glb(20_000 + index), `${index}.glb`));
  const models = await Promise.all(Array.from({ length: 20 }, (_, index) => upload(index)));
  const ended = new AbortController();
  const write = async () => {
    for (let index = 100; !ended.signal.aborted; index += 1) {
      models.push(await upload(index));
      const [oldest] = models.splice(0, 1);
      await first.json(200, 'DELETE', `/api/models/${oldest?.id}`);
      await first.json(201, 'POST', '/api/nfts', { name: `Edition ${index}`, public: true });
    }
  };
  const writing = write();
  const { file, backup } = await backedUp(t, first).finally(() => ended.abort());
  await writing;
  assert.equal(backup.lost, 0);

  const root = await temporaryFolder(t);
  await restorePlatform(optionsIn(root), file);
  const second = await started(t, {}, root);
  const kept = await second.json(200, 'GET', '/api/models');
  assert.ok(kept.length >= 20);
  for (const { id, size } of kept.filter((it) => it['name'] !== 'Not a model')) {
    const content = await second.call('GET', `/api/models/${id}/content`);
    assert.equal(content.status, 200);
    assert.equal((await content.arrayBuffer()).byteLength, size ?? glb().byteLength);
  }
});

describe('A backup is refused', () => {
  const made = async (t: TestContext) => {
    const server = await started(t);
    return backedUp(t, server);
  };
  /** The restore fails with one line, and there is nothing where it was to go. */
  const refused = async (t: TestContext, file: string, reason: RegExp) => {
    const root = await temporaryFolder(t);
    await assert.rejects(restorePlatform(optionsIn(root), file), (error: Error) => {
      assert.ok(error instanceof TypeError, error.stack);
      assert.match(error.message, reason);
      return !error.message.includes('\n');
    });
    const left = await readdir(root, { recursive: true, withFileTypes: true });
    assert.deepEqual(
      left.filter((it) => it.isFile()),
      [],
    );
  };

  test('that is damaged anywhere', async (t) => {
    const { file } = await made(t);
    const { size } = await stat(file);
    const handle = await open(file, 'r+');
    t.after(() => handle.close());
    const places = [2, 560, size * 0.2, size * 0.5, size * 0.9, size - 1530].map(Math.floor);
    for (const place of places) {
      const byte = Buffer.alloc(1);
      await handle.read(byte, 0, 1, place);
      await handle.write(Buffer.from([(byte[0] ?? 0) ^ 0x41]), 0, 1, place);
      await refused(t, file, /is damaged|is no backup/);
      await handle.write(byte, 0, 1, place);
    }
    await restorePlatform(optionsIn(await temporaryFolder(t)), file);
  });

  test('that is cut off anywhere', async (t) => {
    const { file } = await made(t);
    const { size } = await stat(file);
    for (const length of [size - 1100, size - 2000, size / 2, 1500, 512, 100, 0]) {
      await truncate(file, Math.floor(length));
      await refused(t, file, /is incomplete: its end is missing/);
    }
  });

  test('that is something else', async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, 'file');
    await writeFile(file, svg.repeat(100));
    await refused(t, file, /is no backup/);
  });

  test('that is of a newer version', async (t) => {
    const server = await started(t);
    const { file } = await backedUp(t, server);
    const database = new DatabaseSync(join(server.root, 'data', 'platform.db'));
    database.exec("insert into kysely_migration values ('999_later', '2040')");
    database.close();
    await assert.rejects(
      backupPlatform(optionsIn(server.root), `${file}.newer`),
      /newer version of fae-widgets/,
    );
    assert.deepEqual(await readdir(join(file, '..')), ['backup.tar'], 'no draft is left');
  });

  test('where there is none', async (t) => {
    const root = await temporaryFolder(t);
    await assert.rejects(restorePlatform(optionsIn(root), join(root, 'x.tar')), /There is no file/);
    await assert.rejects(backupPlatform(optionsIn(root), join(root, 'x.tar')), /no platform in/);
    assert.deepEqual(await readdir(root), []);
  });
});

describe('What is there already', () => {
  test('is replaced only when that is wanted, and then wholly', async (t) => {
    const first = await started(t);
    const before = await told(first);
    const { file } = await backedUp(t, first);
    const second = await started(t);
    await fill(second);
    await second.stop();
    const options = optionsIn(second.root);
    await assert.rejects(restorePlatform(options, file), /has something in it already/);
    await restorePlatform(options, file, { replace: true });
    const third = await started(t, {}, second.root);
    assert.deepEqual(await told(third), before);
    const files = await readdir(join(second.root, 'data', 'files'), { recursive: true });
    assert.equal(files.filter((name) => name.includes('/')).length, 3);
  });

  test('in a database is found, too', { skip: withoutPostgres }, async (t) => {
    const env = await onPostgres();
    const first = await started(t, env);
    const { file } = await backedUp(t, first, env);
    const elsewhere = optionsIn(await temporaryFolder(t), env);
    await assert.rejects(restorePlatform(elsewhere, file), /The database 127\.0\.0\.1:\d+\/test_/);
  });

  test('stays as it was where the restore fails half-way', async (t) => {
    const s3 = await startS3();
    t.after(s3.close);
    const first = await started(t);
    const { file } = await backedUp(t, first);
    const second = await started(t, s3.env);
    await fill(second);
    const before = await told(second);
    const objects = await s3.objects();
    const requests = s3.requests.length;
    s3.faults.push(...Array.from({ length: 3 }, () => 'busy' as const));
    const options = optionsIn(second.root, s3.env);
    await assert.rejects(restorePlatform(options, file, { replace: true }), /storage cannot be/);
    assert.ok(s3.requests.length > requests);
    assert.deepEqual(await told(second), before);
    assert.equal(await s3.objects(), objects);
    await second.stop();
    await restorePlatform(options, file, { replace: true });
    const third = await started(t, s3.env, second.root);
    assert.deepEqual(await told(third), await told(first));
    assert.equal(await s3.objects(), 3, 'bytes that nothing is about any more are gone');
  });

  test('under the backup’s name is replaced only when that is wanted', async (t) => {
    const server = await started(t);
    const { file } = await backedUp(t, server);
    const options = optionsIn(server.root);
    await assert.rejects(backupPlatform(options, file), /is there already/);
    await backupPlatform(options, file, { replace: true });
    await restorePlatform(optionsIn(await temporaryFolder(t)), file);
  });
});

test('Sizes of many gigabytes come back from an archive as they were written', () => {
  for (const size of [0, 511, 8 ** 11 - 1, 8 ** 11, 5e12]) {
    const header = headerOf({ name: 'platform.db', size }, Date.now());
    assert.deepEqual(entryIn(header), { name: 'platform.db', size });
  }
});
