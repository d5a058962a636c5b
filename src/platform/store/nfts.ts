import { noteUses } from './file-uses.ts';
import { answerOf, answerOfAll, newRow, updateRecord, type Fields, type Given } from './records.ts';
import type { Store } from './store.ts';

/** What lists are narrowed by, beside the document. */
const columnsOf = (fields: Fields) => ({
  public: fields['public'] === true ? 1 : 0,
  collection: typeof fields['collection'] === 'string' ? fields['collection'] : null,
});

/** In the order of creation, as the text of a JSON array. */
export const listNfts = async (
  store: Store,
  workspace: string,
  only: { readonly collection?: string | undefined; readonly public?: boolean } = {},
): Promise<string> => {
  let query = store.db.selectFrom('nfts').select('document').where('workspace', '=', workspace);
  if (only.public) query = query.where('public', '=', 1);
  if (only.collection !== undefined) query = query.where('collection', '=', only.collection);
  return answerOfAll(store, await query.orderBy('created_at').orderBy('id').execute());
};

/**
 * To be called in a transaction, like all that write below.
 *
 * @returns the record as JSON text
 */
export const insertNft = async (
  store: Store,
  workspace: string,
  fields: Fields,
  given: Given = {},
): Promise<string> => {
  const row = newRow(store, workspace, fields, given);
  await store.db
    .insertInto('nfts')
    .values({ ...row, ...columnsOf(fields) })
    .execute();
  await noteUses(store, 'nfts', [row]);
  return answerOf(store, row);
};

/**
 * Makes `count` editions at once, numbered from 1.
 *
 * @returns the first one as JSON text, with all their ids as `editions`
 */
export const mintEditions = async (
  store: Store,
  workspace: string,
  fields: Fields,
  count: number,
): Promise<string> => {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...newRow(store, workspace, { ...fields, editionNumber: index + 1, editionCount: count }),
    ...columnsOf(fields),
  }));
  await store.db.insertInto('nfts').values(rows).execute();
  await noteUses(store, 'nfts', rows);
  const [first] = rows;
  if (!first) throw new RangeError('At least one edition is minted.');
  const document = JSON.parse(answerOf(store, first)) as Fields;
  return JSON.stringify({ ...document, editions: rows.map((row) => row.id) });
};

/** @returns all fields after the change; `undefined` where there is no such NFT */
export const updateNft = async (
  store: Store,
  workspace: string,
  id: string,
  change: Fields,
): Promise<Fields | undefined> => {
  const fields = await updateRecord(store, 'nfts', workspace, id, change);
  if (fields) {
    await store.db.updateTable('nfts').set(columnsOf(fields)).where('id', '=', id).execute();
  }
  return fields;
};
