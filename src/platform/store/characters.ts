import { noteUses } from './file-uses.ts';
import {
  answerOf,
  answerOfAll,
  deleteRecord,
  newRow,
  updateRecord,
  type Fields,
  type Given,
} from './records.ts';
import { raiseRevision } from './revisions.ts';
import type { Store } from './store.ts';

const resource = 'characters';

/** In the order of creation, as the text of a JSON array. */
export const listCharacters = async (store: Store, workspace: string): Promise<string> =>
  answerOfAll(
    store,
    await store.db
      .selectFrom(resource)
      .select('document')
      .where('workspace', '=', workspace)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );

/**
 * Every change also tells all caches of the list that they are out of date. To be called in a
 * transaction, like the two others below.
 *
 * @returns the record as JSON text
 */
export const insertCharacter = async (
  store: Store,
  workspace: string,
  fields: Fields,
  given: Given = {},
): Promise<string> => {
  const row = newRow(store, workspace, fields, given);
  await raiseRevision(store, workspace, resource);
  await store.db.insertInto(resource).values(row).execute();
  await noteUses(store, resource, [row]);
  return answerOf(store, row);
};

/** @returns all fields after the change; `undefined` where there is no such character */
export const updateCharacter = async (
  store: Store,
  workspace: string,
  id: string,
  change: Fields,
): Promise<Fields | undefined> => {
  await raiseRevision(store, workspace, resource);
  return updateRecord(store, resource, workspace, id, change);
};

/** @returns whether there was such a character; its conversations go with it */
export const deleteCharacter = async (
  store: Store,
  workspace: string,
  id: string,
): Promise<boolean> => {
  await raiseRevision(store, workspace, resource);
  return deleteRecord(store, resource, workspace, id);
};
