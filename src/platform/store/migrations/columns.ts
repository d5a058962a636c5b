import type { CreateTableBuilder } from 'kysely';

/** The columns that every record's table begins with. */
export const rows = <T extends string>(
  table: CreateTableBuilder<T>,
): CreateTableBuilder<T, 'id' | 'workspace' | 'created_at' | 'updated_at'> =>
  table
    .addColumn('id', 'text', (it) => it.primaryKey())
    .addColumn('workspace', 'text', (it) =>
      it.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'text', (it) => it.notNull())
    .addColumn('updated_at', 'text', (it) => it.notNull());

/** The same, and the record itself as JSON text. */
export const documents = <T extends string>(table: CreateTableBuilder<T>) =>
  rows(table).addColumn('document', 'text', (it) => it.notNull());
