import { objectId } from '../ids.ts';
import { changeUses, forgetUses } from './file-uses.ts';
import { isoTime, type Store } from './store.ts';
import type { Resource } from './tables.ts';
import type { DocumentRow } from './tables/rows.ts';

/** A record's fields by name, as they are answered. */
export type Fields = Readonly<Record<string, unknown>>;

/** Identity and times are the server's: a body cannot set them. */
const serverFields = new Set(['_id', 'id', 'workspace', 'createdAt', 'updatedAt']);

const ownFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !serverFields.has(name)));

const parse = (store: Store, document: string): Fields =>
  JSON.parse(store.urls.expand(document)) as Fields;

/** What a new record gets instead of a new id and the present time in milliseconds. */
export interface Given {
  readonly id?: string;
  readonly time?: number;
}

/** A new record's row, ready to be inserted with its table's further columns. */
export const newRow = (
  store: Store,
  workspace: string,
  fields: Fields,
  given: Given = {},
): DocumentRow => {
  const milliseconds = given.time ?? store.now();
  const id = given.id ?? objectId(milliseconds);
  const time = isoTime(milliseconds);
  const document = {
    _id: id,
    id,
    workspace,
    ...ownFields(fields),
    createdAt: time,
    updatedAt: time,
  };
  return {
    id,
    workspace,
    created_at: time,
    updated_at: time,
    document: store.urls.shorten(JSON.stringify(document)),
  };
};

/** A row's record as JSON text. */
export const answerOf = (store: Store, row: { readonly document: string }): string =>
  store.urls.expand(row.document);

/** Rows' records as the text of one JSON array: joined, never parsed. */
export const answerOfAll = (store: Store, rows: readonly { readonly document: string }[]): string =>
  store.urls.expand(`[${rows.map((row) => row.document).join(',')}]`);

const findDocument = async (
  { db }: Store,
  table: Resource,
  workspace: string,
  id: string,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom(table)
    .select('document')
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.document;
};

export const findRecord = async (
  store: Store,
  table: Resource,
  workspace: string,
  id: string,
): Promise<Fields | undefined> => {
  const document = await findDocument(store, table, workspace, id);
  return document === undefined ? undefined : parse(store, document);
};

/**
 * Changes the fields that are given and leaves the others. To be called in a transaction.
 *
 * @returns all fields after the change; `undefined` where there is no such record
 */
export const updateRecord = async (
  store: Store,
  table: Resource,
  workspace: string,
  id: string,
  change: Fields,
): Promise<Fields | undefined> => {
  const before = await findDocument(store, table, workspace, id);
  if (before === undefined) return undefined;
  const time = isoTime(store.now());
  const after = { ...parse(store, before), ...ownFields(change), updatedAt: time };
  const document = store.urls.shorten(JSON.stringify(after));
  await store.db
    .updateTable(table)
    .set({ document, updated_at: time })
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .execute();
  await changeUses(store, table, { id, workspace, document }, before);
  return after;
};

/**
 * To be called in a transaction.
 *
 * @returns whether there was such a record
 */
export const deleteRecord = async (
  store: Store,
  table: Resource,
  workspace: string,
  id: string,
): Promise<boolean> => {
  const { numDeletedRows } = await store.db
    .deleteFrom(table)
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return false;
  await forgetUses(store, table, id);
  return true;
};
