import { createServer } from 'node:http';
import express from 'express';
import { createProxy, packagedScripts, toNode } from 'fae-widgets/proxy/node';

const { HOST = '127.0.0.1', PORT = '8787' } = process.env;

// The settings are variables: FAE_API_KEY, FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, …
const proxy = createProxy({ ...packagedScripts() });

const app = express();
app.disable('x-powered-by');
// Before the body parsers: the proxy reads and bounds its requests itself. What is not below /fae goes
// on to the rest of the application.
app.use(toNode(proxy));
app.use(express.json());

const server = createServer(
  {
    // A client that sends its request drop by drop does not hold a connection for minutes.
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2_000,
    // Longer than a load balancer keeps an idle connection, or it will use one that is just closing.
    keepAliveTimeout: 65_000,
  },
  app,
);
server.listen(Number(PORT), HOST, () => {
  console.log(`http://${HOST}:${server.address().port}${proxy.basePath}/`);
});

// Told to stop, it finishes what is under way.
process.once('SIGTERM', () => {
  server.close(() => proxy.close());
  setTimeout(() => server.closeAllConnections(), 8_000).unref();
});
