import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startPinned, type Pinned } from './pinned.ts';

/** nginx cannot choose a port itself and tell it. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const configuration = (folder: string, port: number, http: string): string => `
daemon off;
master_process off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${http.replaceAll('{port}', String(port))}
}
`;

/**
 * Starts nginx in one process on one processor.
 *
 * @param http what stands in its `http` block, `{port}` for the port to listen on
 */
export const startNginx = async (
  core: number,
  folder: string,
  http: string,
): Promise<Pinned & { readonly port: number }> => {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, port, http));
  const server = await startPinned(core, ['nginx', '-c', file, '-p', folder, '-e', 'stderr'], {
    // The last thing that it says before it serves.
    ready: /getrlimit/,
  });
  return { ...server, port };
};
