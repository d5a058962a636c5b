import { noteUses } from './file-uses.ts';
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

/**
 * To be called in a transaction, like all that write below.
 *
 * @returns the record as JSON text
 */
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
  await noteUses(store, table, [row]);
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

/** @returns all fields after the change; `undefined` where there is no such record */
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
