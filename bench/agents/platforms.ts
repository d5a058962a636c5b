import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { key } from './published.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The built command, as its users run it. */
const command = [pathOf('../../dist/cli/bin.js'), 'platform', '--port', '0'];

/** The built platform with engines that do not behave. */
export const withBadEngines = [pathOf('./bad-platform.ts')];

const project = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

/** A platform in a process of its own, with the processes that it starts. */
export const startPlatform = async (
  env: Readonly<Record<string, string>>,
  script: readonly string[] = command,
) => {
  const folder = mkdtempSync(join(tmpdir(), 'fae-bench-'));
  const log = join(folder, 'log');
  const child = spawn(process.execPath, [...script, '--data', folder], {
    stdio: ['ignore', openSync(log, 'w'), 'inherit'],
    env: {
      ...process.env,
      FLEEK_PLATFORM_KEY: key,
      FLEEK_PLATFORM_PROJECT: project,
      FAE_PAYMENTS: 'test',
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      ...env,
    },
  });
  const gone = once(child, 'exit');
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  let ready: RegExpExecArray | null = null;
  while (!ready) {
    if (child.exitCode !== null) throw new Error(`it has ended:\n${readFileSync(log, 'utf8')}`);
    await pause(20);
    ready = /^ready(.*)$/m.exec(readFileSync(log, 'utf8'));
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    pid: child.pid ?? 0,
    // It says `localhost`, which may first be looked for at an address where it does not listen.
    url: `http://127.0.0.1:${new URL(ready[1]?.trim() ?? '').port}/api`,
    /** As a machine that loses its power. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
};

export type RunningPlatform = Awaited<ReturnType<typeof startPlatform>>;
