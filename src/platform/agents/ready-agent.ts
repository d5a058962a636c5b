import { insertAgent, setAgent, type AgentDocument } from '../store/agents.ts';
import type { Fields, Given } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { requireCharacter } from './lifecycle.ts';

/** One of the sample's agents. */
interface ReadyFields extends Pick<AgentDocument, 'name' | 'avatar'> {
  readonly publicChat: boolean;
  readonly character: Fields;
}

/**
 * Makes an agent that is running from the beginning and has no secrets. To be called in a transaction.
 *
 * @param fields `name`, `avatar`, `publicChat` and the `character` of its file
 */
export const readyAgent = async (
  store: Store,
  project: string,
  fields: Fields,
  given: Given,
): Promise<void> => {
  const { name, avatar, publicChat, character } = fields as unknown as ReadyFields;
  const characterFile = JSON.stringify(character);
  requireCharacter(characterFile);
  const document = { name, avatar, characterFile, frameworkVersion: null };
  const agent = { document, publicChat, host: undefined, sealedSecrets: undefined };
  const { id } = await insertAgent(store, project, agent, given);
  await setAgent(store, id, { status: 'Running', startedAt: given.time ?? store.now() });
};
