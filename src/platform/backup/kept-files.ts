import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The key of the sample workspace, secrets: what is generated once is small, and has a plain name. */
const isKept = (name: string): boolean =>
  /^[\w-]+(\.[\w-]+)?$/.test(name) && !name.startsWith('platform.db');

/** In bytes. */
const largest = 64 * 1024;

/** A file that lies in the data folder itself. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const mayBeKept = (name: string, size: number): boolean => isKept(name) && size <= largest;

/** A platform on PostgreSQL and S3 may not have a folder yet. */
const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/** What lies in the data folder itself, beside database and media. */
export const readKeptFiles = async (folder: string): Promise<readonly KeptFile[]> => {
  const found: KeptFile[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const about = await stat(path);
    if (!about.isFile() || !mayBeKept(name, about.size)) continue;
    found.push({ name, bytes: await readFile(path) });
  }
  return found;
};

const write = async (folder: string, { name, bytes }: KeptFile): Promise<void> => {
  const path = join(folder, name);
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, bytes, { mode: 0o600, flag: 'wx' });
  await rename(draft, path);
};

/**
 * Puts these files in the place of all that there are.
 *
 * @returns brings back what there was
 */
export const replaceKeptFiles = async (
  folder: string,
  files: readonly KeptFile[],
): Promise<() => Promise<void>> => {
  const before = await readKeptFiles(folder);
  const put = async (those: readonly KeptFile[], others: readonly KeptFile[]): Promise<void> => {
    for (const file of those) await write(folder, file);
    for (const { name } of others) {
      if (!those.some((it) => it.name === name)) await rm(join(folder, name), { force: true });
    }
  };
  const undo = () => put(before, files);
  try {
    await put(files, before);
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
};
