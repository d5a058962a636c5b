import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFile } from './kept-file.ts';
import { newToken } from './store/secret-tokens.ts';

/** Its name in the data folder, where it is kept with backups. */
export const secretFile = 'secret';

/**
 * What agents' secrets are encrypted with and statements are signed with: the one that is given, else
 * that in the file `secret` of the data folder. The file is made when it is missing, and readable by its
 * owner alone; without it, what has been encrypted is lost.
 *
 * @param given `FAE_SECRET`
 */
export const platformSecret = async (
  folder: string,
  given: string | undefined,
): Promise<string> => {
  if (given !== undefined) return given;
  const file = join(folder, secretFile);
  await makeFile(file, `${newToken()}\n`);
  await chmod(file, 0o600);
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret.length >= 32) return secret;
  throw new TypeError(`${file} is damaged. Put it back from a backup: agents' secrets need it.`);
};
