import { createServer } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { createClient } from 'redis';

/** A status and a body, as the protocol has them. */
type Answer = readonly [status: number, body: Readonly<Record<string, unknown>>];

const commandOf = (body: string): string[] | undefined => {
  try {
    const command: unknown = JSON.parse(body);
    return Array.isArray(command) && command.length > 0 ? command.map(String) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Redis over REST in front of a real Redis, as https://upstash.com/docs/redis/features/restapi
 * describes it: a POST with the command as a JSON array; 200 `{result}`, 400 `{error}` for what Redis
 * refuses, 401 without the token, 405 for other methods.
 */
export const startRedisRest = async (redisUrl: string, token: string) => {
  const client = createClient({ url: redisUrl, RESP: 2 });
  client.on('error', () => undefined);
  await client.connect();

  const answer = async (body: string): Promise<Answer> => {
    const command = commandOf(body);
    if (!command) return [400, { error: 'ERR failed to parse command' }];
    try {
      return [200, { result: await client.sendCommand(command) }];
    } catch (error) {
      return [400, { error: error instanceof Error ? error.message : String(error) }];
    }
  };

  const server = createServer((request, response) => {
    const respond = ([status, body]: Answer): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${token}`) {
      respond([401, { error: 'Unauthorized' }]);
    } else if (request.method !== 'POST') {
      respond([405, { error: 'Method Not Allowed' }]);
    } else {
      void text(request).then(answer).then(respond);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      client.destroy();
    },
  };
};
