import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One processor for load and upstream, the other for the proxy alone. */
export const cores = { load: 0, proxy: 1 } as const;

export interface Pinned {
  readonly pid: number;
  /** What came after `ready` in the line that said so. */
  readonly ready: string;
  readonly stop: () => Promise<void>;
}

/** Moves this process, and what it starts without saying otherwise, to a processor. */
export const pinSelf = (core: number): void => {
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]);
};

/**
 * Starts a program on one processor and waits until it says on standard error that it is ready.
 *
 * @param log file descriptor for its standard output
 * @throws when it ends before
 */
export const startPinned = async (
  core: number,
  command: readonly [string, ...string[]],
  {
    log = 'ignore',
    ready = /^ready(.*)/,
  }: { readonly log?: number | 'ignore'; readonly ready?: RegExp } = {},
): Promise<Pinned> => {
  // `taskset` becomes the program: the process id is the program's own.
  const child = spawn('taskset', ['-c', String(core), ...command], {
    stdio: ['ignore', log, 'pipe'],
  });
  const said: string[] = [];
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const told = await new Promise<string>((resolve, reject) => {
    if (!child.stderr) throw new Error('no standard error');
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      const found = ready.exec(line);
      if (found) resolve(found[1]?.trim() ?? '');
    });
    child.once('error', reject);
    void gone.then(() => reject(new Error(`${command.join(' ')} has ended:\n${said.join('\n')}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.join(' ')} has no process id`);
  return {
    pid,
    ready: told,
    stop: () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      return gone.finally(() => clearTimeout(timer));
    },
  };
};
