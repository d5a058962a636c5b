import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passwordResetLink, type PasswordResetLink } from './accounts/password-reset.ts';
import { backupPlatform, type Backup } from './backup/backup.ts';
import { restorePlatform, type Restored } from './backup/restore.ts';
import { openPlatform, type Platform } from './platform.ts';
import { sample as sampleRecords } from './sample/records.ts';
import { readSetUp, type SetUp } from './set-up.ts';
import type { PlatformOptions } from './settings.ts';

export { backupPlatform, passwordResetLink, readSetUp, restorePlatform };
export type { Backup, PasswordResetLink, Platform, PlatformOptions, Restored, SetUp };

/** A folder of built files, wherever the package stands and however this module was bundled. */
const built = (folder: string): string =>
  join(dirname(fileURLToPath(import.meta.resolve('fae-widgets/package.json'))), 'dist', folder);

/**
 * A server behind the contract of both APIs, with a database of its own.
 *
 * @example
 * const platform = await createPlatform({ data: '.fae', standIns: true });
 * serve({ fetch: platform.fetch, port: 4600 });
 *
 * @throws {TypeError} for a setting that makes no sense
 */
export const createPlatform = async (options: PlatformOptions = {}): Promise<Platform> => {
  const platform = await openPlatform(options, {
    sample: sampleRecords,
    sampleFolder: built('sample'),
    templates: built('templates'),
    reference: { documents: built('openapi'), library: built('reference') },
  });
  const { fetch, hostsApp, close, workspace, sample } = platform;
  return {
    fetch,
    hostsApp,
    close,
    get key() {
      return platform.key;
    },
    workspace,
    sample,
  };
};
