import type { Kysely } from 'kysely';

/** What has grown old is found without reading the rest. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema.createIndex('messages_by_time').on('messages').column('created_at').execute();
  await schema
    .createIndex('orders_by_end')
    .on('orders')
    .columns(['status', 'expires_at'])
    .execute();
};
