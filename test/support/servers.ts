import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createPlatform } from '../../src/platform/index.ts';
import { createProxy } from '../../src/proxy/index.ts';

type Handler = (request: Request, address: string) => Response | Promise<Response>;

/** A web-standard handler on a free port of this machine. */
export const listen = async (
  handler: Handler,
): Promise<{ origin: string; close: () => Promise<void> }> => {
  const server = createAdaptorServer({
    fetch: (request: Request) => handler(request, '127.0.0.1'),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};

/**
 * The real thing for tests: a platform with a database of its own in a temporary folder, and a
 * proxy that holds its key, both on one port. `origins` are the pages that may use the proxy.
 */
export const startServers = async (origins: readonly string[]) => {
  const data = await mkdtemp(join(tmpdir(), 'fae-test-'));
  let handler: Handler = () => new Response(null, { status: 503 });
  const server = await listen((request, address) => handler(request, address));
  const platform = await createPlatform({ data, publicUrl: server.origin, standIns: true });
  const proxy = createProxy({
    origins,
    publicUrl: server.origin,
    fae: { url: `${server.origin}/api`, key: platform.key, workspace: platform.workspace },
    expose: { '*': true },
    limits: {
      visitor: { chat: 10_000, checkout: 10_000, speech: 10_000_000 },
      requestsPerMinute: 1e6,
    },
    log: () => undefined,
  });
  handler = (request, address) =>
    new URL(request.url).pathname.startsWith('/fae/')
      ? proxy.fetch(request, { address })
      : platform.fetch(request);
  return {
    origin: server.origin,
    endpoint: `${server.origin}/fae`,
    key: platform.key,
    workspace: platform.workspace,
    sample: platform.sample,
    close: async () => {
      await server.close();
      await platform.close();
      await rm(data, { recursive: true, force: true });
    },
  };
};

export type Servers = Awaited<ReturnType<typeof startServers>>;
