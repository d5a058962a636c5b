import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passwordResetLink, type PasswordResetLink } from './accounts/password-reset.ts';
import {
  exportAgents,
  exportFormats,
  type ExportedAgent,
  type ExportFormat,
  type ExportOptions,
} from './agents/transfer/export-agents.ts';
import {
  importAgents,
  type ImportedAgent,
  type ImportOptions,
} from './agents/transfer/import-agents.ts';
import { backupPlatform, type Backup } from './backup/backup.ts';
import { restorePlatform, type Restored } from './backup/restore.ts';
import { openPlatform, type Platform } from './platform.ts';
import { sample as sampleRecords } from './sample/records.ts';
import { readSetUp, type SetUp } from './set-up.ts';
import type { PlatformOptions } from './settings.ts';

export {
  backupPlatform,
  exportAgents,
  exportFormats,
  importAgents,
  passwordResetLink,
  readSetUp,
  restorePlatform,
};
export type {
  Backup,
  ExportedAgent,
  ExportFormat,
  ExportOptions,
  ImportedAgent,
  ImportOptions,
  PasswordResetLink,
  Platform,
  PlatformOptions,
  Restored,
  SetUp,
};

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
    reference: { documents: built('openapi'), library: built('reference') },
    version: version(),
  });
  const { fetch, hostsApp, close, workspace, fleek, sample } = platform;
  return {
    fetch,
    hostsApp,
    close,
    get key() {
      return platform.key;
    },
    workspace,
    fleek,
    sample,
  };
};
