import { open } from 'node:fs/promises';
import { Kysely, type Dialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Unavailable } from './faults.ts';
import { migrations } from './migrations.ts';
import { localNotices, type Notices } from './notices.ts';
import { postgresNotices } from './postgres-notices.ts';
import { postgresPlace } from './postgres-url.ts';
import { createPostgres, type Health } from './postgres.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

export interface Database {
  readonly db: Kysely<Tables>;
  readonly notices: Notices;
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** The path of the SQLite file; made where it is missing. Not touched where there is a URL. */
  readonly file: string;
  /** `postgres://…`. */
  readonly url?: string | undefined;
  readonly log?: (event: Readonly<Record<string, unknown>>) => void;
}

const reasonOf = (error: unknown): string => {
  if (error instanceof Unavailable) return reasonOf(error.cause);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};

const migrate = async (db: Kysely<Tables>): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('A migration failed.', { cause: error });
};

/** Migrates on a connection of its own, for one that asks nothing of the others' patience. */
const migrateThrough = async (dialect: Dialect): Promise<void> => {
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
};

const openSqlite = async (file: string): Promise<Database> => {
  let db: Kysely<Tables>;
  try {
    // Customers' addresses are in it; SQLite gives its other files the same permissions.
    await (await open(file, 'a', 0o600)).close();
    db = new Kysely<Tables>({ dialect: sqliteDialect(file) });
  } catch (cause) {
    throw new TypeError(`The database ${file} cannot be opened: ${reasonOf(cause)}.`, { cause });
  }
  try {
    await migrate(db);
  } catch (cause) {
    await db.destroy();
    throw new Error(`The database ${file} cannot be brought up to date.`, { cause });
  }
  return { db, notices: localNotices(), close: () => db.destroy() };
};

/** One event when the database is lost, however many notice, and one when it is back. */
const outageLog = (log: DatabaseOptions['log']): Health => {
  let isLost = false;
  return {
    lost: (error) => {
      if (!isLost) log?.({ event: 'database_lost', error: reasonOf(error) });
      isLost = true;
    },
    works: () => {
      if (isLost) log?.({ event: 'database_back' });
      isLost = false;
    },
  };
};

const openPostgres = async (url: string, log: DatabaseOptions['log']): Promise<Database> => {
  const health = outageLog(log);
  const postgres = await createPostgres(url, health);
  try {
    await migrateThrough(postgres.patientDialect);
  } catch (cause) {
    const place = `The database at ${postgresPlace(url)}`;
    if (!(cause instanceof Unavailable)) {
      throw new Error(`${place} cannot be brought up to date.`, { cause });
    }
    throw new TypeError(`${place} cannot be opened: ${reasonOf(cause)}.`, { cause });
  }
  const db = new Kysely<Tables>({ dialect: postgres.dialect });
  const notices = postgresNotices(postgres, health);
  return {
    db,
    notices,
    close: async () => {
      await notices.close();
      await db.destroy();
    },
  };
};

/**
 * Opens the database and brings its tables up to date. Any number of processes may do so at once.
 *
 * @throws {TypeError} for a file that is no database or may not be written to, and for a server that
 * cannot be reached or does not let us in
 */
export const openDatabase = ({ file, url, log }: DatabaseOptions): Promise<Database> =>
  url === undefined ? openSqlite(file) : openPostgres(url, log);
