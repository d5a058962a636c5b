import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createOutbound } from '../../../src/platform/outbound.ts';
import type { Parts } from '../../../src/platform/platform.ts';
import type { PlatformOptions } from '../../../src/platform/settings.ts';
import { certificate, privateKey } from '../certificate.ts';
import { startPlatform, type TestPlatform } from '../support.ts';
import { until } from '../until.ts';

export interface Node {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly sourceHandle?: string;
}

export interface Line {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly node?: string;
  readonly run?: string;
}

export const node = (id: string, type: string, data: object = {}): Node => ({ id, type, data });

/** A trigger that somebody's hand is. */
export const start = node('start', 'trigger');

/** Edges written as `a>b`, or `a>b:true` for a condition's. */
export const edges = (...written: string[]): Edge[] =>
  written.map((it) => {
    const [source = '', rest = ''] = it.split('>');
    const [target = '', sourceHandle] = rest.split(':');
    return { source, target, ...(sourceHandle !== undefined && { sourceHandle }) };
  });

/** Nodes one after the other. */
export const chain = (...nodes: Node[]) => ({
  nodes,
  edges: nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]?.id ?? '', target: id })),
});

/** Jobs are looked after as soon as they are there. */
export const pace = { poll: 5, beat: 20 };

/** Reaches servers of this machine. */
export const outbound = createOutbound({ allowPrivateHosts: true, ca: certificate });

/** A server of a third party, with TLS; closed at the test's end. */
export const startUpstream = async (
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> => {
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      answer(request, response, body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://localhost:${String((server.address() as AddressInfo).port)}`;
};

/** What the tests do with the bots of a platform. */
export const botsOf = (server: TestPlatform) => {
  const path = (id: string, action = '') => `/api/bots/${id}${action}`;
  const create = async (pipeline: object, more: object = {}): Promise<string> => {
    const bot = await server.json(201, 'POST', '/api/bots', {
      name: 'A bot',
      ...pipeline,
      ...more,
    });
    return bot.id;
  };
  const log = async (id: string): Promise<{ logs: Line[]; status: string }> =>
    (await server.json(200, 'GET', path(id, '/logs'))) as never;
  const run = (id: string) => server.json(200, 'POST', path(id, '/run'));
  /** The lines that nodes have written. */
  const messages = async (id: string, nodeId: string) =>
    (await log(id)).logs.filter((it) => it.node === nodeId).map(({ message }) => message);
  const get = (id: string) => server.json(200, 'GET', path(id));
  const reaches = (id: string, status: string) =>
    until(async () => (await get(id))['status'] === status);
  return {
    path,
    create,
    run,
    log,
    messages,
    reaches,
    get,
    /** Until so many runs have ended. */
    ended: (id: string, count: number) =>
      until(async () => {
        const { logs } = await log(id);
        return logs.filter(({ message }) => message.startsWith('Run ended')).length === count;
      }),
    stop: (id: string) => server.json(200, 'POST', path(id, '/stop')),
    /** Makes a bot, runs it, and waits for its end; gives its log. */
    result: async (pipeline: object, end = 'idle'): Promise<Line[]> => {
      const id = await create(pipeline);
      await run(id);
      await reaches(id, end);
      return (await log(id)).logs;
    },
  };
};

/** A platform whose bots reach this machine; closed at the test's end. */
export const startBots = async (
  t: TestContext,
  parts: Partial<Parts> = {},
  options: PlatformOptions = {},
  folder?: string,
) => {
  const services = { outbound, ...parts.services };
  const server = await startPlatform(options, { pace, ...parts, services }, folder);
  t.after(server.close);
  return { server, ...botsOf(server) };
};
