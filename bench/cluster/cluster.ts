import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from 'redis';
import { startCommand, temporaryFolder } from '../../test/support/command.ts';
import { startRedis } from '../../test/support/redis.ts';
import { startCountingUpstream } from './upstream.ts';
import { startNginx } from '../support/nginx.ts';
import { cores } from '../support/pinned.ts';
import { cpuTime } from '../support/process-usage.ts';
import { shop } from '../support/requests.ts';
import { sum } from '../support/statistics.ts';

export const proxyCount = 3;

/** Speech costs a point for every character. */
export const textToSpeak = 'Good evening';
export const pointsOfText = textToSpeak.length;

/** Everybody together in a day: 1,000 chat turns, 6,000 characters; one visitor: 30 checkouts. */
export const limits = { chat: 1_000, speech: 6_000, checkoutEach: 30 } as const;

const environment = (upstream: string, redis: string, port: string) => ({
  PORT: port,
  FAE_API_URL: upstream,
  FAE_API_KEY: 'bench-Key_0123456789abcdef',
  FAE_WORKSPACE: 'aaaaaaaaaaaaaaaaaaaaaaaa',
  FAE_ALLOWED_ORIGINS: shop,
  FAE_EXPOSE: '*',
  FAE_LIMITS: [
    `chat=1000000,global.chat=${limits.chat}`,
    `speech=1000000,global.speech=${limits.speech}`,
    `checkout=${limits.checkoutEach},global.checkout=1000000,requests=1000000`,
  ].join(),
  FAE_REDIS_URL: redis,
  FAE_INSTANCES: String(proxyCount),
  FAE_TRUST_PROXY: 'loopback',
});

/**
 * nginx passes a request on to the next proxy when it could not be sent, or, for reads, when the
 * proxy broke off before it answered. A post that was sent is never repeated: it may have been paid.
 */
const configuration = (ports: readonly string[], log: string): string => `
  log_format tried '$http_x_request_id $upstream_addr';
  upstream proxies {
    ${ports.map((port) => `server 127.0.0.1:${port} max_fails=1 fail_timeout=1s;`).join('\n    ')}
    keepalive 64;
  }
  server {
    listen 127.0.0.1:{port} backlog=4096;
    access_log ${log} tried;
    location / {
      proxy_pass http://proxies;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_connect_timeout 1s;
      proxy_next_upstream error timeout;
      proxy_next_upstream_tries 3;
    }
  }`;

type Proxy = Awaited<ReturnType<typeof startCommand>>;

/** Three proxies as their users start them, on one Redis, behind one nginx. */
export const startCluster = async () => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  const redis = stack.use(await startRedis());
  const upstream = stack.adopt(await startCountingUpstream(), (it) => it.close());
  const start = (port: string): Promise<Proxy> =>
    startCommand(['proxy'], { env: environment(upstream.url, redis.url, port) });
  const proxies: Proxy[] = [];
  stack.defer(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop('SIGKILL')));
  });
  for (let index = 0; index < proxyCount; index += 1) proxies.push(await start('0'));
  const ports = proxies.map(({ origin }) => new URL(origin).port);
  const log = join(folder, 'tried.log');
  const nginx = await startNginx(cores.load, join(folder, 'nginx'), configuration(ports, log));
  stack.defer(nginx.stop);
  const owned = stack.move();

  return {
    url: `http://127.0.0.1:${nginx.port}/fae`,
    redis,
    upstream,
    /** Ends a proxy as a machine that loses its power; gives its address, once it is gone. */
    kill: async (index: number): Promise<string> => {
      await proxies[index]?.stop('SIGKILL');
      return `127.0.0.1:${ports[index]}`;
    },
    /** Starts another one in its place. */
    replace: async (index: number): Promise<void> => {
      const port = ports[index];
      if (port !== undefined) proxies[index] = await start(port);
    },
    /** Points that Redis has counted under a budget. */
    counted: async (budget: string): Promise<number> => {
      const client = createClient({ url: redis.url });
      await client.connect();
      const points = await client.get(`{fae}:budget:budget:${budget}`);
      client.destroy();
      return Number(points);
    },
    /** CPU time that each kind of process has used so far, in milliseconds. */
    cpuTimes: () => ({
      proxies: sum(proxies.map(({ pid }) => cpuTime(pid ?? NaN))),
      redis: cpuTime(redis.pid() ?? NaN),
      nginx: cpuTime(nginx.pid),
    }),
    /** How many proxies say that they reach the store. */
    reaching: async (): Promise<number> => {
      const states = await Promise.all(
        proxies.map(async ({ origin }) => {
          const answer = await fetch(`${origin}/fae/-/ready`);
          return (await answer.text()).includes('"store":"ok"');
        }),
      );
      return states.filter(Boolean).length;
    },
    /** The addresses that nginx tried for each request, by the request's id. */
    tried: async (): Promise<ReadonlyMap<string, string>> => {
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      return new Map(
        lines.map((line) => {
          const at = line.indexOf(' ');
          return [line.slice(0, at), line.slice(at + 1)];
        }),
      );
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

export type Cluster = Awaited<ReturnType<typeof startCluster>>;
