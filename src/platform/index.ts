import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passwordResetLink, type PasswordResetLink } from './accounts/password-reset.ts';
import { openPlatform, type Platform } from './platform.ts';
import { sample as sampleRecords } from './sample/records.ts';
import type { PlatformOptions } from './settings.ts';

export { passwordResetLink };
export type { PasswordResetLink, Platform, PlatformOptions };

/** Wherever the package stands and however this module was bundled. */
const manifest = (): string => fileURLToPath(import.meta.resolve('fae-widgets/package.json'));

/** A folder of built files. */
const built = (folder: string): string => join(dirname(manifest()), 'dist', folder);

const version = (): string => {
  const { version: text } = JSON.parse(readFileSync(manifest(), 'utf8')) as { version?: unknown };
  return String(text);
};

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
    version: version(),
  });
  const { fetch, close, workspace, fleek, sample } = platform;
  return {
    fetch,
    close,
    get key() {
      return platform.key;
    },
    workspace,
    fleek,
    sample,
  };
};
