import { objectId } from '../ids.ts';
import { answerOf, answerOfAll, type Fields, type Given } from './records.ts';
import { isoTime, type Store } from './store.ts';

/** Everybody's, in the order of creation, as the text of a JSON array. */
export const listTokens = async (store: Store): Promise<string> =>
  answerOfAll(
    store,
    await store.db
      .selectFrom('tokens')
      .select('document')
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );

/** Whose workspace it was is not kept, as everybody sees it. */
const notKept = new Set(['_id', 'id', 'workspace', 'createdAt', 'updatedAt']);

/** @returns the record as JSON text */
export const insertToken = async (
  store: Store,
  fields: Fields,
  given: Given = {},
): Promise<string> => {
  const milliseconds = given.time ?? store.now();
  const id = given.id ?? objectId(milliseconds);
  const time = isoTime(milliseconds);
  const own = Object.entries(fields).filter(([name]) => !notKept.has(name));
  const record = { _id: id, id, ...Object.fromEntries(own), createdAt: time, updatedAt: time };
  const document = store.urls.shorten(JSON.stringify(record));
  const row = { id, created_at: time, updated_at: time, document };
  await store.db.insertInto('tokens').values(row).execute();
  return answerOf(store, row);
};

export const hasToken = async (store: Store, id: string): Promise<boolean> => {
  const row = await store.db
    .selectFrom('tokens')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
};
