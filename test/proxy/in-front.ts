/** The proxy as it stands on Node.js, in front of a real platform. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createClient } from '../../src/client/index.ts';
import type { ProxyOptions } from '../../src/proxy/index.ts';
import { bearer } from '../../src/proxy/index.ts';
import { createProxy, toNode } from '../../src/proxy/node.ts';
import type { TestPlatform } from '../platform/support.ts';
import { shop } from './harness.ts';
import { plenty } from './security/support.ts';

export const operatorToken = 'operator-Token_0123456789';
export const asOperator = { Authorization: `Bearer ${operatorToken}` };

/** The proxy on a port of its own, with what it has logged. Operators bring a token. */
export const inFrontOf = async (
  t: TestContext,
  upstream: { readonly url: string; readonly key: string; readonly workspace: string },
  options: ProxyOptions = {},
) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const events: Readonly<Record<string, unknown>>[] = [];
  const proxy = createProxy({
    origins: [shop],
    publicUrl: origin,
    expose: ['*'],
    authorize: bearer(operatorToken),
    limits: plenty,
    cache: false,
    env: {},
    fae: upstream,
    log: (event) => events.push(event),
    ...options,
  });
  server.on('request', toNode(proxy));
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await proxy.close();
  });

  /** A request as a page of the shop sends it, unless `headers` says otherwise. */
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${origin}/fae${path}`, {
      redirect: 'manual',
      ...init,
      headers: { Origin: shop, ...(init.headers as Record<string, string> | undefined) },
    });

  /** The client of somebody who sends these headers. */
  const clientOf = (headers: Readonly<Record<string, string>> = {}) =>
    createClient({
      endpoint: `${origin}/fae`,
      fetch: (input, init) => {
        const all = new Headers(init?.headers);
        for (const [name, value] of Object.entries({ Origin: shop, ...headers })) {
          all.set(name, value);
        }
        return fetch(input, { ...init, headers: all });
      },
    });

  return { origin, port, events, ask, clientOf };
};

/** What a proxy is told of a platform. */
export const accessTo = ({ origin, platform }: TestPlatform) => ({
  url: `${origin}/api`,
  key: platform.key,
  workspace: platform.workspace,
});

/** The same of its agents. */
export const fleekAccessTo = ({ origin, platform }: TestPlatform) => ({
  url: `${origin}/api`,
  ...platform.fleek,
});

export type InFront = Awaited<ReturnType<typeof inFrontOf>>;
