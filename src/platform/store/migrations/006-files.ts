import { sql, type Kysely } from 'kysely';

/** Bytes get names of their own, apps get files, and no bytes are forgotten. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .alterTable('files')
    .addColumn('blob', 'text', (it) => it.notNull().defaultTo(''))
    .execute();
  await sql`update files set blob = 'files/' || substr(id, 1, 2) || '/' || id`.execute(db);

  await schema
    .createTable('app_files')
    .addColumn('app', 'text', (it) => it.notNull().references('apps.id').onDelete('cascade'))
    .addColumn('path', 'text', (it) => it.notNull())
    .addColumn('blob', 'text', (it) => it.notNull())
    .addColumn('size', 'bigint', (it) => it.notNull())
    .addColumn('sha256', 'text', (it) => it.notNull())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('app_files_key', ['app', 'path'])
    .execute();
  await schema
    .createTable('stray_blobs')
    .addColumn('blob', 'text', (it) => it.primaryKey())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .execute();
};
