import { createProxy } from 'fae-widgets/proxy';
import { packagedScripts } from 'fae-widgets/proxy/node';

const { HOST = '127.0.0.1', PORT = '8787' } = process.env;

// The settings are variables: FAE_API_KEY, FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, …
// For several instances: FAE_REDIS_URL=https://default:TOKEN@… (Redis over REST).
const proxy = createProxy({ ...packagedScripts() });

const server = Bun.serve({
  hostname: HOST,
  port: Number(PORT),
  fetch: proxy.fetch,
  // Seconds without a byte. An answer of a character may take 22 s, the first of a speech 62 s.
  idleTimeout: 90,
  // The largest that an operator may send; visitors may send 64 kB.
  maxRequestBodySize: 2 * 1024 * 1024,
});
console.log(`http://${HOST}:${server.port}${proxy.basePath}/`);

// Told to stop, it finishes what is under way.
process.once('SIGTERM', async () => {
  await server.stop();
  await proxy.close();
});
