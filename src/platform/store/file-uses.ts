/**
 * Which records show which of our files. It is written with the documents, in the same transaction, so
 * that nobody has to look inside them when a file is about to be deleted.
 */
import { fileIdsIn } from './own-urls.ts';
import type { Store } from './store.ts';
import type { Resource } from './tables.ts';

interface Shown {
  readonly id: string;
  readonly workspace: string;
  /** As it is kept, with our own addresses shortened. */
  readonly document: string;
}

/** Rows of one statement: databases bound how many values that may have. */
const atOnce = 1_000;

const addUses = async (
  { db }: Store,
  resource: Resource,
  uses: readonly (Pick<Shown, 'id' | 'workspace'> & { readonly file: string })[],
): Promise<void> => {
  const rows = uses.map(({ id, workspace, file }) => ({ workspace, file, resource, record: id }));
  for (let start = 0; start < rows.length; start += atOnce) {
    await db
      .insertInto('file_uses')
      .values(rows.slice(start, start + atOnce))
      .execute();
  }
};

/** For new records. To be called in a transaction, like the two below. */
export const noteUses = (
  store: Store,
  resource: Resource,
  rows: readonly Shown[],
): Promise<void> => {
  const uses = rows.flatMap((row) =>
    [...fileIdsIn(row.document)].map((file) => ({ ...row, file })),
  );
  return addUses(store, resource, uses);
};

/** @param before the record's document until now, as it was kept */
export const changeUses = async (
  store: Store,
  resource: Resource,
  row: Shown,
  before: string,
): Promise<void> => {
  const [old, now] = [fileIdsIn(before), fileIdsIn(row.document)];
  const gone = [...old].filter((file) => !now.has(file));
  if (gone.length > 0) {
    await store.db
      .deleteFrom('file_uses')
      .where('resource', '=', resource)
      .where('record', '=', row.id)
      .where('file', 'in', gone)
      .execute();
  }
  const fresh = [...now].filter((file) => !old.has(file));
  await addUses(
    store,
    resource,
    fresh.map((file) => ({ ...row, file })),
  );
};

export const forgetUses = async (store: Store, resource: Resource, id: string): Promise<void> => {
  await store.db
    .deleteFrom('file_uses')
    .where('resource', '=', resource)
    .where('record', '=', id)
    .execute();
};

/** Whether some record of the workspace shows a file. */
export const isFileInUse = async (
  store: Store,
  workspace: string,
  file: string,
): Promise<boolean> => {
  const row = await store.db
    .selectFrom('file_uses')
    .select('record')
    .where('workspace', '=', workspace)
    .where('file', '=', file)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
