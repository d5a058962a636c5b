import { objectId } from '../ids.ts';
import { hashOf, newToken } from './secret-tokens.ts';
import { isoTime, transact, type Store } from './store.ts';

export interface Workspace {
  readonly id: string;
  readonly name: string;
  /** The connected account that is paid. */
  readonly stripeAccount: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const newKey = (): string => `fae_${newToken()}`;

export const newWorkspaceId = (): string => objectId(Date.now());

/**
 * Makes a workspace, or gives the one with this id the key that is set for it from outside. A key that
 * was made by `replaceKey` stays as long as what is set is what was set before: else a restart would
 * bring back the key that somebody wanted to be rid of. A key opens one workspace: the last one that
 * it was given to.
 *
 * @returns its id and the key that was given; only the hash is kept
 */
export const putWorkspace = (
  store: Store,
  { name, id = newWorkspaceId(), key = newKey() }: { name: string; id?: string; key?: string },
): Promise<{ id: string; key: string }> =>
  transact(store, async ({ db, now }) => {
    const time = isoTime(now());
    const key_hash = hashOf(key);
    const before = await db
      .selectFrom('workspaces')
      .select('given_key_hash')
      .where('id', '=', id)
      .executeTakeFirst();
    if (before?.given_key_hash === key_hash) return { id, key };
    const others = db.updateTable('workspaces').where('id', '!=', id);
    await others
      .set({ key_hash: hashOf(newKey()), updated_at: time })
      .where('key_hash', '=', key_hash)
      .execute();
    await others.set({ given_key_hash: null }).where('given_key_hash', '=', key_hash).execute();
    const given = { key_hash, given_key_hash: key_hash, updated_at: time };
    await db
      .insertInto('workspaces')
      .values({ id, name, created_at: time, ...given })
      .onConflict((it) => it.column('id').doUpdateSet(given))
      .execute();
    return { id, key };
  });

/** @returns its id and its key, which is shown this once */
export const insertWorkspace = async (
  store: Store,
  name: string,
): Promise<{ id: string; key: string }> => {
  const now = store.now();
  const id = objectId(now);
  const key = newKey();
  await store.db
    .insertInto('workspaces')
    .values({
      id,
      name,
      key_hash: hashOf(key),
      created_at: isoTime(now),
      updated_at: isoTime(now),
    })
    .execute();
  return { id, key };
};

/** @returns another key instead of the one it had, which opens nothing from now on */
export const replaceKey = async (store: Store, id: string): Promise<string> => {
  const key = newKey();
  await store.db
    .updateTable('workspaces')
    .set({ key_hash: hashOf(key), updated_at: isoTime(store.now()) })
    .where('id', '=', id)
    .execute();
  return key;
};

/** @returns the id of the workspace that the key opens */
export const workspaceOfKey = async (store: Store, key: string): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom('workspaces')
    .select('id')
    .where('key_hash', '=', hashOf(key))
    .executeTakeFirst();
  return row?.id;
};

/** Those of these ids that there are, the oldest first. */
export const findWorkspaces = async (
  store: Store,
  ids: readonly string[],
): Promise<Workspace[]> => {
  if (ids.length === 0) return [];
  const rows = await store.db
    .selectFrom('workspaces')
    .select(['id', 'name', 'stripe_account', 'created_at', 'updated_at'])
    .where('id', 'in', ids)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    stripeAccount: row.stripe_account ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
};

export const findWorkspace = async (store: Store, id: string): Promise<Workspace | undefined> =>
  (await findWorkspaces(store, [id]))[0];

/** Changes what is given; a `stripeAccount` of `null` takes the account away. */
export const updateWorkspace = async (
  store: Store,
  id: string,
  { name, stripeAccount }: { name?: string | undefined; stripeAccount?: string | null | undefined },
): Promise<void> => {
  await store.db
    .updateTable('workspaces')
    .set({
      ...(name !== undefined && { name }),
      ...(stripeAccount !== undefined && { stripe_account: stripeAccount }),
      updated_at: isoTime(store.now()),
    })
    .where('id', '=', id)
    .execute();
};
