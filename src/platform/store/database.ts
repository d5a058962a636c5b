import { open } from 'node:fs/promises';
import { Kysely, type Dialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

const dialectOf = async (file: string): Promise<Dialect> => {
  try {
    // Customers' addresses are in it; SQLite gives its other files the same permissions.
    await (await open(file, 'a', 0o600)).close();
    return sqliteDialect(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`The database ${file} cannot be opened: ${reason}.`, { cause });
  }
};

/**
 * Opens the database and brings its tables up to date.
 *
 * @param file the path of the SQLite file; made where it is missing
 * @throws {TypeError} for a file that is no database or may not be written to
 */
export const openDatabase = async (file: string): Promise<Kysely<Tables>> => {
  const db = new Kysely<Tables>({ dialect: await dialectOf(file) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw new Error(`The database ${file} cannot be brought up to date.`, { cause: error });
  }
  return db;
};
