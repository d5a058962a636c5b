import { randomUUID } from 'node:crypto';
import { tokenProject } from './api-tokens.ts';
import { hashOf } from './secret-tokens.ts';
import { isoTime, transact, type Store } from './store.ts';

export interface Project {
  readonly id: string;
  /** Whose people look after it. */
  readonly workspace: string;
  readonly name: string;
  readonly createdAt: string;
}

/**
 * Makes a project, or gives the one with this id the workspace and the key that are set for it from
 * outside. A key opens one project: the last one that it was given to.
 */
export const putProject = (
  store: Store,
  { id, workspace, name, key }: Omit<Project, 'createdAt'> & { readonly key: string },
): Promise<void> =>
  transact(store, async ({ db, now }) => {
    const key_hash = hashOf(key);
    await db
      .updateTable('projects')
      .set({ key_hash: null })
      .where('key_hash', '=', key_hash)
      .where('id', '!=', id)
      .execute();
    await db
      .insertInto('projects')
      .values({ id, workspace, name, key_hash, created_at: isoTime(now()) })
      .onConflict((it) => it.column('id').doUpdateSet({ workspace, key_hash }))
      .execute();
  });

const columns = ['id', 'workspace', 'name', 'created_at'] as const;

type Columns = Omit<Project, 'createdAt'> & { readonly created_at: string };

const projectOf = ({ created_at, ...row }: Columns): Project => ({ ...row, createdAt: created_at });

export const insertProject = async (
  store: Store,
  { workspace, name }: Pick<Project, 'workspace' | 'name'>,
): Promise<Project> => {
  const created_at = isoTime(store.now());
  // No database takes every name as it is.
  const row = await store.db
    .insertInto('projects')
    .values({ id: randomUUID(), workspace, name, created_at, key_hash: null })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return projectOf(row);
};

/** The projects of these workspaces, the oldest first. */
export const projectsOf = async (
  store: Store,
  workspaces: readonly string[],
): Promise<Project[]> => {
  if (workspaces.length === 0) return [];
  const rows = await store.db
    .selectFrom('projects')
    .select(columns)
    .where('workspace', 'in', workspaces)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(projectOf);
};

/** @returns the id of the project that a key or a token opens */
export const projectOfKey = async (store: Store, key: string): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom('projects')
    .select('id')
    .where('key_hash', '=', hashOf(key))
    .executeTakeFirst();
  return row?.id ?? tokenProject(store, key);
};
