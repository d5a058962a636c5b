import { createPlatform } from '../platform/index.ts';
import type { Command, OptionValues } from './command.ts';
import {
  dataFolder,
  dataOption,
  listeningOptions,
  listeningSettings,
} from './listening-options.ts';
import { logLine } from './log.ts';
import { platformTasks, type PlatformTask } from './platform-tasks.ts';
import { platformSecrets, platformSecretsNote } from './platform-variables.ts';
import { takeSecretFiles } from './secrets.ts';
import { listen } from './server.ts';
import { fromSettings, UsageError } from './usage-error.ts';

const usageOf = (name: string, { operand }: PlatformTask): string =>
  operand === undefined ? name : `${name} <${operand}>`;

const tasks = Object.entries(platformTasks);
const width = Math.max(...tasks.map(([name, task]) => usageOf(name, task).length));
const listOfTasks = tasks
  .map(([name, task]) => `  ${usageOf(name, task).padEnd(width)}  ${task.help}`)
  .join('\n');

const serve = async (values: OptionValues): Promise<undefined> => {
  const server = await listen(listeningSettings(values, process.env));
  const { publicUrl } = server;
  const data = dataFolder(values, process.env);
  const platform = await fromSettings(() =>
    createPlatform({ data, publicUrl, standIns: false, log: logLine }),
  );
  server.onStop(() => platform.close());
  server.serve((request, address) => platform.fetch(request, { address }));
  console.log(`ready ${publicUrl}/`);
};

const taskNamed = (name: string): PlatformTask => {
  const task = Object.hasOwn(platformTasks, name) ? platformTasks[name] : undefined;
  if (task) return task;
  const names = Object.keys(platformTasks).join(', ');
  throw new UsageError(`There is no "platform ${name}"; there is ${names}.`);
};

export const platformCommand: Command = {
  summary: 'the platform alone: both APIs with a database of their own',
  description: `Starts the platform under /api. Engines that are not configured answer 503.
With one of these it does that instead, and ends:
${listOfTasks}`,
  operands: `[${Object.keys(platformTasks).join(' | ')}]`,
  options: {
    ...listeningOptions,
    ...dataOption,
    replace: {
      type: 'boolean',
      value: '',
      help: 'backup, restore: what is there already may be replaced',
    },
  },
  notes: `${platformSecretsNote}

A backup is a tar file with the database, the stored files, and what was generated in the data
folder. It is made while the platform runs, and restored while it does not: a backup from SQLite may
go to PostgreSQL and back, one from a folder to S3 and back, one from an older version to this one.
Keep it as you keep keys; and keep FAE_SECRET and the two keys of the platform, where they are set,
beside it. Where the platform has made its secret itself, that is in the backup, and restoring to
another FAE_SECRET seals agents' secrets with that; but what was sealed with a FAE_SECRET needs that one.`,
  async run({ values, flags, operands }) {
    takeSecretFiles(process.env, platformSecrets);
    const [name, operand, ...more] = operands;
    const task = name === undefined ? undefined : taskNamed(name);
    const replace = flags.has('replace');
    if (replace && !task?.replaces) {
      throw new UsageError('--replace is for "platform backup" and "platform restore".');
    }
    if (!task || name === undefined) return serve(values);
    const isComplete = (operand === undefined) === (task.operand === undefined);
    if (!isComplete || more.length > 0) {
      throw new UsageError(`The command is: fae-widgets platform ${usageOf(name, task)}`);
    }
    await task.run({ values, operand: operand ?? '', replace });
    return 0;
  },
};
