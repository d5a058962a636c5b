import { object, text } from '../../../../api/read.ts';
import { boundedMap } from '../../../../http/bounded-map.ts';
import type { Outbound } from '../../../outbound.ts';
import { agentNotFound, type Content } from '../content.ts';
import { sayToV0, type RemoteMessage } from './eliza-v0.ts';
import { createElizaV1 } from './eliza-v1.ts';
import { ask, badUpstream, readJson, tooSlow, type RemoteServer } from './remote-answer.ts';

/** An agent as a server lists it. */
export interface Peer {
  readonly id: string;
  readonly name: string;
  readonly clients: readonly string[];
}

interface Found {
  readonly version: 0 | 1;
  readonly peers: readonly Peer[];
}

/** How long a server may take to list its agents, in milliseconds; to answer it may take longer. */
const longestList = 8_000;
/** How long it is believed what a server has said of itself, in milliseconds. */
const remembered = 60_000;
const mostServers = 1_000;
const mostPeers = 1_000;

const peerOf = (value: unknown): Peer | undefined => {
  const fields = object(value);
  const id = text(fields?.['id']);
  if (!fields || !id) return undefined;
  const { name, clients } = fields;
  const texts = Array.isArray(clients) ? clients.filter((it) => typeof it === 'string') : [];
  return { id, name: text(name) ?? id, clients: texts };
};

const peersOf = (value: unknown): Peer[] | undefined =>
  Array.isArray(value)
    ? value
        .slice(0, mostPeers)
        .map(peerOf)
        .filter((it) => it !== undefined)
    : undefined;

/** Where its lists are: v1 has them in an envelope. */
const lists = [
  {
    version: 1,
    path: '/api/agents',
    read: (it: unknown) => object(object(it)?.['data'])?.['agents'],
  },
  { version: 0, path: '/agents', read: (it: unknown) => object(it)?.['agents'] },
] as const;

const listOf = async (
  server: RemoteServer,
  { path, read }: (typeof lists)[number],
  signal: AbortSignal,
): Promise<Peer[] | undefined> => {
  const answer = await ask(server, 'GET', path, signal);
  if (answer.status !== 200) {
    await answer.body.cancel();
    return undefined;
  }
  // What is no JSON may be a page that it shows to people.
  return peersOf(read(await readJson(answer).catch(() => undefined)));
};

const findOut = async (server: RemoteServer, outer: AbortSignal): Promise<Found> => {
  const patience = AbortSignal.timeout(longestList);
  const signal = AbortSignal.any([outer, patience]);
  try {
    for (const list of lists) {
      const peers = await listOf(server, list, signal);
      if (peers) return { version: list.version, peers };
    }
  } catch (error) {
    if (patience.aborted && !outer.aborted) throw tooSlow();
    throw error;
  }
  throw badUpstream('is no Eliza server');
};

/** The base URL of a host as its owner wrote it, with or without v1's `/api`. */
const baseOf = (host: string): string => {
  const url = URL.parse(host);
  if (!url || url.username || url.password || url.search || url.hash) {
    throw badUpstream('has no address that can be used');
  }
  return url.href.replace(/\/+$/, '').replace(/\/api$/, '');
};

/** Eliza servers, v0.x and v1.x, that users run elsewhere. */
export const createElizaServers = (outbound: Outbound, now: () => number) => {
  const known = boundedMap<Found>({ capacity: mostServers, now });
  const v1 = createElizaV1(now);

  const serverOf = (host: string, key: string | undefined): RemoteServer => ({
    outbound,
    base: baseOf(host),
    key,
  });

  const find = async (server: RemoteServer, signal: AbortSignal): Promise<Found> => {
    const before = known.get(server.base)?.value;
    if (before) return before;
    const found = await findOut(server, signal);
    known.set(server.base, found, remembered);
    return found;
  };

  return {
    base: baseOf,

    /** The agents that it has. */
    peers: async (
      host: string,
      key: string | undefined,
      signal: AbortSignal,
    ): Promise<readonly Peer[]> => (await find(serverOf(host, key), signal)).peers,

    /**
     * @param named an agent's id or name, in any case; the first one, unless given
     * @throws {ElizaRefusal} 404 where there is none of that name
     * @throws {HttpError} 502 `bad_upstream` where it answers as no Eliza server does, 504
     * `upstream_timeout`
     */
    say: async (
      host: string,
      key: string | undefined,
      named: string | undefined,
      message: RemoteMessage,
      signal: AbortSignal,
    ): Promise<readonly Content[]> => {
      const server = serverOf(host, key);
      const { version, peers } = await find(server, signal);
      const wanted = named?.toLowerCase();
      const peer = peers.find(
        ({ id, name }) =>
          wanted === undefined || [id, name].some((it) => it.toLowerCase() === wanted),
      );
      if (!peer) throw agentNotFound();
      return version === 1
        ? v1.say(server, peer.id, message, signal)
        : sayToV0(server, peer.id, message, signal);
    },
  };
};

export type ElizaServers = ReturnType<typeof createElizaServers>;
