import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findService } from '../../scripts/services.js';

const run = promisify(execFile);

/** Why tests that need PostgreSQL are skipped; `false` where they are not. */
export const withoutPostgres: string | false =
  findService('postgres') === undefined && 'PostgreSQL is not installed';

/** Some text that must turn up nowhere. */
export const password = 'pa55-w0rd';

const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Whom PostgreSQL runs as: it refuses root, which then lends it the rights of somebody else. */
const serverUser = async (): Promise<User> => {
  if (process.getuid?.() !== 0) return {};
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].flatMap((name) => users.filter(([it]) => it === name)).at(0);
  if (!user) throw new Error('PostgreSQL needs a user who is not root');
  return { uid: Number(user[2]), gid: Number(user[3]) };
};

/**
 * Settings of a server that nobody misses: nothing waits for the disk. What is acknowledged still
 * outlives the process, though not the machine.
 */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  max_connections: '60',
  // Of those that wait for one another, one gives way soon.
  deadlock_timeout: '50ms',
  // Nobody reads on once it has said that it is ready.
  logging_collector: 'off',
};

interface Cluster {
  readonly program: string;
  readonly folder: string;
  readonly user: User;
}

/** A cluster that sorts as in a language, as most do; text that is sorted as bytes stands out. */
const initialise = async ({ program, folder, user }: Cluster): Promise<void> => {
  const secret = join(folder, 'password');
  await writeFile(secret, password);
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const locale = [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=icu',
    '--icu-locale=en',
  ];
  const flags = ['--username=fae', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-sync'];
  const initdb = join(dirname(program), 'initdb');
  await run(initdb, ['-D', join(folder, 'data'), ...locale, ...flags], user);
};

/** `undefined` when somebody else was faster to take the port. */
const launch = async (
  { program, folder, user }: Cluster,
  port: number,
): Promise<ChildProcess | undefined> => {
  const flags = Object.entries({ ...settings, port }).flatMap(([name, it]) => [
    '-c',
    `${name}=${it}`,
  ]);
  const child = spawn(program, ['-D', join(folder, 'data'), ...flags], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  const isReady = await new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve(false));
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('database system is ready to accept connections')) resolve(true);
    });
  });
  if (isReady) {
    // Whoever uses it keeps it as long as they want; it keeps nobody.
    child.stderr.destroy();
    child.unref();
    return child;
  }
  if (output.includes('could not bind')) return undefined;
  throw new Error(`PostgreSQL did not start:\n${output}`);
};

/**
 * Ends the server and removes its folder once nobody holds the other end of the pipe: also when
 * whoever started it was killed.
 *
 * @returns lets go of the pipe, and waits until everything is gone
 */
const startCaretaker = (folder: string): (() => Promise<void>) => {
  const script = `cat; kill -QUIT $(head -n 1 "$1/data/postmaster.pid"); rm -rf "$1"`;
  const caretaker = spawn('/bin/sh', ['-c', script, 'sh', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not with the group that a terminal interrupts.
    detached: true,
  });
  caretaker.unref();
  if ('unref' in caretaker.stdin && typeof caretaker.stdin.unref === 'function') {
    caretaker.stdin.unref();
  }
  return async () => {
    caretaker.ref();
    const gone = once(caretaker, 'exit');
    caretaker.stdin.end();
    await gone;
  };
};

/** A real PostgreSQL of one's own on a free port of this machine. */
export const startPostgres = async () => {
  const program = findService('postgres');
  if (!program) throw new Error('PostgreSQL is needed; npm test finds it');
  const user = await serverUser();
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'fae-postgres-'));
  const takeLeave = startCaretaker(folder);
  const cluster: Cluster = { program: await realpath(program), folder, user };
  await initialise(cluster);
  let port = 0;
  let server: ChildProcess | undefined;
  while (!server) {
    port = await freePort();
    server = await launch(cluster, port);
  }
  let running: ChildProcess = server;

  const urlOf = (database: string) => `postgres://fae:${password}@127.0.0.1:${port}/${database}`;

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    running.ref();
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };

  /** One statement, as the superuser; gives its rows. */
  const query = async (text: string, database = 'postgres'): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };

  let count = 0;
  return {
    port,
    /** The postmaster's, which all of its processes are children of. */
    pid: (): number | undefined => running.pid,
    query,
    urlOf,
    /** A new, empty database; gives its URL. */
    createDatabase: async (): Promise<string> => {
      count += 1;
      const name = `test_${process.pid}_${count}`;
      await query(`create database ${name}`);
      return urlOf(name);
    },
    /** Ends it at once, as a machine that loses its power would, but for what the disk has not got. */
    crash: () => stop('SIGQUIT'),
    /** Starts it again on the same port, with all that it had. */
    restart: async (): Promise<void> => {
      await stop('SIGQUIT');
      const again = await launch(cluster, port);
      if (!again) throw new Error(`port ${port} was taken meanwhile`);
      running = again;
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await stop('SIGQUIT');
      await takeLeave();
    },
  };
};

export type RunningPostgres = Awaited<ReturnType<typeof startPostgres>>;
