import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HttpError } from '../../http/problem.ts';
import { openStorage } from '../files/open-storage.ts';
import type { Storage } from '../files/storage.ts';
import { readSettings, type PlatformOptions, type Settings } from '../settings.ts';
import { createArchive, format, names, version, type Archive } from './archive.ts';
import { readKeptFiles } from './kept-files.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';
import { blobsIn } from './tables.ts';

/** What a backup has in it. */
export interface Backup {
  /** How many stored files. */
  readonly files: number;
  /** How many stored files have no bytes any more. */
  readonly lost: number;
  /** The size of the backup, in bytes. */
  readonly bytes: number;
}

/** Bytes that cannot be read may just have been deleted; a newer snapshot tells. */
const rounds = 3;

/** Brings a snapshot up to date, and gives the keys of all bytes that its rows are about. */
const wantedBy = async (snapshot: string): Promise<ReadonlyMap<string, number>> => {
  const database = await openSnapshot(snapshot, 'The database');
  try {
    return await blobsIn(database);
  } finally {
    await database.close();
  }
};

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* stream;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No bytes.
}

/** @returns whether there were such bytes */
const copyBlob = async (
  storage: Storage,
  archive: Archive,
  blob: string,
  size: number,
): Promise<boolean> => {
  if (size === 0) {
    await archive.add(blob, 0, nothing());
    return true;
  }
  const stream = await storage.open(blob, 0, size);
  if (!stream) return false;
  await archive.add(blob, size, piecesOf(stream));
  return true;
};

/**
 * Copies all bytes that a snapshot's rows are about. While that goes on others may delete some; then
 * another snapshot is taken, which knows nothing of them.
 *
 * @returns how many are about bytes that are nowhere
 */
const copyBlobs = async (
  settings: Settings,
  archive: Archive,
  storage: Storage,
  snapshot: string,
): Promise<{ readonly files: number; readonly lost: number }> => {
  const place = { file: join(settings.data, 'platform.db'), url: settings.databaseUrl };
  for (let round = 1; ; round += 1) {
    await takeSnapshot(place, snapshot);
    const wanted = await wantedBy(snapshot);
    let missing = 0;
    for (const [blob, size] of wanted) {
      if (archive.has(blob)) continue;
      try {
        if (!(await copyBlob(storage, archive, blob, size))) missing += 1;
      } catch (error) {
        if (error instanceof HttpError || round === rounds) throw error;
        missing += 1;
      }
    }
    if (missing === 0 || round === rounds) return { files: wanted.size - missing, lost: missing };
  }
};

const writeAll = async (
  settings: Settings,
  archive: Archive,
  snapshot: string,
): Promise<{ readonly files: number; readonly lost: number }> => {
  const about = { format, version, createdAt: new Date().toISOString() };
  await archive.addText(names.about, `${JSON.stringify(about)}\n`);
  const storage = await openStorage(settings);
  try {
    const copied = await copyBlobs(settings, archive, storage, snapshot);
    await archive.add(names.database, (await stat(snapshot)).size, createReadStream(snapshot));
    for (const { name, bytes } of await readKeptFiles(settings.data)) {
      await archive.addText(names.data + name, bytes);
    }
    await archive.finish();
    return copied;
  } finally {
    await storage.close();
  }
};

const assertFree = async (file: string): Promise<void> => {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new TypeError(`${file} is there already.`);
};

/**
 * Writes all of a platform into one file, a tar archive that only its owner may read: database, stored
 * files, generated keys and secrets. The platform may be running meanwhile; what the file holds is how
 * everything was at one moment.
 *
 * @param options those of the platform
 * @param replace whether a file of that name may be replaced, once the new one is complete
 * @throws {TypeError} where there is nothing to back up, the file is there already or cannot be written,
 * the storage cannot be reached, and for a setting that makes no sense
 */
export const backupPlatform = async (
  options: PlatformOptions,
  file: string,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<Backup> => {
  const settings = readSettings(options);
  if (!replace) await assertFree(file);
  const draft = `${resolve(file)}.${randomUUID()}`;
  const snapshot = `${draft}.db`;
  let archive: Archive;
  try {
    archive = await createArchive(draft, Date.now());
  } catch (cause) {
    throw new TypeError(`${file} cannot be written: ${String(cause)}`, { cause });
  }
  try {
    const copied = await writeAll(settings, archive, snapshot);
    const { size: bytes } = await stat(draft);
    await rename(draft, file);
    return { ...copied, bytes };
  } catch (cause) {
    throw cause instanceof HttpError ? new TypeError(cause.message, { cause }) : cause;
  } finally {
    await archive.close();
    for (const left of [draft, snapshot, `${snapshot}-wal`, `${snapshot}-shm`]) {
      await rm(left, { force: true });
    }
  }
};
