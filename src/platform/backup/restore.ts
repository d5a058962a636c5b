import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpError } from '../../http/problem.ts';
import { openDataFolder } from '../data-folder.ts';
import { createBlobs, type Blobs } from '../files/blobs.ts';
import { openStorage } from '../files/open-storage.ts';
import type { Storage } from '../files/storage.ts';
import { secretFile } from '../secret.ts';
import { readSettings, type PlatformOptions, type Settings } from '../settings.ts';
import { openDatabase } from '../store/database.ts';
import { ownUrls } from '../store/own-urls.ts';
import { postgresPlace } from '../store/postgres-url.ts';
import { newToken } from '../store/secret-tokens.ts';
import { isoTime, type Store } from '../store/store.ts';
import { createVault } from '../vault.ts';
import { readKeptFiles, replaceKeptFiles, type KeptFile } from './kept-files.ts';
import { reseal } from './reseal.ts';
import { withPostgres } from './snapshot.ts';
import { blobsIn, copyTables, emptyTables, isUsed, tablesInOrder } from './tables.ts';
import { withUnpacked, type Unpacked } from './unpack.ts';

/** What has been restored. */
export interface Restored {
  /** How many stored files. */
  readonly files: number;
  /** How many agents have secrets that only another `FAE_SECRET` opens. */
  readonly sealed: number;
}

/** Whether a platform has been started with this folder. */
const isUsedFolder = async (folder: string): Promise<boolean> => {
  const found = await readdir(folder).catch(() => []);
  const ours = found.some((name) => name === 'files' || name.startsWith('platform.db'));
  return ours || (await readKeptFiles(folder)).length > 0;
};

const assertEmpty = async ({ data, databaseUrl }: Settings): Promise<void> => {
  if (await isUsedFolder(data)) {
    throw new TypeError(`The data folder ${data} has something in it already.`);
  }
  if (databaseUrl !== undefined && (await withPostgres(databaseUrl, isUsed))) {
    throw new TypeError(`The database ${postgresPlace(databaseUrl)} has something in it already.`);
  }
};

/** The keys of all bytes that a database knows of, those included that are to be erased. */
const allBlobs = async ({ db }: Pick<Store, 'db'>): Promise<ReadonlySet<string>> => {
  const strays = await db.selectFrom('stray_blobs').select('blob').execute();
  return new Set([...(await blobsIn({ db })).keys(), ...strays.map(({ blob }) => blob)]);
};

const addStray = async ({ db, now }: Store, blob: string): Promise<void> => {
  await db
    .insertInto('stray_blobs')
    .values({ blob, created_at: isoTime(now()) })
    .execute();
};

/** What a restore works on. */
interface Target {
  readonly data: string;
  /** `FAE_SECRET`, where it is set. */
  readonly secret: string | undefined;
  readonly store: Store;
  readonly storage: Storage;
  readonly blobs: Blobs;
}

/**
 * Puts the bytes where they belong before any row is about them: what is new is a stray until then, so
 * that it is cleared away whatever happens.
 *
 * @returns the keys of what is new
 */
const putBlobs = async (
  { store, storage }: Target,
  { blobs }: Unpacked,
  {
    before,
    wanted,
    added,
  }: {
    readonly before: ReadonlySet<string>;
    readonly wanted: ReadonlyMap<string, number>;
    readonly added: Set<string>;
  },
): Promise<number> => {
  let count = 0;
  for (const [blob, bytes] of blobs) {
    if (!wanted.has(blob)) continue;
    if (!before.has(blob)) {
      await addStray(store, blob);
      added.add(blob);
    }
    await storage.put(blob, bytes);
    count += 1;
  }
  return count;
};

/** The secret that the other platform has made for itself. */
const secretIn = (kept: readonly KeptFile[]): string | undefined => {
  const file = kept.find(({ name }) => name === secretFile);
  return file && new TextDecoder().decode(file.bytes).trim();
};

/**
 * All rows and the files of the data folder in the place of those that there were, or none of it.
 *
 * @returns how many agents have secrets that this platform cannot open
 */
const replaceRows = async (
  { data, secret, store }: Target,
  { database, kept }: Unpacked,
  leftOver: readonly string[],
): Promise<number> => {
  const former = secretIn(kept);
  const tables = await tablesInOrder(database.db);
  let undo = (): Promise<void> => Promise.resolve();
  try {
    return await store.db.transaction().execute(async (db) => {
      await emptyTables(db, tables);
      await copyTables(database.db, db, tables);
      const sealed = await reseal({ db }, secret ?? former, former);
      for (const blob of leftOver) await addStray({ ...store, db }, blob);
      undo = await replaceKeptFiles(data, kept);
      return sealed;
    });
  } catch (error) {
    await undo();
    throw error;
  }
};

const restoreInto = async (target: Target, unpacked: Unpacked): Promise<Restored> => {
  const { store, blobs } = target;
  const before = await allBlobs(store);
  const wanted = await blobsIn(unpacked.database);
  const after = await allBlobs(unpacked.database);
  const added = new Set<string>();
  const leftOver = [...before].filter((blob) => !after.has(blob));
  let restored: Restored;
  try {
    const files = await putBlobs(target, unpacked, { before, wanted, added });
    restored = { files, sealed: await replaceRows(target, unpacked, leftOver) };
  } catch (error) {
    for (const blob of added) await blobs.erase(blob);
    throw error;
  }
  for (const blob of leftOver) await blobs.erase(blob);
  return restored;
};

const withTarget = async <T>(
  settings: Settings,
  work: (target: Target) => Promise<T>,
): Promise<T> => {
  const { data, databaseUrl, publicUrl, log, secret } = settings;
  const storage = await openStorage(settings);
  const file = join(data, 'platform.db');
  const database = await openDatabase({ file, url: databaseUrl, log });
  try {
    const { db, notices } = database;
    // Nothing is sealed by the store: `reseal` knows both secrets.
    const vault = createVault(newToken());
    const store: Store = { db, notices, urls: ownUrls(publicUrl), vault, now: Date.now };
    return await work({ data, secret, store, storage, blobs: createBlobs(store, storage, log) });
  } finally {
    await database.close();
    await storage.close();
  }
};

/**
 * Restores a backup into the database, the file storage and the data folder that the settings name,
 * whichever these are: a backup from SQLite may go to PostgreSQL, one from a folder to S3, one from an
 * older version to this one. All of it is done, or nothing. No platform may be running meanwhile.
 *
 * @param options those of the platform
 * @param replace whether what is there may be replaced
 * @throws {TypeError} for what is no whole and undamaged backup, where something is there already,
 * where database or storage cannot be reached, and for a setting that makes no sense
 */
export const restorePlatform = async (
  options: PlatformOptions,
  file: string,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<Restored> => {
  const settings = readSettings(options);
  const isThere = await stat(file).then(
    (it) => it.isFile(),
    () => false,
  );
  if (!isThere) throw new TypeError(`There is no file ${file}.`);
  if (!replace) await assertEmpty(settings);
  await openDataFolder(settings.data);
  try {
    return await withUnpacked(file, join(settings.data, 'uploads'), (unpacked) =>
      withTarget(settings, (target) => restoreInto(target, unpacked)),
    );
  } catch (cause) {
    throw cause instanceof HttpError ? new TypeError(cause.message, { cause }) : cause;
  }
};
