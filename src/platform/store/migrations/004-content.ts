import { sql, type Kysely } from 'kysely';
import { documents } from './columns.ts';

/** Stories, scenes, tokens, apps; and media of every type in one table, models with them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await documents(schema.createTable('stories')).execute();
  await documents(schema.createTable('scenes')).execute();
  await documents(schema.createTable('apps'))
    .addColumn('slug', 'text', (it) => it.notNull().unique())
    .addColumn('domain', 'text', (it) => it.unique())
    .execute();
  await schema
    .createTable('tokens')
    .addColumn('id', 'text', (it) => it.primaryKey())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .addColumn('document', 'text', (it) => it.notNull())
    .execute();
  await documents(schema.createTable('media'))
    .addColumn('kind', 'text', (it) => it.notNull())
    .execute();
  await sql`
    insert into media (id, workspace, created_at, updated_at, document, kind)
    select id, workspace, created_at, updated_at, document, 'models' from models`.execute(db);
  await schema.dropTable('models').execute();

  for (const table of ['stories', 'scenes', 'apps']) {
    await schema
      .createIndex(`${table}_by_time`)
      .on(table)
      .columns(['workspace', 'created_at', 'id'])
      .execute();
  }
  await schema.createIndex('tokens_by_time').on('tokens').columns(['created_at', 'id']).execute();
  await schema
    .createIndex('media_by_time')
    .on('media')
    .columns(['workspace', 'kind', 'created_at', 'id'])
    .execute();
};
