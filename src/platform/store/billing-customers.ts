import { isoTime, type Store } from './store.ts';

/** Who a project is at the provider of payments. */
export const customerOf = async ({ db }: Store, project: string): Promise<string | undefined> => {
  const row = await db
    .selectFrom('billing_customers')
    .select('customer')
    .where('project', '=', project)
    .executeTakeFirst();
  return row?.customer;
};

export const projectOfCustomer = async (
  { db }: Store,
  customer: string,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom('billing_customers')
    .select('project')
    .where('customer', '=', customer)
    .executeTakeFirst();
  return row?.project;
};

/** @returns the customer that the project has by now: whoever comes second uses the first one's */
export const insertCustomer = async (
  store: Store,
  project: string,
  customer: string,
): Promise<string> => {
  await store.db
    .insertInto('billing_customers')
    .values({ project, customer, created_at: isoTime(store.now()) })
    .onConflict((it) => it.doNothing())
    .execute();
  return (await customerOf(store, project)) ?? customer;
};
