import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

const resources = [
  'nfts',
  'characters',
  'products',
  'stories',
  'scenes',
  'media',
  'apps',
  'bots',
] as const;

const atOnce = 500;

const filesIn = (document: string): Set<string> =>
  new Set([...document.matchAll(/fae-file:\/([0-9a-f]{32})/g)].flatMap(([, file]) => file ?? []));

/** What the documents say that were there before. */
const fill = async (
  db: Kysely<Tables>,
  resource: (typeof resources)[number],
  after = '',
): Promise<void> => {
  const rows = await db
    .selectFrom(resource)
    .select(['id', 'workspace', 'document'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(atOnce)
    .execute();
  for (const { id, workspace, document } of rows) {
    const uses = [...filesIn(document)].map((file) => ({ workspace, file, resource, record: id }));
    if (uses.length > 0) await db.insertInto('file_uses').values(uses).execute();
  }
  const last = rows.at(-1);
  if (last) await fill(db, resource, last.id);
};

/** Which records show which files: asked before a file is deleted. */
export const up = async (db: Kysely<Tables>): Promise<void> => {
  const { schema } = db;
  await schema
    .createTable('file_uses')
    .addColumn('workspace', 'text', (it) =>
      it.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('file', 'text', (it) => it.notNull())
    .addColumn('resource', 'text', (it) => it.notNull())
    .addColumn('record', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('file_uses_key', ['resource', 'record', 'file'])
    .execute();
  await schema
    .createIndex('file_uses_by_file')
    .on('file_uses')
    .columns(['workspace', 'file'])
    .execute();
  for (const resource of resources) await fill(db, resource);
};
