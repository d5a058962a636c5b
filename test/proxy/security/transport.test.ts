/** The attacks on the transport, against everything that stands in front of the proxy on Node.js. */
import test, { type TestContext } from 'node:test';
import { key, serve, serveProxy, shop } from '../harness.ts';
import { transportAttacks } from './attacks.ts';
import { socketClient } from './raw-socket.ts';
import { agreeable, plenty, serveToNode, startCliServer } from './support.ts';

type Start = (t: TestContext, upstream: string) => Promise<{ readonly url: string }>;

const servers: Readonly<Record<string, Start>> = {
  'a web-standard server': (t, upstream) => serveProxy(t, upstream, { limits: plenty }),
  toNode: (t, upstream) => serveToNode(t, upstream, { limits: plenty }),
  'the server of the command line': (t, upstream) =>
    startCliServer(t, {
      FAE_API_URL: `${upstream}/api`,
      FAE_ALLOWED_ORIGINS: shop,
      FAE_EXPOSE: '*',
      FAE_LIMITS: 'requests=100000',
    }),
};

for (const [server, start] of Object.entries(servers)) {
  test(`through ${server}`, async (t) => {
    const upstream = await serve(t, agreeable);
    const { url } = await start(t, upstream.url);
    const attacks = transportAttacks(
      socketClient(() => url),
      () => upstream.received,
      { key },
    );
    for (const { name, run } of attacks) await t.test(name, run);
  });
}
