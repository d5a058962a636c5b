import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './files/files.ts';
import { inMemory } from './files/storage.ts';
import { uuidOf } from './ids.ts';
import type { SampleFile, SampleRecord } from './sample/records.ts';
import { seedKinds, type Kind, type SeedPlaces } from './seed-kinds.ts';
import type { Fields } from './store/records.ts';
import { transact } from './store/store.ts';

/** The sample's records, in the order in which lists show them. */
export type Sample = { readonly version: number } & Readonly<
  Record<'products' | 'nfts' | 'characters' | 'models', readonly SampleRecord[]> &
    Partial<Record<Kind, readonly SampleRecord[]>>
>;

const kinds = Object.keys(seedKinds) as Kind[];

/**
 * Known before anything is stored, so that records can refer to one another in any order. What belongs
 * to no workspace is the same for all of them.
 */
const idOf = (workspace: string, kind: Kind, key: string): string => {
  const place = kind === 'tokens' ? 'everywhere' : workspace;
  const digest = createHash('sha256').update(`sample ${place} ${key}`).digest();
  return kind === 'agents' ? uuidOf(digest) : digest.toString('hex').slice(0, 24);
};

interface Seeding extends SeedPlaces {
  readonly files: Files;
  readonly workspace: string;
  readonly sample: Sample;
  /** Where the sample's files are. */
  readonly folder: string;
}

interface Put {
  readonly url: string;
  readonly size: number;
}

const putFile = async (
  { files, workspace, folder }: Seeding,
  { name }: SampleFile,
): Promise<Put> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, name));
  } catch (cause) {
    throw new Error(`The sample's file ${join(folder, name)} is missing: build the package.`, {
      cause,
    });
  }
  return files.put(workspace, name, inMemory(bytes), async (_, file) => ({
    url: files.urlOf(file),
    size: file.size,
  }));
};

/** A copy in which one field has another value: `nodes.0.model` is the model of the first node. */
const withField = (record: unknown, [name = '', ...rest]: string[], value: unknown): unknown => {
  const inner = rest.length > 0 ? withField((record as Fields)[name], rest, value) : value;
  if (Array.isArray(record)) return record.with(Number(name), inner);
  return { ...(record as Fields), [name]: inner };
};

/** A record's fields, with files put where their URLs say and references made ids. */
const fieldsOf = async (seeding: Seeding, record: SampleRecord): Promise<Fields> => {
  let fields: unknown = record.document;
  for (const [field, key] of Object.entries(record.refs ?? {})) {
    // Nothing refers to what is everybody's.
    fields = withField(fields, field.split('.'), idOf(seeding.workspace, 'nfts', key));
  }
  for (const [field, given] of Object.entries(record.files ?? {})) {
    const many = Array.isArray(given);
    const stored = await Promise.all([given].flat().map((it) => putFile(seeding, it)));
    const urls = stored.map(({ url }) => url);
    fields = withField(fields, field.split('.'), many ? urls : urls[0]);
    // A file record tells its size.
    if (field === 'url') fields = withField(fields, ['size'], stored[0]?.size);
  }
  return fields as Fields;
};

const versionOf = async ({ store, workspace }: Seeding, kind: Kind): Promise<number> => {
  const row = await store.db
    .selectFrom('seeds')
    .select('version')
    .where('workspace', '=', workspace)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.version ?? 0;
};

/** What is there already is not made ready once more. */
const prepared = async (seeding: Seeding, kind: Kind, record: SampleRecord) => {
  const { store, workspace } = seeding;
  const id = idOf(workspace, kind, record.key);
  if (await seedKinds[kind].has(store, workspace, id)) return { id };
  const fields = await fieldsOf(seeding, record);
  return { id, write: await seedKinds[kind].prepare(seeding, workspace, fields) };
};

const seedKind = async (seeding: Seeding, kind: Kind): Promise<void> => {
  const { store, workspace, sample } = seeding;
  const records = await Promise.all(
    (sample[kind] ?? []).map((record) => prepared(seeding, kind, record)),
  );
  await transact(store, async (inner) => {
    // A millisecond apart, so that lists come in the sample's order.
    const start = inner.now() - records.length;
    for (const [index, { id, write }] of records.entries()) {
      if (await seedKinds[kind].has(inner, workspace, id)) continue;
      await write?.(inner, { id, time: start + index });
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
    for (const { role, key } of sample[kind] ?? []) {
      const id = idOf(workspace, kind, key);
      if (role !== undefined && (await seedKinds[kind].has(store, workspace, id))) {
        roles.push([role, id]);
      }
    }
  }
  return Object.fromEntries(roles);
};
