import { sql, type Kysely } from 'kysely';
import { locksRows } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/** Rows of any table, whose values are texts and numbers alike in every database. */
type AnyTables = Record<string, Record<string, unknown>>;

/** How many rows are in memory at a time; a record may have a megabyte. */
const atATime = 50;

/** The tables that a table's rows refer to. */
const parentsOf = async (db: Kysely<Tables>, table: string): Promise<readonly string[]> => {
  const query = sql<{ parent: string }>`
    select distinct "table" as parent from pragma_foreign_key_list(${table})`;
  return (await query.execute(db)).rows.map(({ parent }) => parent);
};

/** All tables of a SQLite database, each one after those that its rows refer to. */
export const tablesInOrder = async (db: Kysely<Tables>): Promise<readonly string[]> => {
  const names = (await db.introspection.getTables()).map(({ name }) => name).toSorted();
  const ordered = new Set<string>();
  const place = async (name: string): Promise<void> => {
    if (ordered.has(name)) return;
    for (const parent of await parentsOf(db, name)) if (parent !== name) await place(parent);
    ordered.add(name);
  };
  for (const name of names) await place(name);
  return [...ordered];
};

type Rows = readonly Record<string, unknown>[];

/** PostgreSQL would send all rows at once, but for a cursor; to be called in a transaction. */
async function* byCursor(db: Kysely<Tables>, table: string): AsyncGenerator<Rows> {
  await sql`declare copied no scroll cursor for select * from ${sql.table(table)}`.execute(db);
  for (;;) {
    const fetch = sql<Record<string, unknown>>`fetch ${sql.lit(atATime)} from copied`;
    const { rows } = await fetch.execute(db);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close copied`.execute(db);
}

async function* byTurns(db: Kysely<Tables>, table: string): AsyncGenerator<Rows> {
  let rows: Record<string, unknown>[] = [];
  for await (const row of db.$extendTables<AnyTables>().selectFrom(table).selectAll().stream()) {
    rows.push(row);
    if (rows.length < atATime) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Copies all rows of these tables, parents first, to where they are empty. */
export const copyTables = async (
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  tables: readonly string[],
): Promise<void> => {
  for (const table of tables) {
    const source = locksRows({ db: from }) ? byCursor(from, table) : byTurns(from, table);
    for await (const rows of source) {
      await to
        .$extendTables<AnyTables>()
        .insertInto(table)
        .values([...rows])
        .execute();
    }
  }
};

/** Empties these tables, of which parents come first. To be called in a transaction. */
export const emptyTables = async (db: Kysely<Tables>, tables: readonly string[]): Promise<void> => {
  if (locksRows({ db })) {
    const all = sql.join(tables.map((table) => sql.table(table)));
    await sql`truncate ${all}`.execute(db);
    return;
  }
  for (const table of tables.toReversed()) {
    await db.$extendTables<AnyTables>().deleteFrom(table).execute();
  }
};

/** Whether a platform has been started with a database. Tables of others may be in it too. */
export const isUsed = async (db: Kysely<Tables>): Promise<boolean> => {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'workspaces')) return false;
  const row = await db.selectFrom('workspaces').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
};

/** The keys of all bytes that rows are about, with their sizes. */
export const blobsIn = async ({
  db,
}: {
  readonly db: Kysely<Tables>;
}): Promise<ReadonlyMap<string, number>> => {
  const files = await db.selectFrom('files').select(['blob', 'size']).execute();
  const appFiles = await db.selectFrom('app_files').select(['blob', 'size']).execute();
  return new Map([...files, ...appFiles].map(({ blob, size }) => [blob, size]));
};
