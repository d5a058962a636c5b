import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './files/files.ts';
import type { SampleFile, SampleRecord } from './sample/records.ts';
import { insertCharacter } from './store/characters.ts';
import { insertModel } from './store/models.ts';
import { insertNft } from './store/nfts.ts';
import { insertProduct } from './store/products.ts';
import { findRecord, type Fields, type Given } from './store/records.ts';
import { transact, type Store } from './store/store.ts';
import type { Resource } from './store/tables.ts';

/** The sample's records, in the order in which lists show them. */
export type Sample = { readonly version: number } & Readonly<
  Record<Resource, readonly SampleRecord[]>
>;

const kinds: readonly Resource[] = ['products', 'nfts', 'characters', 'models'];

/** Known before anything is stored, so that records can refer to one another in any order. */
const idOf = (workspace: string, key: string): string =>
  createHash('sha256').update(`sample ${workspace} ${key}`).digest('hex').slice(0, 24);

interface Seeding {
  readonly store: Store;
  readonly files: Files;
  readonly workspace: string;
  readonly sample: Sample;
  /** Where the sample's files are. */
  readonly folder: string;
}

const putFile = async ({ files, workspace, folder }: Seeding, { name }: SampleFile) => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, name));
  } catch (cause) {
    throw new Error(`The sample's file ${join(folder, name)} is missing: build the package.`, {
      cause,
    });
  }
  return files.put(workspace, name, bytes);
};

/** A record's fields, with files put where their URLs say and references made ids. */
const fieldsOf = async (seeding: Seeding, record: SampleRecord): Promise<Fields> => {
  const fields: Record<string, unknown> = { ...record.document };
  for (const [field, key] of Object.entries(record.refs ?? {})) {
    fields[field] = idOf(seeding.workspace, key);
  }
  for (const [field, given] of Object.entries(record.files ?? {})) {
    const many = Array.isArray(given);
    const stored = await Promise.all([given].flat().map((it) => putFile(seeding, it)));
    const urls = stored.map(seeding.files.urlOf);
    fields[field] = many ? urls : urls[0];
    // A file record tells its size.
    if (field === 'url' && stored[0]) fields['size'] = stored[0].size;
  }
  return fields;
};

const inserts: Readonly<
  Record<
    Resource,
    (store: Store, workspace: string, fields: Fields, given: Given) => Promise<unknown>
  >
> = {
  products: insertProduct,
  nfts: insertNft,
  characters: insertCharacter,
  models: insertModel,
};

const versionOf = async ({ store, workspace }: Seeding, kind: Resource): Promise<number> => {
  const row = await store.db
    .selectFrom('seeds')
    .select('version')
    .where('workspace', '=', workspace)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.version ?? 0;
};

const seedKind = async (seeding: Seeding, kind: Resource): Promise<void> => {
  const { store, workspace, sample } = seeding;
  const prepared = await Promise.all(
    sample[kind].map(async (record) => ({
      id: idOf(workspace, record.key),
      fields: await fieldsOf(seeding, record),
    })),
  );
  await transact(store, async (inner) => {
    // A millisecond apart, so that lists come in the sample's order.
    const start = inner.now() - prepared.length;
    for (const [index, { id, fields }] of prepared.entries()) {
      if (await findRecord(inner, kind, workspace, id)) continue;
      await inserts[kind](inner, workspace, fields, { id, time: start + index });
    }
    await inner.db
      .insertInto('seeds')
      .values({ workspace, kind, version: sample.version })
      .onConflict((it) =>
        it.columns(['workspace', 'kind']).doUpdateSet({ version: sample.version }),
      )
      .execute();
  });
};

/**
 * Fills a workspace with the sample's records, each kind once for every version of the sample. What
 * is there already stays as its owner has made it.
 *
 * @returns the ids of the records that have a role, such as `productId`, as far as they still exist
 * @throws {Error} where a file of the sample is missing
 */
export const seed = async (seeding: Seeding): Promise<Readonly<Record<string, string>>> => {
  const { store, workspace, sample } = seeding;
  const roles: [string, string][] = [];
  for (const kind of kinds) {
    if ((await versionOf(seeding, kind)) < sample.version) await seedKind(seeding, kind);
    for (const { role, key } of sample[kind]) {
      const id = idOf(workspace, key);
      if (role !== undefined && (await findRecord(store, kind, workspace, id))) {
        roles.push([role, id]);
      }
    }
  }
  return Object.fromEntries(roles);
};
