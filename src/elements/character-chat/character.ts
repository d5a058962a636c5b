import type { Character } from '../../client/index.ts';
import { characters } from '../../client/resources/characters.ts';
import { ElementError } from '../../ui/failure.ts';
import { isMessage } from './conversation.ts';

/** As whom the chat presents itself. */
export interface Persona {
  readonly name: string;
  readonly title?: string | undefined;
  readonly avatar?: string | undefined;
  readonly greeting?: string | undefined;
  readonly prompts: readonly string[];
}

/** What the page itself says about the character; it wins over the server's record. */
export interface OwnPersona {
  readonly name?: string | undefined;
  readonly avatar?: string | undefined;
  readonly greeting?: string | undefined;
  readonly prompts?: unknown;
}

const mostPrompts = 6;

const isPrompt = (value: unknown): value is string => typeof value === 'string' && isMessage(value);

/** Suggestions: whatever in the value can be sent. */
const promptsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter(isPrompt).slice(0, mostPrompts) : undefined;

/**
 * Whether the server must be asked who the character is. A page that gives name, avatar and
 * greeting itself lets its visitors type without any request.
 */
export const needsRecord = (own: OwnPersona): boolean => !(own.name && own.avatar && own.greeting);

export const personaOf = (own: OwnPersona, character: Character | undefined): Persona => ({
  name: own.name || character?.name || '',
  title: character?.title,
  avatar: own.avatar || character?.avatar,
  greeting: own.greeting || character?.greeting,
  prompts: promptsIn(own.prompts) ?? promptsIn(character?.prompts) ?? [],
});

/**
 * A character's public record. The API has no operation for a single one.
 *
 * @throws {ElementError} `not_found` when the workspace has no such character
 */
export const loadCharacter = async (
  endpoint: string,
  characterId: string,
  signal: AbortSignal,
): Promise<Character> => {
  const all = await characters({ base: endpoint }).list({}, { signal });
  const found = all.find((it) => it.id === characterId);
  if (found) return found;
  throw new ElementError('not_found', `There is no character ${characterId}.`);
};

/** Up to two letters that stand for a name where there is no picture. */
export const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map(([first = '']: string = '') => first.toLocaleUpperCase()).join('');
};
