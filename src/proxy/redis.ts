import type { SharedStore } from '../http/limits.ts';
import { storeThrough, type RedisStoreOptions, type Send } from './stores/redis-store.ts';

export type { RedisStoreOptions, Send } from './stores/redis-store.ts';
export {
  redisRestStore,
  restStoreFromUrl,
  type RedisRestOptions,
} from './stores/redis-rest-store.ts';

/** A client of the package `redis`, version 5 or newer. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  sendCommand(command: string[]): Promise<unknown>;
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** A client or a cluster of the package `ioredis`, version 5 or newer. */
export interface IoRedisClient {
  readonly status: string;
  call(command: string, ...args: string[]): Promise<unknown>;
  disconnect(): void;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** The connection is being made again, or was given up: commands would queue, and be sent too late. */
const lost = new Set(['reconnecting', 'close', 'end']);

const throughIoRedis = (client: IoRedisClient): Send => {
  // Without a listener a lost connection ends the process, or fills its console.
  client.on('error', () => undefined);
  return async (command) => {
    if (lost.has(client.status)) throw new Error('Redis is not connected');
    const [name = '', ...args] = command;
    return client.call(name, ...args);
  };
};

const throughNodeRedis = (client: NodeRedisClient): Send => {
  client.on('error', () => undefined);
  let connecting: Promise<unknown> | undefined;
  return async (command) => {
    if (!client.isReady) {
      if (!client.isOpen) {
        connecting = client.connect().finally(() => {
          connecting = undefined;
        });
      }
      if (!connecting) throw new Error('Redis is not connected');
      await connecting;
    }
    return client.sendCommand([...command]);
  };
};

/**
 * Budgets, idempotency keys and answers in Redis 6.2 or newer, or Valkey, for all proxies together:
 * the proxy's option `store`. Takes a client of `redis` or `ioredis` (connected or not), or a function
 * that sends a command by any other client. Set the client's own timeouts; the proxy waits 250 ms for
 * a command and then goes on with its share of the budgets.
 *
 * @example
 * createProxy({ store: redisStore(createClient({ url: env.REDIS_URL })), instances: 3 });
 * // A cluster of the package `redis`: all keys have the same hash tag, so any of them finds the node.
 * redisStore((command) => cluster.sendCommand('{fae}', false, [...command]));
 */
export const redisStore = (
  client: NodeRedisClient | IoRedisClient | Send,
  options: RedisStoreOptions = {},
): SharedStore => {
  if (typeof client === 'function') return storeThrough(client, options);
  // ioredis has a `sendCommand` too, for commands of its own kind.
  if ('call' in client) {
    return {
      ...storeThrough(throughIoRedis(client), options),
      close: async () => client.disconnect(),
    };
  }
  return {
    ...storeThrough(throughNodeRedis(client), options),
    close: async () => {
      if (client.isOpen) await client.close();
    },
  };
};
