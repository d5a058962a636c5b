import { transact, type Store } from '../store/store.ts';
import { addTestCard } from './portal-routes.ts';

/** Gives the sample project a test card, once: who has removed it does not get it back. */
export const seedTestCard = (store: Store, workspace: string, project: string): Promise<void> =>
  transact(store, async (inner) => {
    const row = await inner.db
      .insertInto('seeds')
      .values({ workspace, kind: `payment-methods ${project}`, version: 1 })
      .onConflict((it) => it.doNothing())
      .returning('kind')
      .executeTakeFirst();
    if (row) await addTestCard(inner, project, 'visa');
  });
