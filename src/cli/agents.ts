import {
  exportAgents,
  exportFormats,
  importAgents,
  type ExportedAgent,
  type ExportFormat,
  type ImportedAgent,
} from '../platform/index.ts';
import type { Command, OptionValues } from './command.ts';
import { dataOption } from './listening-options.ts';
import { platformOptionsOf } from './platform-options.ts';
import { platformSecrets, platformSecretsNote } from './platform-variables.ts';
import { takeSecretFiles } from './secrets.ts';
import { fromSettings, UsageError } from './usage-error.ts';

interface Given {
  readonly values: OptionValues;
  readonly flags: ReadonlySet<string>;
  readonly operands: readonly string[];
}

interface Task {
  readonly usage: string;
  readonly help: string;
  /** The options that are not for the other task. */
  readonly options: readonly string[];
  /** Gives the exit code. */
  run(given: Given): Promise<number>;
}

const verbOf = ({ isUpdate }: { readonly isUpdate: boolean }): string =>
  isUpdate ? 'updated' : 'imported';

/** What is well goes to standard output, what is not to standard error: 1 where there is any. */
const tell = (lines: readonly string[], problems: readonly string[]): number => {
  for (const line of lines) console.log(line);
  for (const problem of problems) console.error(problem);
  return problems.length > 0 ? 1 : 0;
};

const tellImported = (agent: ImportedAgent): number => {
  const { path, where } = agent;
  const place = where === '' ? path : `${path}: ${where}`;
  if ('problems' in agent)
    return tell(
      [],
      agent.problems.map((it) => `${place}: ${it}`),
    );
  const { id, name, status, notes } = agent;
  const done = `${place}: ${verbOf(agent)} ${name} as ${id} (${status})`;
  return tell([done, ...notes.map((it) => `  ${it}`)], []);
};

const tellExported = (agent: ExportedAgent): number => {
  if ('problem' in agent) return tell([], [agent.problem]);
  const { name, path, notes } = agent;
  return tell([`${path}: ${name}`, ...notes.map((it) => `  ${it}`)], []);
};

const runImport = async ({ values, flags, operands }: Given): Promise<number> => {
  if (operands.length === 0) throw new UsageError('Which files or folders are to be imported?');
  const wish = { project: values['project'], publish: flags.has('publish') };
  const outcomes = await fromSettings(() =>
    importAgents(platformOptionsOf(values), operands, wish),
  );
  return Math.max(0, ...outcomes.map(tellImported));
};

const isFormat = (text: string): text is ExportFormat =>
  (exportFormats as readonly string[]).includes(text);

const runExport = async ({ values, flags, operands }: Given): Promise<number> => {
  const { out: folder, format = 'fleek', project } = values;
  if (folder === undefined) throw new UsageError('--out names the folder to export to.');
  if (!isFormat(format)) {
    throw new UsageError(`--format is ${exportFormats.join(', ')}; it is "${format}".`);
  }
  const wish = { folder, format, project, ids: operands, replace: flags.has('replace') };
  const outcomes = await fromSettings(() => exportAgents(platformOptionsOf(values), wish));
  if (outcomes.length === 0) console.log('There are no agents in this project.');
  return Math.max(0, ...outcomes.map(tellExported));
};

const tasks: Readonly<Record<string, Task>> = {
  import: {
    usage: 'import FILE|FOLDER…',
    help: 'makes drafts of the agents in files, and of those in folders (*.json)',
    options: ['publish'],
    run: runImport,
  },
  export: {
    usage: 'export [ID…]',
    help: 'writes agents, all of them or these, each into a file',
    options: ['out', 'format', 'replace'],
    run: runExport,
  },
};

const width = Math.max(...Object.values(tasks).map(({ usage }) => usage.length));

const taskNamed = (name: string | undefined): Task => {
  const task = name !== undefined && Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task) return task;
  const usages = Object.values(tasks).map(({ usage }) => `fae-widgets agents ${usage}`);
  throw new UsageError(`The command is: ${usages.join(', or: ')}`);
};

const refuseOthers = (name: string, { options }: Task, { values, flags }: Given): void => {
  for (const [other, task] of Object.entries(tasks)) {
    const given = task.options.find((it) => values[it] !== undefined || flags.has(it));
    if (given !== undefined && !options.includes(given)) {
      throw new UsageError(`--${given} is for "agents ${other}", not for "agents ${name}".`);
    }
  }
};

export const agentsCommand: Command = {
  summary: 'imports agents into a platform, and exports them',
  description: `Works on a platform's data, also while the platform runs; with the same variables as that.
${Object.values(tasks)
  .map(({ usage, help }) => `  ${usage.padEnd(width)}  ${help}`)
  .join('\n')}

A file holds an agent as Fleek's API answers it, a list or a page of such, or a character file of
Eliza 0.x or 1.x. An agent keeps its id and its public token, so that pages which talk to it go on
with another host alone; imported once more, it is updated. A character file alone makes a new agent
each time. Secrets in files are kept encrypted; they are never exported.`,
  operands: `<import | export> [FILE | FOLDER | ID]…`,
  options: {
    ...dataOption,
    project: {
      type: 'string',
      value: 'id',
      help: 'whose agents they are (FLEEK_PLATFORM_PROJECT, the sample’s)',
    },
    publish: { type: 'boolean', value: '', help: 'import: publishes them at once' },
    out: { type: 'string', value: 'folder', help: 'export: where to' },
    format: {
      type: 'string',
      value: 'name',
      help: 'export: fleek, as the API answers them; v0 or v1, character files of Eliza (fleek)',
    },
    replace: {
      type: 'boolean',
      value: '',
      help: 'export: files that are there already may be replaced',
    },
  },
  notes: `${platformSecretsNote}

Exit codes: 0 all is done, 1 some could not be imported or exported, and the others were; 2 an option
is wrong.`,
  async run({ values, flags, operands: [name, ...operands] }) {
    takeSecretFiles(process.env, platformSecrets);
    const task = taskNamed(name);
    const given = { values, flags, operands };
    refuseOthers(name ?? '', task, given);
    return task.run(given);
  },
};
