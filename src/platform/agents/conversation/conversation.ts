import { randomUUID } from 'node:crypto';
import { HttpError } from '../../../http/problem.ts';
import { withDeadline } from '../../deadline.ts';
import type { Jobs } from '../../jobs/job.ts';
import { createOutbound, type Outbound } from '../../outbound.ts';
import type { Settings } from '../../settings.ts';
import type { AgentRow } from '../../store/agents.ts';
import type { Store } from '../../store/store.ts';
import { secretsOf } from '../secrets.ts';
import { agentNotFound, noResponse, type Content } from './content.ts';
import { elizaId } from './eliza-ids.ts';
import { createLocalAnswers } from './local-answers.ts';
import { createMessageNotes, notRunning } from './message-notes.ts';
import { createPreparedAgents, type PreparedAgent } from './prepared-agents.ts';
import { createElizaServers, type Peer } from './remote/eliza-servers.ts';
import { forward } from './remote/forward.ts';
import { tooSlow } from './remote/remote-answer.ts';
import { isAgentsFault } from './reply-faults.ts';
import { createReplyPool } from './reply-pool.ts';
import type { WardLimits } from './reply-ward.ts';

/** The jobs that messages are. */
export const messageKind = 'agent.message';

export type { Content } from './content.ts';
export type { Peer } from './remote/eliza-servers.ts';

/** What somebody says to an agent. */
export interface Message {
  readonly text: string;
  /** Where it is said; a room of its own, unless given. */
  readonly roomId?: string | undefined;
  /** By whom; somebody who was never there, unless given. */
  readonly userId?: string | undefined;
  /** To which of the agents behind this one, by id or name; the first one, unless given. */
  readonly peer?: string | undefined;
}

/** Talking to agents that are running. */
export interface Conversations {
  /**
   * @throws {ElizaRefusal} 404 where there is no such peer, or the agent was deleted meanwhile; 500
   * where its engine is broken
   * @throws {HttpError} 503 `unavailable` where it is not running or cannot be reached, 503
   * `not_configured`, 503 `timeout`; for a server of its owner's 502 `bad_upstream`, 504
   * `upstream_timeout`
   */
  readonly say: (
    agent: AgentRow,
    message: Message,
    signal: AbortSignal,
  ) => Promise<readonly Content[]>;
  /** Who answers behind it: itself, or the agents of its owner's server. */
  readonly peers: (agent: AgentRow, signal: AbortSignal) => Promise<readonly Peer[]>;
  /**
   * Passes a request of an operator's on to the server that answers in place of the platform.
   *
   * @param host of the agent
   * @throws {HttpError} 415, 502 `bad_upstream`, 504 `upstream_timeout`
   */
  readonly forward: (
    agent: AgentRow,
    host: string,
    segments: readonly string[],
    request: Request,
  ) => Promise<Response>;
  /** @throws {HttpError} 503 `unavailable` for a character file that cannot be read */
  readonly prepared: (agent: AgentRow) => PreparedAgent;
  readonly close: () => Promise<void>;
}

export interface ConversationParts {
  readonly store: Store;
  readonly settings: Pick<Settings, 'env' | 'standIns' | 'allowPrivateHosts'>;
  readonly jobs: Pick<Jobs, 'perform'>;
  /** To agents' servers. */
  readonly outbound: Outbound;
  /** Runs work that no answer waits for. */
  readonly background: (work: Promise<void>) => void;
  /** Milliseconds until somebody is told that no answer came. */
  readonly deadline?: number | undefined;
  /** Of the processes that write replies. */
  readonly limits?: Partial<WardLimits> | undefined;
  /** The module that makes engines, and whom they trust, where not the built-in ones. */
  readonly engines?: { readonly module?: string; readonly ca?: string } | undefined;
}

/** Two seconds less than `agents.message` has, so that the answer is still on time. */
const usualDeadline = 28_000;

const megabyte = 1024 * 1024;

