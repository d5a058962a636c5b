import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * What is made of a built file, once, at the first request for it; `undefined` while the file is
 * missing.
 *
 * @param folder none where nothing has been built
 */
export const builtFile = <T>(
  folder: string | undefined,
  name: string,
  make: (bytes: Buffer) => T,
): (() => Promise<T | undefined>) => {
  let made: T | undefined;
  return async () => {
    if (made !== undefined || folder === undefined) return made;
    try {
      made = make(await readFile(join(folder, name)));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return made;
  };
};
