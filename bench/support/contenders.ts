import { openSync } from 'node:fs';
import { join } from 'node:path';
import { startNginx } from './nginx.ts';
import { cores, startPinned, type Pinned } from './pinned.ts';

/** What a key is to the peers: one more header. */
const key = 'bench-Key_0123456789abcdef';

export interface Running extends Pinned {
  readonly name: string;
  /** Base URL under which the API's paths are found. */
  readonly url: string;
}

/** A proxy to measure. `folder` is its own, for files. */
export interface Contender {
  readonly name: string;
  readonly start: (upstream: string, folder: string) => Promise<Running>;
}

const nodeServer =
  (name: string, file: string, basePath: string, options: readonly string[] = []) =>
  async (upstream: string, folder: string): Promise<Running> => {
    const path = new URL(`../servers/${file}`, import.meta.url).pathname;
    const server = await startPinned(
      cores.proxy,
      [process.execPath, '--disable-warning=ExperimentalWarning', path, upstream, key, ...options],
      { log: openSync(join(folder, `${file}.log`), 'w') },
    );
    return { ...server, name, url: server.ready + basePath };
  };

const nginxServer =
  (name: string) =>
  async (upstream: string, folder: string): Promise<Running> => {
    const { host, pathname } = new URL(upstream);
    const server = await startNginx(
      cores.proxy,
      join(folder, 'nginx'),
      `upstream api { server ${host}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:{port} backlog=4096;
    location ${pathname}/ {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header x-api-key ${key};
      # No detour by way of the disk for what is larger than memory buffers.
      proxy_max_temp_file_size 0;
    }
    # Streams go on as they come.
    location = ${pathname}/tts {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header x-api-key ${key};
      proxy_buffering off;
    }
  }`,
    );
    return { ...server, name, url: `http://127.0.0.1:${server.port}${pathname}` };
  };

export const nginx = 'nginx proxy_pass';
export const replyFrom = '@fastify/reply-from';
export const httpProxyMiddleware = 'http-proxy-middleware';
export const ours = 'fae-widgets, all steps';
export const cached = 'fae-widgets, from cache';

export const contenders: readonly Contender[] = [
  { name: nginx, start: nginxServer(nginx) },
  { name: replyFrom, start: nodeServer(replyFrom, 'reply-from.js', '/api') },
  {
    name: httpProxyMiddleware,
    start: nodeServer(httpProxyMiddleware, 'http-proxy-middleware.js', '/api'),
  },
  { name: ours, start: nodeServer(ours, 'ours.ts', '/fae') },
  { name: cached, start: nodeServer(cached, 'ours.ts', '/fae', ['cached']) },
];
