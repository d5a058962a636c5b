import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';

/** One processor for load and upstream, the other for the proxy alone. */
export const cores = { load: 0, proxy: 1 } as const;

export interface Pinned {
  readonly pid: number;
  /** What came after `ready` in the line that said so. */
  readonly ready: string;
  readonly stop: () => Promise<void>;
}

export interface PinnedOptions {
  /** The file that its standard output goes to, as a service's does; else that is thrown away. */
  readonly log?: string;
  /** How it says that it is ready, on standard error or in its log. */
  readonly ready?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

/** Moves this process, and what it starts without saying otherwise, to a processor. */
export const pinSelf = (core: number): void => {
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]);
};

/**
 * Starts a program on one processor and waits until it says that it is ready.
 *
 * @throws when it ends before
 */
export const startPinned = async (
  core: number,
  command: readonly [string, ...string[]],
  { log, ready = /^ready(.*)$/m, env = {} }: PinnedOptions = {},
): Promise<Pinned> => {
  // `taskset` becomes the program: the process id is the program's own.
  const child = spawn('taskset', ['-c', String(core), ...command], {
    stdio: ['ignore', log === undefined ? 'ignore' : openSync(log, 'w'), 'pipe'],
    env: { ...process.env, ...env },
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let errors = '';
  child.stderr?.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = (): string => errors + (log === undefined ? '' : readFileSync(log, 'utf8'));
  let found: RegExpExecArray | null = null;
  while (!found) {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} has ended:\n${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    found = ready.exec(said());
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.join(' ')} has no process id`);
  return {
    pid,
    ready: found[1]?.trim() ?? '',
    stop: () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      return gone.finally(() => clearTimeout(timer));
    },
  };
};
