import { access, constants, mkdir } from 'node:fs/promises';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write to it',
  EROFS: 'it is on a read-only disk',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
};

/**
 * Makes the data folder where it is missing, for its owner alone.
 *
 * @throws {TypeError} saying why, where nothing can be kept in it
 */
export const openDataFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = reasons[code] ?? String(cause);
    throw new TypeError(`The data folder ${folder} cannot be used: ${reason}.`, { cause });
  }
};
