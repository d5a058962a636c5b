import {
  backupPlatform,
  createPlatform,
  passwordResetLink,
  restorePlatform,
} from '../platform/index.ts';
import type { OptionValues } from './command.ts';
import { platformOptionsOf } from './platform-options.ts';
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

const count = (files: number): string => `${files} stored file${files === 1 ? '' : 's'}`;

const sealedNote = (agents: number): string =>
  `The secrets of ${agents} agent${agents === 1 ? '' : 's'} are sealed with another FAE_SECRET: ` +
  'start the platform with that one, or set these secrets anew. Nothing of them is lost.';

const keys: PlatformTask = {
  help: 'prints keys and ids of the sample workspace and the sample project',
  run: async ({ values }) => {
    const platform = await fromSettings(() => createPlatform(platformOptionsOf(values)));
    const { key, workspace, fleek } = platform;
    console.log(`FAE_API_KEY=${key}\nFAE_WORKSPACE=${workspace}`);
    console.log(`FLEEK_API_KEY=${fleek.key}\nFLEEK_PROJECT=${fleek.project}`);
    await platform.close();
  },
};

const resetPassword: PlatformTask = {
  operand: 'email',
  help: 'prints a link with which that account’s password is set anew, once',
  run: async ({ values, operand }) => {
    const link = await fromSettings(() => passwordResetLink(platformOptionsOf(values), operand));
    console.log(`${link.url}\nGood until ${link.expiresAt}, for whoever has it.`);
  },
};

const backup: PlatformTask = {
  operand: 'file',
  help: 'writes all data into one file, also while the platform runs',
  replaces: true,
  run: async ({ values, operand, replace }) => {
    const made = await fromSettings(() =>
      backupPlatform(platformOptionsOf(values), operand, { replace }),
    );
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
    const { files, sealed } = await fromSettings(() =>
      restorePlatform(platformOptionsOf(values), operand, { replace }),
    );
    console.log(`Restored: database, ${count(files)}.`);
    if (sealed > 0) console.error(sealedNote(sealed));
  },
};

/** By the names that they are called by. */
export const platformTasks: Readonly<Record<string, PlatformTask>> = {
  keys,
  'reset-password': resetPassword,
  backup,
  restore,
};
