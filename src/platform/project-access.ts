import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpError } from '../http/problem.ts';
import type { Caller } from './access.ts';
import { findAgent, type AgentRow } from './store/agents.ts';
import { projectsOf } from './store/projects.ts';
import type { Store } from './store/store.ts';

const noAgent = (): HttpError => new HttpError(404, 'not_found', 'There is no such agent.');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes as long for a wrong token that is nearly right as for any other. */
const isTokenOf = ({ publicChat, publicToken }: AgentRow, token: string): boolean =>
  timingSafeEqual(digest(token), digest(publicToken)) && publicChat;

/**
 * Lets pages talk to the agent whose public token they have, while its owner lets everybody do so.
 *
 * @param id the agent that they ask for
 * @returns its project
 * @throws {HttpError} 404 where there is none, 403 for the token of another one, and for all while
 * nobody may
 */
export const admitAgentToken = async (store: Store, token: string, id: string): Promise<string> => {
  const agent = await findAgent(store, id);
  if (!agent) throw noAgent();
  if (isTokenOf(agent, token)) return agent.project;
  throw new HttpError(403, 'forbidden', 'The token does not open this agent.');
};

/**
 * The same caller as the Fleek API knows it: a person is in the projects of all workspaces that the
 * person is in, with the same role.
 *
 * @param agent that the path names: then only its project counts
 * @throws {HttpError} 404 where a person has nothing to do with the agent
 */
export const inProjects = async (
  store: Store,
  caller: Caller,
  agent: string | undefined,
): Promise<Caller> => {
  if ('keyOf' in caller) return caller;
  const { person } = caller;
  const ids = person.memberships.map(({ workspace }) => workspace);
  const named = agent === undefined ? undefined : await findAgent(store, agent);
  const memberships = (await projectsOf(store, ids)).flatMap(({ id, workspace, name }) => {
    const membership = person.memberships.find((it) => it.workspace === workspace);
    const counts = agent === undefined || id === named?.project;
    return membership && counts ? [{ workspace: id, name, role: membership.role }] : [];
  });
  if (agent !== undefined && memberships.length === 0) throw noAgent();
  return { person: { ...person, memberships } };
};
