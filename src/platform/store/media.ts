import {
  answerOf,
  answerOfAll,
  deleteRecord,
  findRecord,
  newRow,
  updateRecord,
  type Fields,
  type Given,
} from './records.ts';
import type { Store } from './store.ts';
import type { MediaKind } from './tables/content.ts';

const table = 'media';

/** Newest first, as the text of a JSON array. */
export const listMedia = async (
  store: Store,
  kind: MediaKind,
  workspace: string,
): Promise<string> =>
  answerOfAll(
    store,
    await store.db
      .selectFrom(table)
      .select('document')
      .where('workspace', '=', workspace)
      .where('kind', '=', kind)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute(),
  );

/** @returns the record as JSON text */
export const insertMedium = async (
  store: Store,
  kind: MediaKind,
  workspace: string,
  fields: Fields,
  given: Given = {},
): Promise<string> => {
  const row = newRow(store, workspace, fields, given);
  await store.db
    .insertInto(table)
    .values({ ...row, kind })
    .execute();
  return answerOf(store, row);
};

const isOfKind = async (store: Store, kind: MediaKind, id: string): Promise<boolean> => {
  const row = await store.db
    .selectFrom(table)
    .select('kind')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.kind === kind;
};

export const findMedium = async (
  store: Store,
  kind: MediaKind,
  workspace: string,
  id: string,
): Promise<Fields | undefined> =>
  (await isOfKind(store, kind, id)) ? findRecord(store, table, workspace, id) : undefined;

/**
 * To be called in a transaction.
 *
 * @returns all fields after the change; `undefined` where there is no such record
 */
export const updateMedium = async (
  store: Store,
  kind: MediaKind,
  workspace: string,
  id: string,
  change: Fields,
): Promise<Fields | undefined> =>
  (await isOfKind(store, kind, id)) ? updateRecord(store, table, workspace, id, change) : undefined;

/** @returns whether there was such a record */
export const deleteMedium = async (
  store: Store,
  kind: MediaKind,
  workspace: string,
  id: string,
): Promise<boolean> =>
  (await isOfKind(store, kind, id)) && (await deleteRecord(store, table, workspace, id));

/** Where the address of a file may stand in a record. */
const mentioning = [
  'media',
  'characters',
  'nfts',
  'products',
  'stories',
  'scenes',
  'apps',
] as const;

/**
 * Whether some record of the workspace shows a file. This is the one question that SQL asks about the
 * inside of documents, and only where something is about to be lost.
 *
 * @param start what all URLs of the file begin with; behind it comes a name, which may be any
 */
export const isFileInUse = async (
  store: Store,
  workspace: string,
  start: string,
): Promise<boolean> => {
  for (const resource of mentioning) {
    const row = await store.db
      .selectFrom(resource)
      .select('id')
      .where('workspace', '=', workspace)
      .where('document', 'like', `%${store.urls.shorten(start)}%`)
      .executeTakeFirst();
    if (row) return true;
  }
  return false;
};