/** The way to agents' servers, which may think for as long as anybody waits for them. */
export const createAgentOutbound = ({
  allowPrivateHosts,
}: Pick<Settings, 'allowPrivateHosts'>): Outbound =>
  createOutbound({
    allowPrivateHosts,
    plainHttp: allowPrivateHosts,
    maxBytes: 16 * megabyte,
    headersTimeout: 60_000,
  });

/** What an owner's server may ask for, by the name that Eliza has for it. */
const serverKey = 'ELIZA_SERVER_AUTH_TOKEN';

const isTimeout = (error: unknown): boolean =>
  error instanceof HttpError && error.code === 'timeout';

export const createConversations = (parts: ConversationParts): Conversations => {
  const { store, settings, jobs, outbound, background, deadline = usualDeadline } = parts;
  const { allowPrivateHosts } = settings;
  const prepared = createPreparedAgents(store.now);
  const pool = createReplyPool({ allowPrivateHosts, ...parts.engines }, parts.limits);
  const servers = createElizaServers(outbound, store.now);
  const notes = createMessageNotes(store, background);
  const answerHere = createLocalAnswers({ store, settings, pool, prepared });

  const keyOf = (agent: AgentRow): string | undefined => secretsOf(store, agent)[serverKey];

  const peersOf = async (agent: AgentRow, signal: AbortSignal): Promise<readonly Peer[]> => {
    if (agent.host !== undefined) return servers.peers(agent.host, keyOf(agent), signal);
    const { name } = prepared(agent);
    return [{ id: elizaId(name), name, clients: [] }];
  };

  const isItself = (agent: AgentRow, named: string): boolean => {
    const { name } = prepared(agent);
    return [elizaId(name), name, agent.id].some((it) => it.toLowerCase() === named.toLowerCase());
  };

  const answer = async (
    agent: AgentRow,
    message: Message,
    signal: AbortSignal,
  ): Promise<readonly Content[]> => {
    const { text, peer, roomId, userId } = message;
    const room = elizaId(roomId ?? randomUUID());
    const user = elizaId(userId ?? randomUUID());
    const started = performance.now();
    const said = { text, room, user, isKept: roomId !== undefined };
    try {
      const { host } = agent;
      const { contents, write } =
        host === undefined
          ? await answerHere(agent, said, signal)
          : {
              contents: await servers.say(host, keyOf(agent), peer, { text, room, user }, signal),
              write: undefined,
            };
      signal.throwIfAborted();
      await notes.answered(agent, { said, contents, started }, write);
      return contents;
    } catch (error) {
      background(notes.failed(agent, said, error));
      if (isAgentsFault(error)) throw noResponse(error);
      throw error;
    }
  };

  return {
    prepared,
    peers: async (agent, signal) => {
      if (agent.status !== 'Running') throw notRunning();
      return peersOf(agent, signal);
    },
    say: async (agent, message, signal) => {
      if (agent.status !== 'Running') throw notRunning();
      const { host } = agent;
      const { peer, text } = message;
      if (host === undefined && peer !== undefined && !isItself(agent, peer)) throw agentNotFound();
      if (text.trim() === '') return [];
      // Whoever looks at a job must not read what somebody has said.
      const wish = { kind: messageKind, document: { agent: agent.id } };
      try {
        return await jobs.perform(wish, async (lease) => {
          const either = AbortSignal.any([signal, lease]);
          const contents = await withDeadline(deadline, either, (within) =>
            answer(agent, message, within),
          );
          return { answer: contents };
        });
      } catch (error) {
        throw host !== undefined && isTimeout(error) ? tooSlow() : error;
      }
    },
    forward: async (agent, host, segments, request) => {
      const server = { outbound, base: servers.base(host), key: keyOf(agent) };
      try {
        return await withDeadline(deadline, request.signal, (within) =>
          forward(server, segments, request, within),
        );
      } catch (error) {
        throw isTimeout(error) ? tooSlow() : error;
      }
    },
    close: () => pool.close(),
  };
};
