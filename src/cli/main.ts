import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';
import { platformCommand } from './platform.ts';
import { proxyCommand } from './proxy.ts';
import { startCommand } from './start.ts';
import type { Command } from './command.ts';

const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  proxy: proxyCommand,
  platform: platformCommand,
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
    'Options (each also as an environment variable where one is named):',
    ...options.map(
      ([option, { value, help }]) => `  ${label(option, value).padEnd(column)}  ${help}`,
    ),
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

/**
 * The command line. Gives the exit code: 0 when all went well, 2 for a wrong option, a port in use
 * or a setting that does not fit; one line then says what to do. A server goes on running after
 * this returns, until it is told to stop.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(overview);
    return name === undefined ? 2 : 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      throw new UsageError(`There is no command "${name}"; fae-widgets --help lists them.`);
    }
    const { values, positionals } = parse(command, rest);
    const { help, ...given } = values;
    if (help) console.log(describe(name, command));
    else await command.run({ values: given, operands: positionals });
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`fae-widgets: ${error.message.split('\n')[0]}`);
    return 2;
  }
};
