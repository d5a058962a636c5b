import { chmod, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { newKey, newWorkspaceId } from './store/workspaces.ts';

export interface Keys {
  readonly key: string;
  readonly workspace: string;
}

const isKeys = (value: unknown): value is Keys =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  'workspace' in value &&
  typeof value.workspace === 'string';

const read = async (file: string): Promise<Keys | undefined> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  let keys: unknown;
  try {
    keys = JSON.parse(text);
  } catch {
    // Told below; the parser's own message would quote the file.
  }
  if (!isKeys(keys))
    throw new TypeError(`${file} is damaged. Mend it, or remove it to get new keys.`);
  return keys;
};

const nameOf = (folder: string): string => join(folder, 'keys.json');

/** Beside the file, so that it can take its place complete or not at all. */
const writeDraft = async (file: string, keys: Keys): Promise<string> => {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return draft;
};

/** Whoever comes second uses the first one's. */
const write = async (file: string, keys: Keys): Promise<void> => {
  const draft = await writeDraft(file, keys);
  try {
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * The sample workspace's key and id: those given, else the ones in `keys.json` of the data folder.
 * That file is made when it is missing, and readable by its owner alone.
 *
 * @throws {TypeError} for a workspace that is no id, and for a damaged file
 */
export const sampleKeys = async (
  folder: string,
  given: { readonly key?: string | undefined; readonly workspace?: string | undefined },
): Promise<Keys> => {
  if (given.workspace !== undefined && !/^[0-9a-f]{24}$/.test(given.workspace)) {
    throw new TypeError(`The workspace must be 24 hexadecimal digits, not "${given.workspace}".`);
  }
  if (given.key !== undefined && given.workspace !== undefined) {
    return { key: given.key, workspace: given.workspace };
  }
  const file = nameOf(folder);
  if (!(await read(file))) await write(file, { key: newKey(), workspace: newWorkspaceId() });
  await chmod(file, 0o600);
  const kept = await read(file);
  if (!kept) throw new Error(`${file} cannot be read.`);
  return { key: given.key ?? kept.key, workspace: given.workspace ?? kept.workspace };
};

/** Puts other keys in the place of those in `keys.json`. */
export const replaceSampleKeys = async (folder: string, keys: Keys): Promise<void> => {
  const file = nameOf(folder);
  await rename(await writeDraft(file, keys), file);
};
