import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../../test/support/postgres.ts';
import { cores, startPinned } from '../support/pinned.ts';
import { childrenOf, cpuTime, endedChildrenCpuTime } from '../support/process-usage.ts';
import { sum } from '../support/statistics.ts';

export const key = 'fae_bench_key_0123456789abcdef';
const workspace = 'aaaaaaaaaaaaaaaaaaaaaaaa';

/** A platform on one of the databases. */
export interface Contender {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly url: string;
  /** Milliseconds of CPU time so far: of the platform, and of the server behind it, if any. */
  readonly cpu: () => { readonly platform: number; readonly server: number };
  readonly stop: () => Promise<void>;
}

/** The built command as its users run it, the log in a file. */
const startPlatform = async (folder: string, env: Readonly<Record<string, string>>) => {
  const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
  const server = await startPinned(
    cores.proxy,
    [process.execPath, bin, 'platform', '--port', '0', '--data', folder],
    {
      log: join(folder, 'log'),
      env: {
        FAE_PLATFORM_KEY: key,
        FAE_PLATFORM_WORKSPACE: workspace,
        FAE_PAYMENTS: 'test',
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        ...env,
      },
    },
  );
  // It says `localhost`, which may first be looked for at an address where it does not listen.
  return { ...server, url: `http://127.0.0.1:${new URL(server.ready).port}/api` };
};

/** CPU time of a process, of its children, and of those that have ended. */
const familyCpuTime = (pid = 0): number =>
  sum([pid, ...childrenOf(pid)].map(cpuTime)) + endedChildrenCpuTime(pid);

export const startOnSqlite = async (): Promise<Contender> => {
  const folder = mkdtempSync(join(tmpdir(), 'fae-bench-'));
  const platform = await startPlatform(folder, {});
  return {
    name: 'SQLite',
    url: platform.url,
    cpu: () => ({ platform: cpuTime(platform.pid), server: 0 }),
    stop: async () => {
      await platform.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const startOnPostgres = async (): Promise<Contender> => {
  const folder = mkdtempSync(join(tmpdir(), 'fae-bench-'));
  const server = await startPostgres();
  const platform = await startPlatform(folder, {
    DATABASE_URL: await server.createDatabase(),
    FAE_SECRET: 'a secret of the benchmark',
  });
  return {
    name: 'PostgreSQL',
    url: platform.url,
    cpu: () => ({ platform: cpuTime(platform.pid), server: familyCpuTime(server.pid()) }),
    stop: async () => {
      await platform.stop();
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
