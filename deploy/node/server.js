import { createServer } from 'node:http';
import { createProxy, packagedScripts, toNode } from 'fae-widgets/proxy/node';

const { HOST = '127.0.0.1', PORT = '8787' } = process.env;

// The settings are variables: FAE_API_KEY, FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, …
const proxy = createProxy({ ...packagedScripts() });

const server = createServer(
  {
    // A client that sends its request drop by drop does not hold a connection for minutes.
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2_000,
    // Longer than a load balancer keeps an idle connection, or it will use one that is just closing.
    keepAliveTimeout: 65_000,
  },
  toNode(proxy),
);
server.maxConnections = 4096;
server.listen(Number(PORT), HOST, () => {
  console.log(`http://${HOST}:${server.address().port}${proxy.basePath}/`);
});

// Told to stop, it finishes what is under way.
process.once('SIGTERM', () => {
  server.close(() => proxy.close());
  setTimeout(() => server.closeAllConnections(), 8_000).unref();
});
