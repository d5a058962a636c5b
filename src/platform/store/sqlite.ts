import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect, type SqliteDatabase } from 'kysely';
import { sqliteFault } from './faults.ts';

const bindable = (values: readonly unknown[]): values is readonly SQLInputValue[] =>
  values.every(
    (value) =>
      value === null ||
      ['string', 'number', 'bigint'].includes(typeof value) ||
      value instanceof Uint8Array,
  );

const checked = (values: readonly unknown[]): readonly SQLInputValue[] => {
  if (!bindable(values)) throw new TypeError('SQLite takes strings, numbers, bytes and null only.');
  return values;
};

const attempt = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw sqliteFault(error);
  }
};

/** So many statements are kept ready: more than there are, but for lists of ids of any length. */
const mostStatements = 300;

type Statement = ReturnType<SqliteDatabase['prepare']>;

const prepared = (database: DatabaseSync, sql: string): Statement => {
  // A transaction that begins by reading and then writes would fail at once, without waiting,
  // where another process has written in between. So each takes the write lock first.
  const statement = attempt(() => database.prepare(sql === 'begin' ? 'begin immediate' : sql));
  return {
    reader: statement.columns().length > 0,
    all: (values) => attempt(() => statement.all(...checked(values))),
    run: (values) => attempt(() => statement.run(...checked(values))),
    iterate: (values) => attempt(() => statement.iterate(...checked(values))),
  };
};

/**
 * Kysely's SQLite dialect expects better-sqlite3; this gives `node:sqlite` the same few methods. The
 * statements that were used last are kept: to prepare one takes longer than most of them do.
 */
const asBetterSqlite = (database: DatabaseSync): SqliteDatabase => {
  const kept = new Map<string, Statement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = kept.get(sql) ?? prepared(database, sql);
      kept.delete(sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > mostStatements && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
};

/**
 * Kysely takes SQLite for a database of one process and migrates it without a transaction. SQLite
 * does roll tables back, so here a migration is done whole or not at all, and two processes that
 * start together do not both make the same tables.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Opens or makes a database file. Other processes may have it open too. */
export const sqliteDialect = (file: string): SqliteDialect => {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5000 });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  } catch (error) {
    database.close();
    throw error;
  }
  const dialect = new SqliteDialect({ database: asBetterSqlite(database) });
  dialect.createAdapter = () => new TransactionalAdapter();
  return dialect;
};
