import type { CreateTableBuilder, Kysely } from 'kysely';

const ofProject = <T extends string>(table: CreateTableBuilder<T>) =>
  table.addColumn('project', 'text', (it) =>
    it.notNull().references('projects.id').onDelete('cascade'),
  );

/** Subscriptions of projects, what has been charged for them, and with which cards. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('billing_customers')
    .addColumn('project', 'text', (it) =>
      it.notNull().primaryKey().references('projects.id').onDelete('cascade'),
    )
    .addColumn('customer', 'text', (it) => it.notNull().unique())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .execute();
  await ofProject(schema.createTable('subscriptions'))
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('provider', 'text', (it) => it.notNull())
    .addColumn('status', 'text', (it) => it.notNull())
    .addColumn('product', 'text', (it) => it.notNull())
    .addColumn('price', 'text', (it) => it.notNull())
    .addColumn('item', 'text', (it) => it.notNull())
    .addColumn('quantity', 'integer', (it) => it.notNull())
    .addColumn('unit_amount', 'integer')
    .addColumn('currency', 'text', (it) => it.notNull())
    .addColumn('started_at', 'text', (it) => it.notNull())
    .addColumn('period_start', 'text', (it) => it.notNull())
    .addColumn('period_end', 'text', (it) => it.notNull())
    .addColumn('ends_at', 'text')
    .addColumn('trial_ends_at', 'text')
    .addColumn('schedule', 'text')
    .addColumn('metadata', 'text', (it) => it.notNull())
    .addColumn('request_key', 'text')
    .addColumn('request_hash', 'text')
    .addColumn('seen_at', 'text', (it) => it.notNull())
    .addColumn('busy_until', 'text')
    .addUniqueConstraint('subscriptions_by_request', ['project', 'request_key'])
    .execute();
  await ofProject(schema.createTable('invoices'))
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('subscription', 'text', (it) =>
      it.notNull().references('subscriptions.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('lines', 'text', (it) => it.notNull())
    .addColumn('total', 'integer', (it) => it.notNull())
    .addColumn('credit', 'integer', (it) => it.notNull())
    .addColumn('currency', 'text', (it) => it.notNull())
    .addColumn('status', 'text', (it) => it.notNull())
    .addColumn('tries', 'integer', (it) => it.notNull())
    .execute();
  await ofProject(schema.createTable('payment_methods'))
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('card', 'text', (it) => it.notNull())
    .addColumn('expiry_month', 'integer', (it) => it.notNull())
    .addColumn('expiry_year', 'integer', (it) => it.notNull())
    .addColumn('rank', 'integer', (it) => it.notNull())
    .execute();
  await ofProject(schema.createTable('portal_sessions'))
    .addColumn('token_hash', 'text', (it) => it.notNull().primaryKey())
    .addColumn('expires_at', 'text', (it) => it.notNull())
    .execute();

  await schema
    .createIndex('invoices_by_time')
    .on('invoices')
    .columns(['project', 'created_at', 'id'])
    .execute();
  await schema
    .createIndex('payment_methods_by_project')
    .on('payment_methods')
    .column('project')
    .execute();
  await schema
    .createIndex('portal_sessions_by_end')
    .on('portal_sessions')
    .column('expires_at')
    .execute();
};
