import type { SharedStore } from '../http/limits.ts';
import { storeThrough, type RedisStoreOptions } from './stores/redis-store.ts';
import { LateError, within } from './stores/within.ts';

export interface RedisConnection extends SharedStore {
  /** Connects and asks; rejects with what is wrong, which never holds the password. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface RedisConnectionOptions extends RedisStoreOptions {
  /** How long a command may take, connecting included, in milliseconds; 2,000 by default. */
  readonly timeoutMs?: number | undefined;
}

const ignore = (): void => undefined;

/** @throws {TypeError} without the URL in its text, which may hold a password */
const assertRedisUrl = (text: string): void => {
  const url = URL.parse(text);
  if (url && /^rediss?:$/.test(url.protocol) && url.hostname !== '') return;
  throw new TypeError('The address of Redis must look like redis://user:password@host:6379.');
};

const importRedis = async () => {
  try {
    return await import('redis');
  } catch (cause) {
    throw new Error('Redis needs its client: run "npm install redis".', { cause });
  }
};

/** More commands than are ever under way, unless a server hangs. */
const mostCommands = 10_000;

const open = async (url: string) => {
  const { createClient } = await importRedis();
  const client = createClient({
    url,
    RESP: 2,
    // A command that cannot be sent now fails now: sent later, it would count what went elsewhere.
    disableOfflineQueue: true,
    commandsQueueMaxLength: mostCommands,
    // A lost connection is made anew by the next command: nothing runs when nobody asks.
    socket: { reconnectStrategy: false },
    // The client's own timeout ends once a command is sent, when it begins to matter.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
  });
  // Without a listener an error ends the process; the commands that it struck tell of it.
  client.on('error', ignore);
  const ready = client.connect();
  ready.catch(ignore);
  return { client, ready };
};

type Connection = ReturnType<typeof open>;

/** After a failover the old address may lead to a replica for as long as the connection lives. */
const isReplica = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('READONLY');

/**
 * A store in the Redis or Valkey at `redis://…` or `rediss://…`, through the package `redis`, which
 * the user installs. It connects when it is first needed and again after each loss. A server that
 * hangs is given up after `timeoutMs`; commands never queue for one that is away, they reject.
 *
 * @throws {TypeError} for an address that cannot be meant
 */
export const connectRedis = (
  url: string,
  { timeoutMs = 2_000, ...options }: RedisConnectionOptions = {},
): RedisConnection => {
  assertRedisUrl(url);
  let current: Connection | undefined;
  let closed = false;

  const leave = (connection: Connection): void => {
    if (current === connection) current = undefined;
    connection.then(({ client }) => client.isOpen && client.destroy(), ignore);
  };

  const send = async (command: readonly string[]): Promise<unknown> => {
    if (closed) throw new Error('The connection to Redis is closed.');
    current ??= open(url);
    const connection = current;
    let isReady = (): boolean => false;
    const reply = connection.then(async ({ client, ready }) => {
      isReady = () => client.isReady;
      await ready;
      return client.sendCommand([...command]);
    });
    try {
      return await within(timeoutMs, reply);
    } catch (error) {
      if (!isReady() || error instanceof LateError || isReplica(error)) leave(connection);
      throw error;
    }
  };

  return {
    ...storeThrough(send, options),
    check: async () => {
      await send(['PING']);
    },
    close: async () => {
      closed = true;
      if (current) leave(current);
    },
  };
};
