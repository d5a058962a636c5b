import { createHash, randomBytes } from 'node:crypto';
import { objectId } from '../ids.ts';
import { isoTime, transact, type Store } from './store.ts';

/**
 * Keys are 256 random bits, so a plain hash is as safe as a slow one; and looking a hash up tells a
 * guesser nothing about how close the key was.
 */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export const newKey = (): string => `fae_${randomBytes(32).toString('base64url')}`;

export const newWorkspaceId = (): string => objectId(Date.now());

/**
 * Makes a workspace, or gives the one with this id another key. A key opens one workspace: the last
 * one that it was given to.
 *
 * @returns its id and its key; only the key's hash is kept, so this is the one time it is shown
 */
export const putWorkspace = (
  store: Store,
  { name, id = newWorkspaceId(), key = newKey() }: { name: string; id?: string; key?: string },
): Promise<{ id: string; key: string }> =>
  transact(store, async ({ db, now }) => {
    const time = isoTime(now());
    const key_hash = hashOf(key);
    await db
      .updateTable('workspaces')
      .set({ key_hash: hashOf(newKey()), updated_at: time })
      .where('key_hash', '=', key_hash)
      .where('id', '!=', id)
      .execute();
    await db
      .insertInto('workspaces')
      .values({ id, name, key_hash, created_at: time, updated_at: time })
      .onConflict((it) => it.column('id').doUpdateSet({ key_hash, name, updated_at: time }))
      .execute();
    return { id, key };
  });

/** @returns the id of the workspace that the key opens */
export const workspaceOfKey = async (store: Store, key: string): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom('workspaces')
    .select('id')
    .where('key_hash', '=', hashOf(key))
    .executeTakeFirst();
  return row?.id;
};
