import { object } from '../../api/read.ts';
import { HttpError } from '../../http/problem.ts';
import { ElizaRefusal, agentNotFound, type Content } from '../agents/conversation/content.ts';
import type { Conversations, Message } from '../agents/conversation/conversation.ts';
import { elizaId } from '../agents/conversation/eliza-ids.ts';
import { findAgent, type AgentRow } from '../store/agents.ts';
import type { Handlers } from './handler.ts';
import { notFound } from './refusals.ts';
import type { Services } from './services.ts';

type AgentApiHandlers = Pick<
  Handlers['agents'],
  'profile' | 'peers' | 'message' | 'apiGet' | 'apiPost' | 'apiPut' | 'apiPatch' | 'apiDelete'
>;

interface Forwarded {
  readonly project: string;
  readonly params: { readonly agentId: string; readonly key: readonly string[] };
  readonly request: Request;
}

const plain = (text: string, status: number): Response =>
  new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });

const json = (value: unknown): Response =>
  new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });

const notThere = (): Response => plain('Not found', 404);

/** Eliza's refusals are plain text; all others are answered as everywhere. */
const inElizasWords = async (work: () => Promise<Response>): Promise<Response> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ElizaRefusal) return plain(error.message, error.status);
    throw error;
  }
};

const without = (fields: Readonly<Record<string, unknown>>, name: string) =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

/** A character file as its owner wrote it, without the places of secrets. */
const characterOf = ({ document }: AgentRow): unknown => {
  const file = without(object(JSON.parse(document.characterFile)) ?? {}, 'secrets');
  const settings = object(file['settings']);
  return settings ? { ...file, settings: without(settings, 'secrets') } : file;
};

/** Eliza's HTTP API as far as an agent that runs here has it. */
const elizaApi = (conversations: Conversations) => {
  const details = (agent: AgentRow, named: string): Response => {
    const { name } = conversations.prepared(agent);
    const id = elizaId(name);
    const isIt = [id, agent.id, name].some((it) => it.toLowerCase() === named.toLowerCase());
    if (!isIt) throw agentNotFound();
    return json({ id, character: characterOf(agent) });
  };

  return async (agent: AgentRow, key: readonly string[], request: Request): Promise<Response> => {
    const [first, second, ...more] = key;
    if (request.method !== 'GET' || more.length > 0) return notThere();
    if (first === 'hello' && second === undefined) return json({ message: 'Hello World!' });
    if (first !== 'agents') return notThere();
    if (second !== undefined) return details(agent, second);
    return json({ agents: await conversations.peers(agent, request.signal) });
  };
};

/** What can be asked of an agent itself: who it is, what it says, and the rest of its own interface. */
export const agentApiHandlers = ({ store, conversations }: Services): AgentApiHandlers => {
  const answerFromHere = elizaApi(conversations);

  const agentOf = async (project: string, id: string): Promise<AgentRow> => {
    const agent = await findAgent(store, id);
    if (agent?.project !== project) throw notFound('agent');
    return agent;
  };

  const say = (agent: AgentRow, message: Message, signal: AbortSignal): Promise<Response> =>
    inElizasWords(async () => {
      const contents: readonly Content[] = await conversations.say(agent, message, signal);
      return json(contents);
    });

  const forwarded = async ({ project, params, request }: Forwarded): Promise<Response> => {
    const agent = await agentOf(project, params.agentId);
    const { host } = agent;
    return inElizasWords(() =>
      host === undefined
        ? answerFromHere(agent, params.key, request)
        : conversations.forward(agent, host, params.key, request),
    );
  };

  return {
    profile: async ({ project, params }) => {
      const agent = await agentOf(project, params.agentId);
      const { id, document } = agent;
      const { name, avatar } = document;
      const profile = { id, name, avatar };
      try {
        const { greeting, prompts } = conversations.prepared(agent);
        return JSON.stringify({ ...profile, greeting, prompts });
      } catch (error) {
        // A draft need not have a character yet.
        if (error instanceof HttpError) return JSON.stringify({ ...profile, prompts: [] });
        throw error;
      }
    },

    peers: async ({ project, params, request }) => {
      const agent = await agentOf(project, params.agentId);
      return inElizasWords(async () =>
        json({ agents: await conversations.peers(agent, request.signal) }),
      );
    },

    message: async ({ project, params, body, request }) => {
      const agent = await agentOf(project, params.agentId);
      const { text, roomId, userId } = body;
      return say(agent, { text, roomId, userId, peer: params.peerId }, request.signal);
    },

    apiGet: forwarded,
    apiPost: forwarded,
    apiPut: forwarded,
    apiPatch: forwarded,
    apiDelete: forwarded,
  };
};
