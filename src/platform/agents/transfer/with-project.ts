import { join } from 'node:path';
import { openDataFolder } from '../../data-folder.ts';
import { sampleKeys } from '../../keys.ts';
import { platformSecret } from '../../secret.ts';
import { readSettings, type PlatformOptions, type Settings } from '../../settings.ts';
import { openDatabase } from '../../store/database.ts';
import { ownUrls } from '../../store/own-urls.ts';
import { putProject } from '../../store/projects.ts';
import type { Store } from '../../store/store.ts';
import { putWorkspace } from '../../store/workspaces.ts';
import { createVault } from '../../vault.ts';

/** A project of a platform that may be running meanwhile. */
export interface OpenProject {
  readonly settings: Settings;
  readonly store: Store;
  readonly project: string;
}

/** As the platform itself does at its first start, where it has not been started yet. */
const putSample = async (store: Store, keys: Awaited<ReturnType<typeof sampleKeys>>) => {
  const { key, workspace, fleekKey, fleekProject } = keys;
  await putWorkspace(store, { name: 'Sample', id: workspace, key });
  await putProject(store, { name: 'Sample', id: fleekProject, workspace, key: fleekKey });
};

const isThere = async ({ db }: Store, project: string): Promise<boolean> => {
  const query = db.selectFrom('projects').select('id').where('id', '=', project);
  return (await query.executeTakeFirst()) !== undefined;
};

const hasProjects = async ({ db }: Store): Promise<boolean> =>
  (await db.selectFrom('projects').select('id').limit(1).executeTakeFirst()) !== undefined;

/**
 * Works on a project of the platform that the options name.
 *
 * @param named its id; the sample's, unless given
 * @throws {TypeError} where there is no such project, and for a setting that makes no sense
 */
export const withProject = async <T>(
  options: PlatformOptions,
  named: string | undefined,
  work: (open: OpenProject) => Promise<T>,
): Promise<T> => {
  const settings = readSettings(options);
  const { data, databaseUrl, publicUrl, log } = settings;
  await openDataFolder(data);
  const secret = await platformSecret(data, settings.secret);
  const keys = await sampleKeys(data, settings, secret);
  const project = named ?? keys.fleekProject;
  const database = await openDatabase({ file: join(data, 'platform.db'), url: databaseUrl, log });
  try {
    const { db, notices } = database;
    const vault = createVault(secret);
    const store: Store = { db, notices, urls: ownUrls(publicUrl), vault, now: Date.now };
    if (project === keys.fleekProject && !(await hasProjects(store))) await putSample(store, keys);
    if (!(await isThere(store, project))) {
      throw new TypeError(`There is no project ${project} in this platform.`);
    }
    return await work({ settings, store, project });
  } finally {
    await database.close();
  }
};
