import { serve } from '@hono/node-server';
import { createProxy, packagedScripts } from 'fae-widgets/proxy/node';
import { Hono } from 'hono';

const { HOST = '127.0.0.1', PORT = '8787' } = process.env;

// The settings are variables: FAE_API_KEY, FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, …
const proxy = createProxy({ ...packagedScripts() });

const app = new Hono();
// The second argument tells whom a request comes from. Not app.mount(), which shortens the path.
app.all(`${proxy.basePath}/*`, (c) => proxy.fetch(c.req.raw, c.env));

const server = serve(
  {
    fetch: app.fetch,
    hostname: HOST,
    port: Number(PORT),
    // A client that sends its request drop by drop does not hold a connection for minutes.
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2_000,
    },
  },
  ({ port }) => console.log(`http://${HOST}:${port}${proxy.basePath}/`),
);

// Told to stop, it finishes what is under way.
process.once('SIGTERM', () => {
  server.close(() => proxy.close());
  setTimeout(() => server.closeAllConnections(), 8_000).unref();
});
