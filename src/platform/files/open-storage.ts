import type { Settings } from '../settings.ts';
import { folderStorage } from './folder-storage.ts';
import { s3Settings } from './s3-settings.ts';
import { s3Storage } from './s3-storage.ts';
import type { Storage } from './storage.ts';

/**
 * S3-compatible storage where `S3_ENDPOINT` and its companions name some, else the data folder. The
 * files in it have the same names here and there.
 *
 * @throws {TypeError} for settings that make no sense
 */
export const openStorage = async ({
  data,
  env,
  log,
}: Pick<Settings, 'data' | 'env' | 'log'>): Promise<Storage> => {
  const s3 = s3Settings(env);
  return s3 ? s3Storage(s3, log) : folderStorage(data);
};
