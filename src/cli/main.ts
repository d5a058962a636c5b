import { parseArgs } from 'node:util';
import { agentsCommand } from './agents.ts';
import { doctorCommand } from './doctor.ts';
import { platformCommand } from './platform.ts';
import { proxyCommand } from './proxy.ts';
import { withoutSecrets } from './secrets.ts';
import { startCommand } from './start.ts';
import { UsageError } from './usage-error.ts';
import type { Command } from './command.ts';

const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  proxy: proxyCommand,
  platform: platformCommand,
  agents: agentsCommand,
  doctor: doctorCommand,
};

const width = Math.max(...Object.keys(commands).map((name) => name.length));

const overview = `Usage: fae-widgets <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, command]) => `  ${name.padEnd(width)}  ${command.summary}`)
  .join('\n')}

fae-widgets <command> --help tells about one of them.`;

const describe = (name: string, command: Command): string => {
  const options = Object.entries({
    ...command.options,
    help: { value: '', help: 'show this' },
  });
  const label = (option: string, value: string) => `--${option}${value ? ` <${value}>` : ''}`;
  const column = Math.max(...options.map(([option, { value }]) => label(option, value).length));
  return [
    `Usage: fae-widgets ${name} [options]${command.operands ? ` ${command.operands}` : ''}`,
    '',
    command.description,
    '',
    'Options (in brackets: the variable that sets the same, and the default):',
    ...options.map(
      ([option, { value, help }]) => `  ${label(option, value).padEnd(column)}  ${help}`,
    ),
    ...(command.notes === undefined ? [] : ['', command.notes]),
  ].join('\n');
};

const parse = (command: Command, args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: command.operands !== undefined,
      options: {
        ...Object.fromEntries(
          Object.entries(command.options).map(([name, { type }]) => [name, { type }]),
        ),
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const run = async (name: string, args: readonly string[]): Promise<number | undefined> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new UsageError(`There is no command "${name}"; fae-widgets --help lists them.`);
  }
  const { values, positionals } = parse(command, args);
  const given: (readonly [string, unknown])[] = Object.entries(values);
  if (values.help) {
    console.log(describe(name, command));
    return 0;
  }
  return command.run({
    values: Object.fromEntries(
      given.filter((it): it is [string, string] => typeof it[1] === 'string'),
    ),
    flags: new Set(given.filter(([, value]) => value === true).map(([option]) => option)),
    operands: positionals,
  });
};

/**
 * The command line. Gives the exit code: 0 when all went well, 2 for a wrong option, a port in use
 * or a setting that does not fit; one line then says what to do. A server gives none: it goes on
 * running after this returns, until it is told to stop.
 */
export const main = async (args: readonly string[]): Promise<number | undefined> => {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(overview);
    return name === undefined ? 2 : 0;
  }
  try {
    return await run(name, rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [line = ''] = error.message.split('\n');
    console.error(`fae-widgets: ${withoutSecrets(process.env)(line)}`);
    return 2;
  }
};
