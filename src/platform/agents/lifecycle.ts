/** How agents are published, started and stopped, and how they fail. All of it in transactions. */
import { HttpError } from '../../http/problem.ts';
import { addLogLines, priorities } from '../store/agent-logs.ts';
import { deleteAgent, findAgent, setAgent, type AgentRow } from '../store/agents.ts';
import { addJob, stopJob } from '../store/jobs.ts';
import { transact, type Store } from '../store/store.ts';
import type { Character } from './character-file/character.ts';
import { readCharacterFile } from './character-file/read-character-file.ts';

/** The kind of the jobs that make agents answer. */
export const startKind = 'agent.start';

/** It only flips; whichever process does it may die in the middle. */
const startAttempts = 5;

/** An agent that fails as often in a row is taken out of service. */
const mostFailures = 5;

const conflict = (message: string): HttpError => new HttpError(409, 'conflict', message);

/** @throws {HttpError} 400 with every `path: message`, for a file that no agent can be made of */
export const requireCharacter = (characterFile: string): Character => {
  const read = readCharacterFile(characterFile);
  if ('character' in read) return read.character;
  const { problems } = read;
  throw new HttpError(400, 'invalid_request', problems.join('\n'), { extra: { problems } });
};

const addStart = async (store: Store, { id }: AgentRow): Promise<void> => {
  await addJob(store, { kind: startKind, subject: id, document: {}, attempts: startAttempts });
};

/**
 * Makes a draft an agent that will answer.
 *
 * @param freeSeats how many more may be published; `undefined` where nobody counts
 * @throws {HttpError} 409 for what is no draft, 400 for an incomplete character file, 402 without a seat
 */
export const publishAgent = async (
  store: Store,
  agent: AgentRow,
  freeSeats: number | undefined,
): Promise<void> => {
  if (agent.status !== 'Draft') throw conflict('The agent has been published already.');
  requireCharacter(agent.document.characterFile);
  if (freeSeats !== undefined && freeSeats <= 0) {
    const message = 'All seats of the subscription are taken: add one, and publish again.';
    throw new HttpError(402, 'payment_required', message);
  }
  await setAgent(store, agent.id, { status: 'Created' });
  await addStart(store, agent);
};

const requirePublished = ({ status }: AgentRow): void => {
  if (status === 'Draft') throw conflict('The agent is a draft: publish it first.');
};

/** Those that answer, or are about to. */
const isUp = ({ status }: AgentRow): boolean => ['Created', 'Pending', 'Running'].includes(status);

/** @throws {HttpError} 409 for a draft */
export const startAgent = async (store: Store, agent: AgentRow): Promise<void> => {
  requirePublished(agent);
  if (isUp(agent)) return;
  await setAgent(store, agent.id, { status: 'Pending', failures: 0 });
  await addStart(store, agent);
};

/** @throws {HttpError} 409 for a draft */
export const stopAgent = async (store: Store, agent: AgentRow): Promise<void> => {
  requirePublished(agent);
  if (agent.status === 'Stopped') return;
  await stopJob(store, startKind, agent.id);
  await setAgent(store, agent.id, { status: 'Stopped' });
  await addLogLines(store, agent.id, [{ priority: priorities.info, message: 'Stopped.' }]);
};

/** Has an agent whose character or host has changed go on with the new one. */
export const restartAgent = async (store: Store, agent: AgentRow): Promise<void> => {
  if (agent.status !== 'Running') return;
  await setAgent(store, agent.id, { status: 'Pending' });
  await addStart(store, agent);
};

export const dismissAgent = async (store: Store, id: string): Promise<void> => {
  await stopJob(store, startKind, id);
  await deleteAgent(store, id);
};

/** Takes an agent out of service, and says why. */
export const failAgent = async (store: Store, id: string, reason: string): Promise<void> => {
  await setAgent(store, id, { status: 'Failed' });
  await addLogLines(store, id, [{ priority: priorities.critical, message: reason }]);
};

/** Counts a message that the agent could not answer; five in a row make it `Failed`. */
export const countFailure = (store: Store, id: string, reason: string): Promise<void> =>
  transact(store, async (inner) => {
    const agent = await findAgent(inner, id);
    if (agent?.status !== 'Running') return;
    const failures = agent.failures + 1;
    await setAgent(inner, id, { failures });
    await addLogLines(inner, id, [{ priority: priorities.error, message: reason }]);
    if (failures < mostFailures) return;
    await failAgent(inner, id, `Failed ${String(failures)} times in a row; stopped. ${reason}`);
  });

/** After a message that was answered. */
export const clearFailures = async (store: Store, id: string): Promise<void> => {
  await store.db
    .updateTable('agents')
    .set({ failures: 0 })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute();
};
