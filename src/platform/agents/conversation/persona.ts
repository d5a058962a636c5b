import type { Character } from '../character-file/character.ts';

/**
 * UTF-16 units for each part of a character file. Together they leave room for the conversation in a
 * context of 4,096 tokens.
 */
const forModels = {
  bio: 2_000,
  lore: 1_000,
  knowledge: 1_500,
  system: 1_500,
  topics: 400,
  style: 1_000,
  examples: 1_600,
};
/** The scripted responder reads all that it can find, in a moment. */
const forScript = { ...forModels, bio: 20_000, lore: 10_000, knowledge: 20_000 };
const mostTraits = 16;
const mostPrompts = 4;
const longestPrompt = 120;
const longestGreeting = 500;

/** As many of the lines as there is room for; the first one at least in part. */
const fitting = (lines: readonly string[], room: number): string[] => {
  const kept: string[] = [];
  let left = room;
  for (const line of lines) {
    if (line.length > left && kept.length > 0) break;
    kept.push(line.slice(0, left).toWellFormed());
    left -= line.length + 1;
    if (left <= 0) break;
  }
  return kept;
};

const agentPlaceholder = /\{\{\s*(?:agentName|agent|char|name|agent_name)\s*\}\}/gi;
const userPlaceholder = /\{\{\s*(?:user\d*|userName|user_name|name\d+|senderName)\s*\}\}/gi;

/** Eliza's places for names, filled in. */
const filledIn = (text: string, name: string): string =>
  text.replace(agentPlaceholder, () => name).replace(userPlaceholder, 'the visitor');

type Example = Character['messageExamples'][number][number];

const isAgent = ({ speaker }: Example, { name, username }: Character): boolean =>
  /^\{\{\s*(?:agentName|agent|char)\s*\}\}$/i.test(speaker) ||
  [name, username ?? name].some((it) => it.toLowerCase() === speaker.toLowerCase());

/** What visitors of the page might say first, taken from the examples. */
export const promptsOf = (character: Character): string[] => {
  const first = character.messageExamples
    .map((example) => example.find((line) => !isAgent(line, character)))
    .map((line) => filledIn(line?.text ?? '', character.name).trim())
    .filter((text) => text !== '' && text.length <= longestPrompt);
  return [...new Set(first)].slice(0, mostPrompts);
};

/** What it says first, taken from the examples. */
export const greetingOf = (character: Character): string | undefined => {
  const lines = character.messageExamples.flat();
  const text = lines.find((line) => isAgent(line, character))?.text.trim();
  return text ? filledIn(text, character.name).slice(0, longestGreeting).toWellFormed() : undefined;
};

const exampleOf = (example: readonly Example[], character: Character): string =>
  example
    .map((line) => `${isAgent(line, character) ? character.name : 'Visitor'}: ${line.text.trim()}`)
    .join('\n');

const section = (title: string, lines: readonly string[]): string | undefined =>
  lines.length > 0 ? `${title}\n${lines.join('\n')}` : undefined;

const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);

/** The record that the reply engines read, made of a character file and bounded in size. */
export const personaOf = (
  character: Character,
  reader: 'model' | 'script',
): Readonly<Record<string, unknown>> => {
  const room = reader === 'model' ? forModels : forScript;
  const { name, bio, lore, knowledge, system, topics, style, messageExamples } = character;
  const examples = messageExamples.map((example) => exampleOf(example, character));
  const background = [
    ...fitting(bio, room.bio),
    ...fitting(lore, room.lore),
    ...fitting(knowledge, room.knowledge),
  ].join('\n');
  const prompt = [
    system?.slice(0, room.system).toWellFormed(),
    section('You like to talk about:', [fitting(topics, room.topics).join(', ')].filter(Boolean)),
    section('How you write:', bullets(fitting([...style.all, ...style.chat], room.style))),
    section('Examples of how you talk:', fitting(examples, room.examples)),
  ]
    .filter(Boolean)
    .join('\n\n');
  return {
    name,
    background: filledIn(background, name),
    prompt: filledIn(prompt, name),
    traits: character.adjectives.slice(0, mostTraits),
    prompts: promptsOf(character),
    model: character.model ?? '',
  };
};
