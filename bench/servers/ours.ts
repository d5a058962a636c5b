// Our proxy as `fae-widgets proxy` runs it: every step on, nothing that would be left out in earnest.
//   node ours.ts UPSTREAM KEY [cached]
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { logLine } from '../../src/cli/log.ts';
import { createProxy } from '../../src/proxy/node.ts';
import { shop } from '../support/requests.ts';

const [upstream = '', key = '', mode] = process.argv.slice(2);
/** Counted like any other limit, but never reached. */
const plenty = 1_000_000_000;
const budgets = { chat: plenty, checkout: plenty, speech: plenty };

const proxy = createProxy({
  origins: [shop],
  expose: ['*'],
  fae: { url: upstream, key, workspace: 'aaaaaaaaaaaaaaaaaaaaaaaa', sessionCookie: 'sid=bench' },
  limits: { visitor: budgets, global: budgets, requestsPerMinute: plenty },
  metricsToken: 'bench-metrics-token',
  log: logLine,
  env: {},
  ...(mode !== 'cached' && { cache: false }),
});
const server = createAdaptorServer({
  fetch: (request, env) =>
    proxy.fetch(request, { address: (env as HttpBindings).incoming.socket.remoteAddress }),
});
server.listen(0, '127.0.0.1', () => {
  console.error(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
