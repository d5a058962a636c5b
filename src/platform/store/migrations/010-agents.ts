import type { Kysely } from 'kysely';

/** The Fleek API's projects and their keys; agents, what they log and what they are told. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('projects')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('workspace', 'text', (it) =>
      it.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('key_hash', 'text', (it) => it.unique())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('api_tokens')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('project', 'text', (it) =>
      it.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('token_hash', 'text', (it) => it.notNull().unique())
    .addColumn('token_prefix', 'text', (it) => it.notNull())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('last_used_at', 'text')
    .execute();
  await schema
    .createTable('agents')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('project', 'text', (it) =>
      it.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('status', 'text', (it) => it.notNull())
    .addColumn('public_token', 'text', (it) => it.notNull().unique())
    .addColumn('public_chat', 'integer', (it) => it.notNull())
    .addColumn('host', 'text')
    .addColumn('slot', 'integer', (it) => it.notNull())
    .addColumn('document', 'text', (it) => it.notNull())
    .addColumn('secrets', 'text')
    .addColumn('version', 'integer', (it) => it.notNull())
    .addColumn('failures', 'integer', (it) => it.notNull())
    .addColumn('started_at', 'text')
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('agent_logs')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('agent', 'text', (it) => it.notNull().references('agents.id').onDelete('cascade'))
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('priority', 'integer', (it) => it.notNull())
    .addColumn('message', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('agent_turns')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('agent', 'text', (it) => it.notNull().references('agents.id').onDelete('cascade'))
    .addColumn('room', 'text', (it) => it.notNull())
    .addColumn('user_id', 'text', (it) => it.notNull())
    .addColumn('role', 'text', (it) => it.notNull())
    .addColumn('text', 'text', (it) => it.notNull())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .execute();

  await index(db, 'projects', ['workspace']);
  await index(db, 'api_tokens', ['project', 'created_at']);
  await index(db, 'agents', ['project', 'created_at', 'id']);
  await index(db, 'agent_logs', ['agent', 'created_at', 'id']);
  await index(db, 'agent_logs', ['created_at']);
  await index(db, 'agent_turns', ['agent', 'room', 'id']);
  await index(db, 'agent_turns', ['created_at']);
};

const index = (db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> =>
  db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute();
