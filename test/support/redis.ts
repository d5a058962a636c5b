import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findService } from '../../scripts/services.js';

const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** A server that keeps nothing; `undefined` when somebody else was faster to take the port. */
const launch = async (
  port: number,
  folder: string,
  flags: readonly string[],
): Promise<ChildProcess | undefined> => {
  const program = findService('redis');
  if (!program) throw new Error('redis-server or valkey-server is needed; npm test finds it');
  const at = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = spawn(program, [...at, '--save', '', '--appendonly', 'no', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const isReady = await new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve(false));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ready to accept connections')) resolve(true);
    });
  });
  if (isReady) return child;
  if (output.includes('Address already in use')) return undefined;
  throw new Error(`Redis did not start:\n${output}`);
};

/** A real Redis of one's own on a free port of this machine; `flags` are more of its settings. */
export const startRedis = async (flags: readonly string[] = []) => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-redis-'));
  let port = 0;
  let server: ChildProcess | undefined;
  while (!server) {
    port = await freePort();
    server = await launch(port, folder, flags);
  }
  let running: ChildProcess = server;

  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: (): number | undefined => running.pid,
    /** As a machine that loses its power: connections break, counts are lost. */
    kill,
    /** Starts it again on the same port, empty. */
    restart: async (): Promise<void> => {
      await kill();
      const again = await launch(port, folder, flags);
      if (!again) throw new Error(`port ${port} was taken meanwhile`);
      running = again;
    },
    /** Connections stay, nothing is answered. */
    hang: (): void => {
      running.kill('SIGSTOP');
    },
    resume: (): void => {
      running.kill('SIGCONT');
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export type RunningRedis = Awaited<ReturnType<typeof startRedis>>;
