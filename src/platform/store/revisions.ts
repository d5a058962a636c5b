import type { Store } from './store.ts';

/**
 * How often a workspace's records of one kind have changed. A cache in any process that remembers
 * the number it was filled at sees at once, for one small query, that it is out of date.
 */
export const revisionOf = async (
  store: Store,
  workspace: string,
  resource: string,
): Promise<number> => {
  const row = await store.db
    .selectFrom('revisions')
    .select('revision')
    .where('workspace', '=', workspace)
    .where('resource', '=', resource)
    .executeTakeFirst();
  return row?.revision ?? 0;
};

export const raiseRevision = async (
  store: Store,
  workspace: string,
  resource: string,
): Promise<void> => {
  await store.db
    .insertInto('revisions')
    .values({ workspace, resource, revision: 1 })
    .onConflict((it) =>
      it
        .columns(['workspace', 'resource'])
        .doUpdateSet((eb) => ({ revision: eb('revisions.revision', '+', 1) })),
    )
    .execute();
};
