import { agentFields, agentFields1 } from '../agents/answer.ts';
import { dismissAgent, publishAgent, startAgent, stopAgent } from '../agents/lifecycle.ts';
import { newAgentOf, type AgentWishes } from '../agents/owner-wishes.ts';
import { updateAgent } from '../agents/update-agent.ts';
import { listLogLines, type KeptLine } from '../store/agent-logs.ts';
import { findAgent, insertAgent, listAgents, type AgentRow } from '../store/agents.ts';
import { transact, type Store } from '../store/store.ts';
import { answerPage } from './agent-pages.ts';
import type { Handlers } from './handler.ts';
import { notFound } from './refusals.ts';
import type { Services } from './services.ts';

/** What is said to an agent, and through it to its own interface, is answered elsewhere. */
export type ConversationVerb =
  'profile' | 'peers' | 'message' | 'apiGet' | 'apiPost' | 'apiPut' | 'apiPatch' | 'apiDelete';

const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

const lineFields = ({ id, created_at, message, priority }: KeptLine) => ({
  id,
  timestamp: seconds(created_at),
  message,
  priority,
});

/** One of the project's own; of others nobody learns that they are there. */
const mustFind = async (store: Store, project: string, id: string): Promise<AgentRow> => {
  const agent = await findAgent(store, id);
  if (agent?.project !== project) throw notFound('agent');
  return agent;
};

type Ask = Readonly<{ project: string; params: Readonly<{ agentId: string }> }>;

export const agentHandlers = ({
  store,
  settings,
  billing,
  attestation,
}: Services): Omit<Handlers['agents'], ConversationVerb> => {
  const { publicUrl } = settings;

  const create = async (inner: Store, project: string, wishes: AgentWishes): Promise<AgentRow> => {
    const { id, agent } = newAgentOf(inner, wishes, settings);
    return insertAgent(inner, project, agent, { id });
  };

  const publish = async (inner: Store, agent: AgentRow): Promise<AgentRow> => {
    await publishAgent(inner, agent, await billing.freeSeats(inner, agent.project));
    return mustFind(inner, agent.project, agent.id);
  };

  /** Does something to an agent, and answers with what it is then. */
  const change = (
    { project, params }: Ask,
    work: (inner: Store, agent: AgentRow) => Promise<void>,
  ): Promise<string> =>
    transact(store, async (inner) => {
      await work(inner, await mustFind(inner, project, params.agentId));
      return JSON.stringify(agentFields1(await mustFind(inner, project, params.agentId)));
    });

  return {
    list: ({ project, query, request }) =>
      answerPage(
        publicUrl,
        request,
        query,
        (wish) => listAgents(store, project, wish),
        agentFields1,
      ),

    create: ({ project, body }) =>
      transact(store, async (inner) =>
        JSON.stringify(agentFields(await create(inner, project, body))),
      ),

    createPublished: ({ project, body }) =>
      transact(store, async (inner) => {
        const draft = await create(inner, project, body);
        return JSON.stringify(agentFields1(await publish(inner, draft)));
      }),

    publish: ({ project, params }) =>
      transact(store, async (inner) => {
        const draft = await mustFind(inner, project, params.agentId);
        return JSON.stringify(agentFields(await publish(inner, draft)));
      }),

    get: async ({ project, params }) =>
      JSON.stringify(agentFields1(await mustFind(store, project, params.agentId))),

    update: ({ body, ...ask }) =>
      change(ask, (inner, agent) => updateAgent(inner, agent, body, settings)),

    delete: ({ project, params }) =>
      transact(store, async (inner) => {
        const { id } = await mustFind(inner, project, params.agentId);
        await dismissAgent(inner, id);
        return JSON.stringify({ id, message: 'AI Agent deleted successfully' });
      }),

    logs: async ({ project, params, query, request }) => {
      const { id } = await mustFind(store, project, params.agentId);
      return answerPage(
        publicUrl,
        request,
        query,
        (wish) => listLogLines(store, id, wish),
        lineFields,
      );
    },

    status: async ({ project, params }) => {
      const { status } = await mustFind(store, project, params.agentId);
      return JSON.stringify({ status: String(status === 'Running') });
    },

    start: (ask) => change(ask, startAgent),

    stop: (ask) => change(ask, stopAgent),

    attestation: async ({ params }) => {
      const agent = await findAgent(store, params.agentId);
      if (!agent) throw notFound('agent');
      return attestation.answer(agent);
    },
  };
};
