import type { Kysely } from 'kysely';

/** Orders that a payment provider tells of, and whom it pays. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema.alterTable('workspaces').addColumn('stripe_account', 'text').execute();
  const columns = ['account', 'url', 'request_key', 'request_hash', 'paid_at'];
  for (const column of columns) {
    await schema.alterTable('orders').addColumn(column, 'text').execute();
  }
  await schema
    .alterTable('orders')
    .addColumn('provider', 'text', (it) => it.notNull().defaultTo('test'))
    .execute();
  await schema
    .alterTable('orders')
    .addColumn('oversold', 'integer', (it) => it.notNull().defaultTo(0))
    .execute();
  await schema
    .createIndex('orders_by_request')
    .unique()
    .on('orders')
    .columns(['workspace', 'request_key'])
    .execute();
};
