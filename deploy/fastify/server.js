import fastify from 'fastify';
import { createProxy, packagedScripts, toFastify } from 'fae-widgets/proxy/node';

const { HOST = '127.0.0.1', PORT = '8787' } = process.env;

// The settings are variables: FAE_API_KEY, FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, …
const proxy = createProxy({ ...packagedScripts() });

const app = fastify({
  // A client that sends its request drop by drop does not hold a connection for minutes.
  requestTimeout: 30_000,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
  // Told to stop, it finishes what is under way; idle connections are closed.
  forceCloseConnections: 'idle',
});
// Without a prefix: the proxy's base path is the whole path.
app.register(toFastify(proxy));
app.addHook('onClose', () => proxy.close());

const address = await app.listen({ port: Number(PORT), host: HOST });
console.log(`${address}${proxy.basePath}/`);

process.once('SIGTERM', () => {
  void app.close();
  setTimeout(() => app.server.closeAllConnections(), 8_000).unref();
});
