/** What `fae-widgets proxy` starts, with short timeouts; tells its parent what it takes. */
import { listen } from '../../../src/cli/server.ts';
import { createProxy, toNode } from '../../../src/proxy/node.ts';

const crashes: string[] = [];
process.on('uncaughtException', (error) => crashes.push(String(error.stack)));
process.on('unhandledRejection', (reason) => crashes.push(String(reason)));

const { FAE_TEST_TIMEOUT: timeout } = process.env;
const server = await listen({
  port: '0',
  host: '127.0.0.1',
  ...(timeout !== undefined && {
    timeouts: { headers: Number(timeout), request: 2 * Number(timeout) },
  }),
});
const proxy = createProxy({ publicUrl: server.publicUrl, env: process.env, log: () => undefined });
server.serveNode(toNode(proxy));

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((it) => it === 'TCPSocketWrap').length;

process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ rss: process.memoryUsage.rss(), sockets: sockets(), crashes });
});
const port = Number(new URL(server.publicUrl).port);
process.send?.({ url: `http://127.0.0.1:${port}/fae`, port });
