import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidOf } from './ids.ts';
import { makeFile, replaceFile } from './kept-file.ts';
import { newKey, newWorkspaceId } from './store/workspaces.ts';
import { keyFor } from './vault.ts';

/** What opens the sample. */
export interface Keys {
  /** Of the sample workspace, for the FAE API. */
  readonly key: string;
  readonly workspace: string;
  /** Of the sample project, for the Fleek API. */
  readonly fleekKey: string;
  readonly fleekProject: string;
}

type KeptKeys = Pick<Keys, 'key' | 'workspace'> & Partial<Keys>;

/** Keys and ids from the settings. */
export type GivenKeys = { readonly [K in keyof Keys]?: string | undefined };

const isText = (value: unknown): boolean => typeof value === 'string';

const isKeys = (value: unknown): value is KeptKeys => {
  if (typeof value !== 'object' || value === null) return false;
  const { key, workspace, fleekKey = '', fleekProject = '' } = value as Record<string, unknown>;
  return [key, workspace, fleekKey, fleekProject].every(isText);
};

const read = async (file: string): Promise<KeptKeys | undefined> => {
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

const textOf = (keys: KeptKeys): string => `${JSON.stringify(keys, null, 2)}\n`;

/**
 * What a file lacks that was made before there was a Fleek API. Derived, so that processes which complete
 * it at the same time agree; from the platform's secret, so that a key to one API does not open the other.
 */
const completed = ({ key, ...kept }: KeptKeys, secret: string): Keys => ({
  key,
  fleekKey: `fleek_${keyFor(secret, `fleek key ${key}`).toString('base64url')}`,
  fleekProject: uuidOf(keyFor(secret, `fleek project ${key}`)),
  ...kept,
});

/** @throws {TypeError} for a workspace or a project that is no id */
export const assertIds = ({
  workspace,
  fleekProject,
}: Pick<GivenKeys, 'workspace' | 'fleekProject'>): void => {
  if (workspace !== undefined && !/^[0-9a-f]{24}$/.test(workspace)) {
    throw new TypeError(`The workspace must be 24 hexadecimal digits, not "${workspace}".`);
  }
  if (fleekProject !== undefined && !/^[\w-]{1,64}$/.test(fleekProject)) {
    throw new TypeError(
      `The project must be 1 to 64 letters, digits, "_" or "-", not "${fleekProject}".`,
    );
  }
};

/** Those in the file, which is made or completed where that is needed. */
const keptKeys = async (file: string, secret: string): Promise<Keys> => {
  const before = await read(file);
  if (!before) {
    const fresh = { key: newKey(), workspace: newWorkspaceId() };
    await makeFile(file, textOf(completed(fresh, secret)));
  } else if (before.fleekKey === undefined || before.fleekProject === undefined) {
    await replaceFile(file, textOf(completed(before, secret)));
  }
  await chmod(file, 0o600);
  const kept = await read(file);
  if (!kept) throw new Error(`${file} cannot be read.`);
  return completed(kept, secret);
};

/**
 * The keys and ids of the sample workspace and the sample project: those given, else the ones in
 * `keys.json` of the data folder. That file is made when it is missing, and readable by its owner alone.
 *
 * @param secret the platform's
 * @throws {TypeError} for a workspace or a project that is no id, and for a damaged file
 */
export const sampleKeys = async (
  folder: string,
  given: GivenKeys,
  secret: string,
): Promise<Keys> => {
  assertIds(given);
  const { key, workspace, fleekKey, fleekProject } = given;
  if (key !== undefined && workspace !== undefined) {
    if (fleekKey !== undefined && fleekProject !== undefined) {
      return { key, workspace, fleekKey, fleekProject };
    }
  }
  const kept = await keptKeys(nameOf(folder), secret);
  return {
    key: key ?? kept.key,
    workspace: workspace ?? kept.workspace,
    fleekKey: fleekKey ?? kept.fleekKey,
    fleekProject: fleekProject ?? kept.fleekProject,
  };
};

/** Puts another key of the sample workspace in the place of the one in `keys.json`. */
export const replaceSampleKey = async (
  folder: string,
  keys: Pick<Keys, 'key' | 'workspace'>,
): Promise<void> => {
  const file = nameOf(folder);
  await replaceFile(file, textOf({ ...(await read(file)), ...keys }));
};
