import type { Kysely } from 'kysely';
import { documents } from './columns.ts';

/** Bots, their runs and their logs. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await documents(schema.createTable('bots'))
    .addColumn('pipeline', 'text', (it) => it.notNull())
    .addColumn('status', 'text', (it) => it.notNull())
    .addColumn('armed', 'integer', (it) => it.notNull())
    .addColumn('hook', 'text', (it) => it.notNull().unique())
    .execute();
  await schema
    .createTable('bot_runs')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('bot', 'text', (it) => it.notNull().references('bots.id').onDelete('cascade'))
    .addColumn('origin', 'text', (it) => it.notNull())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('ended', 'integer', (it) => it.notNull())
    .addColumn('pipeline', 'text', (it) => it.notNull())
    .addColumn('state', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('bot_logs')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('bot', 'text', (it) => it.notNull().references('bots.id').onDelete('cascade'))
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('level', 'text', (it) => it.notNull())
    .addColumn('message', 'text', (it) => it.notNull())
    .addColumn('node', 'text')
    .addColumn('run', 'text')
    .execute();

  await schema
    .createIndex('bots_by_time')
    .on('bots')
    .columns(['workspace', 'created_at', 'id'])
    .execute();
  await schema
    .createIndex('bot_runs_by_time')
    .on('bot_runs')
    .columns(['bot', 'created_at'])
    .execute();
  await schema
    .createIndex('bot_logs_by_time')
    .on('bot_logs')
    .columns(['bot', 'created_at', 'id'])
    .execute();
  await schema.createIndex('bot_logs_by_age').on('bot_logs').column('created_at').execute();
};
