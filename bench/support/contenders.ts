import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNginx } from './nginx.ts';
import { cores, startPinned, type Pinned } from './pinned.ts';
import { shop } from './requests.ts';

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

const path = (relative: string): string =>
  fileURLToPath(new URL(`../${relative}`, import.meta.url));

const peer = (name: string, file: string): Contender => ({
  name,
  start: async (upstream) => {
    const server = await startPinned(cores.proxy, [
      process.execPath,
      path(`servers/${file}`),
      upstream,
      key,
    ]);
    return { ...server, name, url: `${server.ready}/api` };
  },
});

/** Counted like any other limit, but never reached. */
const plenty = ['requests', 'chat', 'checkout', 'speech', 'global.chat', 'global.speech']
  .map((name) => `${name}=1000000000`)
  .join(',');

/** The built command as its users run it: every step on, metrics on, the log in a file. */
const own = (name: string, cache: 'on' | 'off'): Contender => ({
  name,
  start: async (upstream, folder) => {
    const server = await startPinned(
      cores.proxy,
      [process.execPath, path('../dist/cli/bin.js'), 'proxy', '--port', '0'],
      {
        log: join(folder, 'log'),
        env: {
          FAE_API_URL: upstream,
          FAE_API_KEY: key,
          FAE_WORKSPACE: 'aaaaaaaaaaaaaaaaaaaaaaaa',
          FAE_SESSION_COOKIE: 'sid=bench',
          FAE_ALLOWED_ORIGINS: shop,
          FAE_EXPOSE: '*',
          FAE_LIMITS: plenty,
          FAE_METRICS_TOKEN: 'bench-metrics-token-0123456789',
          FAE_CACHE: cache,
        },
      },
    );
    // It says `localhost`, which may first be looked for at an address where it does not listen.
    const { port, pathname } = new URL(server.ready);
    return { ...server, name, url: `http://127.0.0.1:${port}${pathname.replace(/\/$/, '')}` };
  },
});

const nginxLocation = (pattern: string, buffering: string): string => `
    location ${pattern} {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header x-api-key ${key};
      ${buffering}
    }`;

export const nginx: Contender = {
  name: 'nginx proxy_pass',
  start: async (upstream, folder) => {
    const { host, pathname } = new URL(upstream);
    const server = await startNginx(
      cores.proxy,
      join(folder, 'nginx'),
      `upstream api { server ${host}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:{port} backlog=4096;
    ${nginxLocation(`${pathname}/`, '# No detour by way of the disk.\n      proxy_max_temp_file_size 0;')}
    ${nginxLocation(`= ${pathname}/tts`, 'proxy_buffering off;')}
  }`,
    );
    return { ...server, name: nginx.name, url: `http://127.0.0.1:${server.port}${pathname}` };
  },
};
export const replyFrom = peer('@fastify/reply-from', 'reply-from.js');
export const httpProxyMiddleware = peer('http-proxy-middleware', 'http-proxy-middleware.js');
export const ours = own('fae-widgets, all steps', 'off');
export const cached = own('fae-widgets, from cache', 'on');

export const contenders: readonly Contender[] = [
  nginx,
  replyFrom,
  httpProxyMiddleware,
  ours,
  cached,
];
