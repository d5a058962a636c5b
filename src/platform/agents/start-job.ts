import type { JobHandler } from '../jobs/job.ts';
import type { Settings } from '../settings.ts';
import { addLogLines, priorities, type LogLine } from '../store/agent-logs.ts';
import { findAgent, setAgent, type AgentRow } from '../store/agents.ts';
import { transact, type Store } from '../store/store.ts';
import type { Character } from './character-file/character.ts';
import { readCharacterFile } from './character-file/read-character-file.ts';
import { modelSettingsOf } from './conversation/model-settings.ts';
import { startNotes } from './conversation/start-notes.ts';
import { Unopened } from '../vault.ts';
import { failAgent } from './lifecycle.ts';
import { secretsOf } from './secrets.ts';

/** What the platform can speak through. */
type Means = Pick<Settings, 'env' | 'standIns'>;

const linesOf = (store: Store, agent: AgentRow, character: Character, means: Means): LogLine[] => {
  const { host, version } = agent;
  const running = `Running as ${character.name}, version ${String(version)}`;
  if (host !== undefined) {
    return [{ priority: priorities.info, message: `${running}, answered by ${host}.` }];
  }
  const line = { priority: priorities.info, message: `${running}.` };
  const own = { ...modelSettingsOf(agent.document.characterFile), ...secretsOf(store, agent) };
  return [line, ...startNotes(character, own, means)];
};

/** Makes an agent answer whose start is pending; by then it may have been stopped or deleted. */
const setRunning = async (store: Store, id: string, means: Means): Promise<void> => {
  const agent = await findAgent(store, id);
  if (agent?.status !== 'Pending') return;
  const read = readCharacterFile(agent.document.characterFile);
  if ('problems' in read) {
    await failAgent(store, id, `The character file cannot be used: ${read.problems.join('; ')}`);
    return;
  }
  try {
    const lines = linesOf(store, agent, read.character, means);
    await setAgent(store, id, { status: 'Running', failures: 0, startedAt: store.now() });
    await addLogLines(store, id, lines);
  } catch (error) {
    if (!(error instanceof Unopened)) throw error;
    await failAgent(store, id, error.message);
  }
};

/** @returns whether the agent is still to be started */
const setPending = (store: Store, id: string): Promise<boolean> =>
  transact(store, async (inner) => {
    const agent = await findAgent(inner, id);
    if (agent?.status === 'Created') await setAgent(inner, id, { status: 'Pending' });
    return agent?.status === 'Created' || agent?.status === 'Pending';
  });

/** An agent is rows, not a process: to start it says that it answers from now on. */
export const startJob = (store: Store, means: Means): JobHandler => ({
  run: async ({ subject = '' }) => {
    const isWanted = await setPending(store, subject);
    return isWanted ? { write: (inner) => setRunning(inner, subject, means) } : undefined;
  },
  onFailed: (inner, { subject = '' }, reason) =>
    failAgent(inner, subject, `The agent could not be started: ${reason}`),
});
