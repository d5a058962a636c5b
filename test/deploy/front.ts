import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureService } from '../../scripts/services.js';
import { root } from '../package/packed.ts';

/** A server in front of the proxy, as a file of deploy/ configures it. */
export interface Front {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** A text with one piece of it exchanged; the piece must be there. */
const exchanged = (text: string, piece: string, other: string): string => {
  if (!text.includes(piece)) throw new Error(`there is no "${piece}" in it any more`);
  return text.replace(piece, other);
};

/** Runs a program until `ready` is in its output; gives nothing when its port is taken. */
const launch = async (
  command: string,
  args: readonly string[],
  ready: RegExp,
  folder: string,
): Promise<(() => Promise<void>) | undefined> => {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let output = '';
  const isReady = await new Promise<boolean>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += chunk.toString();
      if (ready.test(output)) resolve(true);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('error', reject);
    child.once('exit', () => resolve(false));
  });
  if (!isReady) {
    if (output.includes('ddress already in use')) return undefined;
    throw new Error(`${command} did not start:\n${output}`);
  }
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
};

/** Starts a server with the configuration that `configure` writes for a folder and a port. */
const start = async (
  command: string,
  configure: (folder: string, port: number) => Promise<readonly string[]>,
  ready: RegExp,
): Promise<Front> => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-front-'));
  for (;;) {
    const port = await freePort();
    const args = await configure(folder, port);
    const end = await launch(command, args, ready, folder);
    if (!end) continue;
    return {
      url: `http://127.0.0.1:${port}`,
      stop: async () => {
        await end();
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
};

const deployed = (path: string): Promise<string> => readFile(join(root, 'deploy', path), 'utf8');

const around = (folder: string, file: string): string => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr notice;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${file};
}
`;

/** nginx with deploy/nginx/fae-proxy.conf in front of the proxy at `proxy`. */
export const startNginx = (proxy: string): Promise<Front> =>
  start(
    ensureService('nginx'),
    async (folder, port) => {
      const text = exchanged(await deployed('nginx/fae-proxy.conf'), '127.0.0.1:8787', proxy);
      const site = join(folder, 'fae-proxy.conf');
      const main = join(folder, 'nginx.conf');
      await writeFile(site, exchanged(text, 'listen 80;', `listen 127.0.0.1:${port};`));
      await writeFile(main, around(folder, site));
      return ['-c', main, '-p', folder, '-e', 'stderr'];
    },
    // The last thing that it says before it serves.
    /getrlimit/,
  );

/** Caddy with deploy/caddy/Caddyfile in front of the proxy at `proxy`. */
export const startCaddy = (proxy: string): Promise<Front> =>
  start(
    ensureService('caddy'),
    async (folder, port) => {
      const text = exchanged(await deployed('caddy/Caddyfile'), '127.0.0.1:8787', proxy);
      const site = exchanged(text, 'shop.example {', `http://127.0.0.1:${port} {`);
      const file = join(folder, 'Caddyfile');
      // It asks nobody for certificates here, and takes no orders.
      await writeFile(file, exchanged(site, '\tservers {', '\tadmin off\n\tservers {'));
      return ['run', '--config', file, '--adapter', 'caddyfile'];
    },
    /serving initial configuration/,
  );
