import { boundedMap } from '../../../http/bounded-map.ts';
import { HttpError } from '../../../http/problem.ts';
import type { AgentRow } from '../../store/agents.ts';
import { readCharacterFile } from '../character-file/read-character-file.ts';
import { modelWishOf, type ModelWish } from './engine-choice.ts';
import { modelSettingsOf } from './model-settings.ts';
import { greetingOf, personaOf, promptsOf } from './persona.ts';

type Persona = Readonly<Record<string, unknown>>;

/** What is kept in memory of a character file, which may be large. */
export interface PreparedAgent {
  readonly name: string;
  readonly wish: ModelWish;
  /** Settings that are no secrets. */
  readonly settings: Readonly<Record<string, string>>;
  /** As the engines read it. */
  readonly personas: { readonly model: Persona; readonly script: Persona };
  readonly greeting: string | undefined;
  readonly prompts: readonly string[];
}

/** In UTF-16 units, as JSON. */
const capacity = 8_000_000;
const hour = 60 * 60 * 1000;

const prepare = ({ document }: AgentRow): PreparedAgent => {
  const read = readCharacterFile(document.characterFile);
  if ('problems' in read) {
    throw new HttpError(503, 'unavailable', 'The agent’s character file cannot be read.');
  }
  const { character } = read;
  return {
    name: character.name,
    wish: modelWishOf(character),
    settings: modelSettingsOf(document.characterFile),
    personas: { model: personaOf(character, 'model'), script: personaOf(character, 'script') },
    greeting: greetingOf(character),
    prompts: promptsOf(character),
  };
};

/**
 * Agents as conversations need them, remembered by version, since reading a large character file takes
 * a while.
 *
 * @returns throws 503 `unavailable` for a character file that cannot be read
 */
export const createPreparedAgents = (now: () => number): ((agent: AgentRow) => PreparedAgent) => {
  const known = boundedMap<{ agent: PreparedAgent; weight: number }>({
    capacity,
    weigh: ({ weight }) => weight,
    now,
  });
  return (agent) => {
    const key = `${agent.id} ${String(agent.version)}`;
    const before = known.get(key)?.value.agent;
    if (before) return before;
    const prepared = prepare(agent);
    known.set(key, { agent: prepared, weight: JSON.stringify(prepared).length }, hour);
    return prepared;
  };
};
