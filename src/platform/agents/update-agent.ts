import type { Settings } from '../settings.ts';
import { setAgent, type AgentRow } from '../store/agents.ts';
import type { Store } from '../store/store.ts';
import { requireCharacter, restartAgent } from './lifecycle.ts';
import { changeOf, type AgentWishes } from './owner-wishes.ts';

/**
 * Changes an agent as its owner says; one that runs goes on with its new character. To be called in a
 * transaction.
 *
 * @throws {HttpError} 400 for a published agent's character file that is not complete
 */
export const updateAgent = async (
  store: Store,
  agent: AgentRow,
  wishes: AgentWishes,
  rules: Pick<Settings, 'allowPrivateHosts'>,
): Promise<void> => {
  const { change, isOther } = changeOf(store, agent, wishes, rules);
  if (agent.status !== 'Draft' && isOther) {
    requireCharacter(change.document?.characterFile ?? agent.document.characterFile);
  }
  await setAgent(store, agent.id, change);
  if (isOther) await restartAgent(store, agent);
};
