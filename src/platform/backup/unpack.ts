import { readFile, rm } from 'node:fs/promises';
import { receive, type Upload } from '../files/receive.ts';
import type { Database } from '../store/database.ts';
import { isBlobName, names } from './archive.ts';
import { mayBeKept, type KeptFile } from './kept-files.ts';
import { readArchive } from './read-archive.ts';
import { openSnapshot } from './snapshot.ts';

/** A backup whose parts lie ready, and are those that were written. */
export interface Unpacked {
  readonly kept: readonly KeptFile[];
  /** Stored files by their keys. */
  readonly blobs: ReadonlyMap<string, Upload>;
  /** With the tables that this version has. */
  readonly database: Database;
}

const unknown = (file: string, name: string) =>
  new TypeError(`${file} has something in it that no backup has: ${JSON.stringify(name)}.`);

/**
 * Unpacks a backup into a folder for uploads on their way, where what a process that dies leaves behind
 * is cleared away at a later start. All of it is gone after `work`.
 *
 * @throws {TypeError} for what is no whole and undamaged backup, or of a newer version
 */
export const withUnpacked = async <T>(
  file: string,
  folder: string,
  work: (unpacked: Unpacked) => Promise<T>,
): Promise<T> => {
  const blobs = new Map<string, Upload>();
  const kept: KeptFile[] = [];
  const paths: string[] = [];
  let databaseFile: string | undefined;

  try {
    await readArchive(file, async ({ name, size, bytes }) => {
      const upload = await receive(bytes, { name, folder, limit: Infinity });
      paths.push(upload.from);
      const inData = name.startsWith(names.data) ? name.slice(names.data.length) : undefined;
      if (name === names.database) databaseFile = upload.from;
      else if (isBlobName(name)) blobs.set(name, upload);
      else if (inData !== undefined && mayBeKept(inData, size)) {
        kept.push({ name: inData, bytes: await readFile(upload.from) });
      } else throw unknown(file, name);
    });
    if (databaseFile === undefined) throw new TypeError(`${file} has no database in it.`);
    const database = await openSnapshot(databaseFile, `The backup ${file}`);
    try {
      return await work({ kept, blobs, database });
    } finally {
      await database.close();
    }
  } finally {
    for (const path of paths) {
      for (const end of ['', '-wal', '-shm']) await rm(path + end, { force: true });
    }
  }
};
