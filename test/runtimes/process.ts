import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('.', import.meta.url));

export type Variables = Readonly<Record<string, string>>;

export interface Running {
  /** Where it listens; no slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The one program that a package brings for this system, whose name differs from system to system. */
export const program = (scope: string, ...path: readonly string[]): string => {
  const packages = join(folder, 'node_modules', scope);
  const [only = ''] = readdirSync(packages);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return join(packages, only, ...path) + suffix;
};

/** Of this process's environment only what programs need to run at all: no setting of the machine's own. */
const bare: Variables = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** Asks it to end, so that it can end what it has started itself; then makes it. */
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(patience);
};

const run = (command: string, args: readonly string[], env: Variables, cwd: string) => {
  const child = spawn(command, args, {
    cwd,
    env: { ...bare, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGTERM'));
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output.text += text));
  }
  return { child, output };
};

/** Runs a program to its end; throws with what it printed when it fails. */
export const complete = async (
  command: string,
  args: readonly string[],
  env: Variables,
  cwd = folder,
): Promise<void> => {
  const { child, output } = run(command, args, env, cwd);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${code}\n${output.text}`);
};

/** Starts a server, and waits until it has printed where it listens. */
export const start = async (
  command: string,
  args: readonly string[],
  env: Variables,
  cwd = folder,
): Promise<Running> => {
  const { child, output } = run(command, args, env, cwd);
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output.text) ?? [];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${command} has ended:\n${output.text}`)));
  });
  return { url, stop: () => end(child) };
};

/** A server of this folder, on this Node.js. */
export const startNode = (file: string, env: Variables): Promise<Running> =>
  start(process.execPath, [join(folder, 'servers', file)], env);
