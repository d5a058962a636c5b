import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPlatform, type Platform } from './platform.ts';
import { sample as sampleRecords } from './sample/records.ts';
import type { PlatformOptions } from './settings.ts';

export type { Platform, PlatformOptions };

/** The built sample files, wherever the package stands and however this module was bundled. */
const sampleFolder = (): string =>
  join(dirname(fileURLToPath(import.meta.resolve('fae-widgets/package.json'))), 'dist', 'sample');

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
  const { fetch, close, key, workspace, sample } = await openPlatform(options, {
    sample: sampleRecords,
    sampleFolder: sampleFolder(),
  });
  return { fetch, close, key, workspace, sample };
};
