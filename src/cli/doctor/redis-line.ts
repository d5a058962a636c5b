/** A way to send commands to a Redis. */
export interface RedisLine {
  /** Rejects with what Redis or the network says. */
  readonly send: (command: readonly string[]) => Promise<unknown>;
  readonly close: () => void;
}

/** By the package `redis`, which is there when this is called. */
const overTcp = async (url: string, waitMs: number): Promise<RedisLine> => {
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    socket: { connectTimeout: waitMs, reconnectStrategy: false },
    maintNotifications: 'disabled',
  });
  // Without a listener an error ends the process; whoever asked gets it all the same.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    client.destroy();
    throw error;
  }
  return {
    send: (command) => client.sendCommand([...command]),
    close: () => client.destroy(),
  };
};

const resultOf = (answer: unknown, status: number): unknown => {
  if (typeof answer === 'object' && answer !== null) {
    if ('result' in answer) return answer.result;
    if ('error' in answer) throw new Error(String(answer.error));
  }
  throw new Error(`status ${status} without a result`);
};

const overRest = (text: string, waitMs: number): RedisLine => {
  const url = new URL(text);
  const token = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return {
    send: async (command) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(command),
        redirect: 'manual',
        signal: AbortSignal.timeout(waitMs),
      });
      return resultOf(await response.json().catch(() => undefined), response.status);
    },
    close: () => undefined,
  };
};

/** Opens a line to the Redis at `redis://`, `rediss://` or, over REST, `https://`. */
export const openLine = async (url: string, waitMs: number): Promise<RedisLine> =>
  /^https?:/.test(url) ? overRest(url, waitMs) : overTcp(url, waitMs);
