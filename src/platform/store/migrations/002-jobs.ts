import { sql, type Kysely } from 'kysely';

/**
 * Jobs that any process may take, and a table by which transactions wait for one another. The jobs'
 * table is made anew, as not every database can let a column be null that was not; jobs that were
 * running are failed, as whoever had them held no lease.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema.dropIndex('jobs_by_time').execute();
  await schema.alterTable('jobs').renameTo('jobs_before').execute();
  await schema
    .createTable('jobs')
    .addColumn('id', 'text', (it) => it.notNull())
    .addColumn('workspace', 'text', (it) => it.references('workspaces.id').onDelete('cascade'))
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .addColumn('document', 'text', (it) => it.notNull())
    .addColumn('kind', 'text', (it) => it.notNull())
    .addColumn('subject', 'text')
    .addColumn('status', 'text', (it) => it.notNull())
    .addColumn('priority', 'integer', (it) => it.notNull())
    .addColumn('due_at', 'text', (it) => it.notNull())
    .addColumn('attempts', 'integer', (it) => it.notNull())
    .addColumn('max_attempts', 'integer', (it) => it.notNull())
    .addColumn('lease', 'text')
    // PostgreSQL does not rename a key with its table.
    .addPrimaryKeyConstraint('jobs_key', ['id'])
    .execute();
  await sql`
    insert into jobs
      (id, workspace, created_at, updated_at, document, kind, status, priority, due_at, attempts,
       max_attempts)
    select id, workspace, created_at, updated_at, document, kind,
      case status when 'running' then 'failed' else status end, 0, updated_at, 1, 1
    from jobs_before`.execute(db);
  await schema.dropTable('jobs_before').execute();

  await schema.createIndex('jobs_by_due').on('jobs').columns(['status', 'due_at']).execute();
  await schema
    .createIndex('jobs_by_time')
    .on('jobs')
    .columns(['workspace', 'created_at', 'id'])
    .execute();
  // Stays empty: only locks are taken on it.
  await schema
    .createTable('turns')
    .addColumn('id', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('turns_key', ['id'])
    .execute();
  await schema
    .createIndex('jobs_once')
    .unique()
    .on('jobs')
    .columns(['kind', 'subject'])
    .where(sql.ref('status'), 'in', ['queued', 'running'])
    .execute();
};
