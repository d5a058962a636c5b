import {
  backupPlatform,
  createPlatform,
  passwordResetLink,
  restorePlatform,
  type PlatformOptions,
} from '../platform/index.ts';
import type { OptionValues } from './command.ts';
import { dataFolder, listeningSettings } from './listening-options.ts';
import { fromSettings } from './usage-error.ts';

/** Something that is done to a platform's data, after which the command ends. */
export interface PlatformTask {
  /** What stands behind its name; absent for nothing. */
  readonly operand?: string;
  /** One line for the help. */
  readonly help: string;
  /** Whether it takes `--replace`. */
  readonly replaces?: true;
  run(input: {
    readonly values: OptionValues;
    readonly operand: string;
    readonly replace: boolean;
  }): Promise<void>;
}

/** Those of the platform whose data they are. */
const optionsOf = (values: OptionValues): PlatformOptions => {
  const { port, publicUrl } = listeningSettings(values, process.env);
  return {
    data: dataFolder(values, process.env),
    publicUrl: publicUrl ?? `http://localhost:${port}`,
    standIns: false,
  };
};

const count = (files: number): string => `${files} stored file${files === 1 ? '' : 's'}`;

const keys: PlatformTask = {
  help: 'prints the key and the id of the sample workspace',
  run: async ({ values }) => {
    const platform = await fromSettings(() => createPlatform(optionsOf(values)));
    console.log(`FAE_API_KEY=${platform.key}\nFAE_WORKSPACE=${platform.workspace}`);
    await platform.close();
  },
};

const resetPassword: PlatformTask = {
  operand: 'email',
  help: 'prints a link with which that account’s password is set anew, once',
  run: async ({ values, operand }) => {
    const link = await fromSettings(() => passwordResetLink(optionsOf(values), operand));
    console.log(`${link.url}\nGood until ${link.expiresAt}, for whoever has it.`);
  },
};

const backup: PlatformTask = {
  operand: 'file',
  help: 'writes all data into one file, also while the platform runs',
  replaces: true,
  run: async ({ values, operand, replace }) => {
    const made = await fromSettings(() => backupPlatform(optionsOf(values), operand, { replace }));
    const { files, lost, bytes } = made;
    const size = bytes.toLocaleString('en');
    console.log(`${operand}: database, ${count(files)}, ${size} bytes`);
    if (lost > 0) console.error(`${count(lost)} could not be found: the bytes are lost.`);
  },
};

const restore: PlatformTask = {
  operand: 'file',
  help: 'brings back what such a file holds; stop the platform before',
  replaces: true,
  run: async ({ values, operand, replace }) => {
    const { files } = await fromSettings(() =>
      restorePlatform(optionsOf(values), operand, { replace }),
    );
    console.log(`Restored: database, ${count(files)}.`);
  },
};

/** By the names that they are called by. */
export const platformTasks: Readonly<Record<string, PlatformTask>> = {
  keys,
  'reset-password': resetPassword,
  backup,
  restore,
};
