import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileStream } from './file-stream.ts';
import type { Storage } from './storage.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** Renames what has been written once it is complete, so that nobody is ever handed half a file. */
const complete = async (path: string, write: (draft: string) => Promise<void>): Promise<void> => {
  const draft = `${path}.${randomUUID()}`;
  try {
    await write(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** Between two disks a file cannot be moved. */
const move = async (from: string, to: string): Promise<void> => {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await complete(to, (draft) => copyFile(from, draft));
  }
};

/** @param folder its files are named as their keys are */
export const folderStorage = (folder: string): Storage => {
  const pathOf = (key: string) => join(folder, ...key.split('/'));

  return {
    put: async (key, { from }) => {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      if (typeof from === 'string') {
        await move(from, path);
        return;
      }
      await complete(path, (draft) => writeFile(draft, from, { mode: 0o600 }));
    },

    open: async (key, start, end) => {
      const path = pathOf(key);
      try {
        await stat(path);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
      return fileStream(path, start, end);
    },

    remove: async (key) => {
      try {
        await rm(pathOf(key));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },

    close: () => Promise.resolve(),
  };
};
