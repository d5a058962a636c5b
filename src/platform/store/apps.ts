import { noteUses } from './file-uses.ts';
import { newRow, type Fields, type Given } from './records.ts';
import type { Store } from './store.ts';

/** An app as it is kept; where it is reached depends on where we are. */
export interface AppRecord {
  readonly fields: Fields;
  readonly slug: string;
  /** The domain that its owner gave, if any. */
  readonly domain: string | undefined;
}

/** What serving an app's files takes. */
export interface ServedApp {
  readonly id: string;
  readonly slug: string;
}

/** In the order of creation. */
export const listApps = async (store: Store, workspace: string): Promise<AppRecord[]> => {
  const rows = await store.db
    .selectFrom('apps')
    .select(['document', 'slug', 'domain'])
    .where('workspace', '=', workspace)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ document, slug, domain }) => ({
    fields: JSON.parse(store.urls.expand(document)) as Fields,
    slug,
    domain: domain ?? undefined,
  }));
};

/** To be called in a transaction in which slug and domain have been found to be free. */
export const insertApp = async (
  store: Store,
  workspace: string,
  { fields, slug, domain }: AppRecord,
  given: Given = {},
): Promise<AppRecord & { readonly id: string }> => {
  const row = newRow(store, workspace, fields, given);
  await store.db
    .insertInto('apps')
    .values({ ...row, slug, domain: domain ?? null })
    .execute();
  await noteUses(store, 'apps', [row]);
  const document = JSON.parse(store.urls.expand(row.document)) as Fields;
  return { id: row.id, fields: document, slug, domain };
};

/** The slugs in use that begin so. */
export const slugsLike = async (store: Store, slug: string): Promise<Set<string>> => {
  const rows = await store.db
    .selectFrom('apps')
    .select('slug')
    .where('slug', 'like', `${slug}%`)
    .execute();
  return new Set(rows.map((row) => row.slug));
};

export const findApp = async (
  store: Store,
  workspace: string,
  id: string,
): Promise<ServedApp | undefined> => {
  const row = await store.db
    .selectFrom('apps')
    .select(['id', 'slug'])
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  return row;
};

/** Whosoever's it is. */
export const appNamed = async (
  store: Store,
  by: 'slug' | 'domain',
  name: string,
): Promise<ServedApp | undefined> => {
  const row = await store.db
    .selectFrom('apps')
    .select(['id', 'slug'])
    .where(by, '=', name)
    .executeTakeFirst();
  return row;
};

/** The id of the oldest record of a kind; `undefined` where there is none. */
export const firstRecord = async (
  store: Store,
  table: 'products' | 'characters' | 'nfts',
  workspace: string,
): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom(table)
    .select('id')
    .where('workspace', '=', workspace)
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
};
