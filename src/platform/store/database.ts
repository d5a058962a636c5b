import { open } from 'node:fs/promises';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the database and brings its tables up to date.
 *
 * @param file the path of the SQLite file; made where it is missing
 */
export const openDatabase = async (file: string): Promise<Kysely<Tables>> => {
  // Customers' addresses are in it; SQLite gives its other files the same permissions.
  await (await open(file, 'a', 0o600)).close();
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file) });
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
