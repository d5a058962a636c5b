import type { PaymentMethod } from '../billing/billing.ts';
import { testCards, type TestCard } from '../billing/test-cards.ts';
import { objectId } from '../ids.ts';
import { isoTime, type Store } from './store.ts';

/** A test card of a project's. */
export interface TestMethod extends PaymentMethod {
  readonly card: TestCard;
  readonly expiryMonth: number;
  readonly expiryYear: number;
}

const isCard = (name: string): name is TestCard => Object.hasOwn(testCards, name);

/** The one that is charged first, then the one that would be charged without it, and so on. */
export const listTestCards = async (
  { db }: Store,
  project: string,
): Promise<readonly TestMethod[]> => {
  const rows = await db
    .selectFrom('payment_methods')
    .selectAll()
    .where('project', '=', project)
    .orderBy('rank', 'desc')
    .execute();
  return rows.flatMap(({ id, card, expiry_month, expiry_year }) =>
    isCard(card)
      ? [{ id, card, ...testCards[card], expiryMonth: expiry_month, expiryYear: expiry_year }]
      : [],
  );
};

/** The rank above all others. To be called in a transaction. */
const nextRank = async ({ db }: Store, project: string): Promise<number> => {
  const { rank } = await db
    .selectFrom('payment_methods')
    .select((it) => it.fn.coalesce(it.fn.max('rank'), it.lit(0)).as('rank'))
    .where('project', '=', project)
    .executeTakeFirstOrThrow();
  return rank + 1;
};

/** Adds a card, which is charged from now on. To be called in a transaction. */
export const insertTestCard = async (
  store: Store,
  project: string,
  given: Pick<TestMethod, 'card' | 'expiryMonth' | 'expiryYear'>,
): Promise<void> => {
  const now = store.now();
  await store.db
    .insertInto('payment_methods')
    .values({
      id: `pm_${objectId(now)}`,
      project,
      created_at: isoTime(now),
      card: given.card,
      expiry_month: given.expiryMonth,
      expiry_year: given.expiryYear,
      rank: await nextRank(store, project),
    })
    .execute();
};

/** Has a card charged from now on. To be called in a transaction. */
export const chooseTestCard = async (store: Store, project: string, id: string): Promise<void> => {
  await store.db
    .updateTable('payment_methods')
    .set({ rank: await nextRank(store, project) })
    .where('project', '=', project)
    .where('id', '=', id)
    .execute();
};

export const deleteTestCard = async ({ db }: Store, project: string, id: string): Promise<void> => {
  await db
    .deleteFrom('payment_methods')
    .where('project', '=', project)
    .where('id', '=', id)
    .execute();
};
