import type { Kysely } from 'kysely';
import { documents, rows } from './columns.ts';

/** What the platform began with: NFTs, characters, models, products, orders, files. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('workspaces')
    .addColumn('id', 'text', (it) => it.primaryKey())
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('key_hash', 'text', (it) => it.notNull().unique())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .execute();
  await documents(schema.createTable('nfts'))
    .addColumn('public', 'integer', (it) => it.notNull())
    .addColumn('collection', 'text')
    .execute();
  await documents(schema.createTable('characters')).execute();
  await documents(schema.createTable('models'))
    .addColumn('url', 'text', (it) => it.notNull())
    .execute();
  await documents(schema.createTable('products'))
    .addColumn('active', 'integer', (it) => it.notNull())
    .addColumn('stock', 'bigint')
    .execute();
  await documents(schema.createTable('orders'))
    .addColumn('product', 'text', (it) => it.notNull())
    .addColumn('session', 'text', (it) => it.notNull().unique())
    .addColumn('status', 'text', (it) => it.notNull())
    .addColumn('amount', 'bigint', (it) => it.notNull())
    .addColumn('currency', 'text', (it) => it.notNull())
    .addColumn('customer_email', 'text')
    .addColumn('ref', 'text')
    .addColumn('success_url', 'text', (it) => it.notNull())
    .addColumn('cancel_url', 'text', (it) => it.notNull())
    .addColumn('expires_at', 'text', (it) => it.notNull())
    .execute();
  await documents(schema.createTable('jobs'))
    .addColumn('kind', 'text', (it) => it.notNull())
    .addColumn('status', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('messages')
    .addColumn('id', 'text', (it) => it.primaryKey())
    .addColumn('workspace', 'text', (it) => it.notNull())
    .addColumn('character', 'text', (it) =>
      it.notNull().references('characters.id').onDelete('cascade'),
    )
    .addColumn('conversation', 'text', (it) => it.notNull())
    .addColumn('role', 'text', (it) => it.notNull())
    .addColumn('text', 'text', (it) => it.notNull())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .execute();
  await rows(schema.createTable('files'))
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('type', 'text', (it) => it.notNull())
    .addColumn('size', 'bigint', (it) => it.notNull())
    .execute();
  await schema
    .createTable('seeds')
    .addColumn('workspace', 'text', (it) => it.notNull())
    .addColumn('kind', 'text', (it) => it.notNull())
    .addColumn('version', 'integer', (it) => it.notNull())
    .addPrimaryKeyConstraint('seeds_pk', ['workspace', 'kind'])
    .execute();
  await schema
    .createTable('revisions')
    .addColumn('workspace', 'text', (it) => it.notNull())
    .addColumn('resource', 'text', (it) => it.notNull())
    .addColumn('revision', 'integer', (it) => it.notNull())
    .addPrimaryKeyConstraint('revisions_pk', ['workspace', 'resource'])
    .execute();

  for (const table of ['nfts', 'characters', 'models', 'products', 'orders', 'jobs']) {
    await schema
      .createIndex(`${table}_by_time`)
      .on(table)
      .columns(['workspace', 'created_at', 'id'])
      .execute();
  }
  await schema.createIndex('models_by_url').on('models').columns(['workspace', 'url']).execute();
  await schema
    .createIndex('messages_by_conversation')
    .on('messages')
    .columns(['character', 'conversation', 'created_at', 'id'])
    .execute();
};
