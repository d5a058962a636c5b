import { createProxyWith, type Proxy } from './create-proxy.ts';
import type { ProxyOptions } from './options.ts';
import { connectRedis } from './redis.node.ts';
import { defaultWaits } from './settings.ts';
import { undiciFetch } from './undici-fetch.node.ts';

/**
 * `createProxy` with what Node.js is good at: connections to the APIs that are kept (undici), and
 * `FAE_REDIS_URL` with `redis://` or `rediss://`, for which the package `redis` must be installed.
 *
 * @throws {TypeError} as the other one does
 */
export const createProxy = (options: ProxyOptions = {}): Proxy => {
  const send = undiciFetch();
  const proxy = createProxyWith(options, {
    waits: defaultWaits,
    fetch: send,
    openStore: connectRedis,
  });
  return {
    ...proxy,
    close: async () => {
      await proxy.close();
      await send.close();
    },
  };
};
