import { open, rm, stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { openDatabase, type Database } from '../store/database.ts';
import { migrations } from '../store/migrations.ts';
import { createPostgres } from '../store/postgres.ts';
import { postgresPlace } from '../store/postgres-url.ts';
import { sqliteDialect } from '../store/sqlite.ts';
import type { Tables } from '../store/tables.ts';
import { copyTables, tablesInOrder } from './tables.ts';

/** Where a platform's rows are. */
export interface Place {
  /** SQLite's file, where there is no URL. */
  readonly file: string;
  readonly url: string | undefined;
}

/** The names of the migrations that a database has seen, in their order; none where it is no platform's. */
const levelOf = async (db: Kysely<Tables>): Promise<readonly string[]> => {
  const all = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!all.some(({ name }) => name === 'kysely_migration')) return [];
  const query = sql<{ name: string }>`select name from kysely_migration order by name`;
  return (await query.execute(db)).rows.map(({ name }) => name);
};

/**
 * @returns the last migration that a database has seen
 * @throws {TypeError} for one that is no platform's, or has seen migrations that this version does not know
 */
const lastMigration = async (db: Kysely<Tables>, place: string): Promise<string> => {
  const level = await levelOf(db);
  const last = level.at(-1);
  if (last === undefined) throw new TypeError(`There is no platform in ${place}.`);
  if (level.every((name) => Object.hasOwn(migrations, name))) return last;
  throw new TypeError(`${place} is of a newer version of fae-widgets: use that one.`);
};

/** Opens a PostgreSQL database as it is: nothing is brought up to date. */
export const withPostgres = async <T>(
  url: string,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> => {
  const ignore = () => undefined;
  const { dialect } = await createPostgres(url, { lost: ignore, works: ignore });
  const db = new Kysely<Tables>({ dialect });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
};

/** An empty SQLite database with the tables that another database has. */
const emptyAt = async (file: string, last: string): Promise<Kysely<Tables>> => {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file) });
  const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
  const { error } = await new Migrator({ db, provider }).migrateTo(last);
  if (error === undefined) return db;
  await db.destroy();
  throw new Error('The copy of the database cannot be made.', { cause: error });
};

const snapshotOfPostgres = (url: string, target: string): Promise<void> =>
  withPostgres(url, async (source) => {
    const last = await lastMigration(source, postgresPlace(url));
    const copy = await emptyAt(target, last);
    try {
      const tables = await tablesInOrder(copy);
      const reading = source.transaction().setIsolationLevel('repeatable read');
      await reading
        .setAccessMode('read only')
        .execute((from) => copy.transaction().execute((to) => copyTables(from, to, tables)));
    } finally {
      await copy.destroy();
    }
  });

const snapshotOfSqlite = async (file: string, target: string): Promise<void> => {
  const source = await stat(file).catch(() => undefined);
  if (!source?.size) throw new TypeError(`There is no platform in ${file}.`);
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    database.prepare('vacuum into ?').run(target);
  } catch (cause) {
    throw new TypeError(`The database ${file} cannot be read: ${String(cause)}`, { cause });
  } finally {
    database.close();
  }
};

/**
 * Copies all rows as they are at one moment into a SQLite file, while others go on writing; what is read
 * is not changed, nor brought up to date.
 *
 * @throws {TypeError} where there is no platform's database, or one of a newer version
 */
export const takeSnapshot = async ({ file, url }: Place, target: string): Promise<void> => {
  await rm(target, { force: true });
  await (await open(target, 'wx', 0o600)).close();
  await (url === undefined ? snapshotOfSqlite(file, target) : snapshotOfPostgres(url, target));
};

/**
 * Opens a snapshot, and brings its tables up to date.
 *
 * @param name what it is called in refusals
 * @throws {TypeError} for one of a newer version
 */
export const openSnapshot = async (file: string, name: string): Promise<Database> => {
  const asItIs = new Kysely<Tables>({ dialect: sqliteDialect(file) });
  try {
    await lastMigration(asItIs, name);
  } finally {
    await asItIs.destroy();
  }
  return openDatabase({ file });
};
