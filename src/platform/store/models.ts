import { answerOf, answerOfAll, newRow, type Fields, type Given } from './records.ts';
import type { Store } from './store.ts';

/** Newest first, as the text of a JSON array. */
export const listModels = async (store: Store, workspace: string): Promise<string> =>
  answerOfAll(
    store,
    await store.db
      .selectFrom('models')
      .select('document')
      .where('workspace', '=', workspace)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute(),
  );

/** @returns the record as JSON text */
export const insertModel = async (
  store: Store,
  workspace: string,
  fields: Fields,
  given: Given = {},
): Promise<string> => {
  const row = newRow(store, workspace, fields, given);
  await store.db
    .insertInto('models')
    .values({ ...row, url: store.urls.shorten(String(fields['url'])) })
    .execute();
  return answerOf(store, row);
};

/**
 * Whether some record of the workspace is of this file.
 *
 * @param start what all URLs of the file begin with; behind it comes a name, which may be any
 */
export const isModelFile = async (
  store: Store,
  workspace: string,
  start: string,
): Promise<boolean> => {
  const row = await store.db
    .selectFrom('models')
    .select('id')
    .where('workspace', '=', workspace)
    .where('url', 'like', `${store.urls.shorten(start)}%`)
    .executeTakeFirst();
  return row !== undefined;
};
