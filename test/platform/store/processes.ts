import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../until.ts';

/**
 * Runs one of the scripts beside this file in a process of its own; killed at the test's end, at the
 * latest. Each line that it prints is JSON.
 *
 * @param told what the script is told, as JSON in its first argument
 */
export const startProcess = <T>(t: TestContext, script: string, told: unknown) => {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const flags = ['--disable-warning=ExperimentalWarning', file, JSON.stringify(told)];
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: T[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as T));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await closed;
  };
  t.after(() => end('SIGKILL'));
  const ended = async (): Promise<number | null> => {
    const [code] = await closed;
    if (errors) throw new Error(errors);
    return code;
  };
  return {
    /** What it has printed so far. */
    lines,
    /** Until it has printed so many lines. */
    printed: (count: number): Promise<boolean> =>
      until(() => {
        if (child.exitCode !== null && lines.length < count) throw new Error(`it ended: ${errors}`);
        return lines.length >= count;
      }),
    /** Lets it go on, where it waits for that. */
    go: (): void => {
      child.stdin.write('\n');
    },
    /** As a machine that loses its power. */
    kill: () => end('SIGKILL'),
    /** Until it ends by itself; gives its exit code. */
    ended,
    /** Asks it to end, likewise. */
    stop: (): Promise<number | null> => {
      child.stdin.end();
      return ended();
    },
  };
};
