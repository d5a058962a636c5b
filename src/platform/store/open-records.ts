import { noteUses } from './file-uses.ts';
import { answerOf, answerOfAll, newRow, type Fields, type Given } from './records.ts';
import type { Store } from './store.ts';

/** Tables that know nothing of a record but whose it is and since when: its fields are its owner's. */
export type OpenResource = 'stories' | 'scenes';

/** In the order of creation, as the text of a JSON array. */
export const listOpenRecords = async (
  store: Store,
  table: OpenResource,
  workspace: string,
): Promise<string> =>
  answerOfAll(
    store,
    await store.db
      .selectFrom(table)
      .select('document')
      .where('workspace', '=', workspace)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );

/** @returns the record as JSON text; `undefined` where there is none */
export const openRecord = async (
  store: Store,
  table: OpenResource,
  workspace: string,
  id: string,
): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom(table)
    .select('document')
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && answerOf(store, row);
};

/**
 * To be called in a transaction.
 *
 * @returns the record as JSON text
 */
export const insertOpenRecord = async (
  store: Store,
  table: OpenResource,
  workspace: string,
  fields: Fields,
  given: Given = {},
): Promise<string> => {
  const row = newRow(store, workspace, fields, given);
  await store.db.insertInto(table).values(row).execute();
  await noteUses(store, table, [row]);
  return answerOf(store, row);
};
