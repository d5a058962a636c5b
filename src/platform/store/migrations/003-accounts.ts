import type { Kysely } from 'kysely';

/** People: their accounts, sessions, memberships and invitations. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { schema } = db;
  await schema.alterTable('workspaces').addColumn('given_key_hash', 'text').execute();
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('email', 'text', (it) => it.notNull().unique())
    .addColumn('name', 'text')
    .addColumn('password_hash', 'text', (it) => it.notNull())
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('token_hash', 'text', (it) => it.notNull().primaryKey())
    .addColumn('account', 'text', (it) =>
      it.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('expires_at', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('members')
    .addColumn('id', 'text', (it) => it.notNull().primaryKey())
    .addColumn('workspace', 'text', (it) =>
      it.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('account', 'text', (it) => it.references('accounts.id').onDelete('cascade'))
    .addColumn('email', 'text', (it) => it.notNull())
    .addColumn('role', 'text', (it) => it.notNull())
    .addColumn('invitation_hash', 'text', (it) => it.unique())
    .addColumn('invited_until', 'text')
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull())
    .addUniqueConstraint('members_once', ['workspace', 'email'])
    .execute();
  await schema
    .createTable('password_resets')
    .addColumn('token_hash', 'text', (it) => it.notNull().primaryKey())
    .addColumn('account', 'text', (it) =>
      it.notNull().unique().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('expires_at', 'text', (it) => it.notNull())
    .execute();
  await schema
    .createTable('attempts')
    .addColumn('key', 'text', (it) => it.notNull().primaryKey())
    .addColumn('count', 'integer', (it) => it.notNull())
    .addColumn('ends_at', 'text', (it) => it.notNull())
    .execute();

  await schema.createIndex('members_by_account').on('members').column('account').execute();
  await schema.createIndex('sessions_by_account').on('sessions').column('account').execute();
  await schema.createIndex('sessions_by_end').on('sessions').column('expires_at').execute();
};
