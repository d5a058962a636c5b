import type { Character } from './character.ts';
import type { ReplyTurn } from './reply-engine.ts';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** The smallest contexts are 4,096 tokens; these leave room for the character and the reply. */
const mostTurns = 20;
const mostCharacters = 6_000;

const systemPrompt = (character: Character): string => {
  const { name, title, traits, background, prompt } = character;
  const who = [name || 'a character', title].filter(Boolean).join(', ');
  return [
    `You are ${who}. You talk with a visitor of a website.`,
    traits.length > 0 && `Your traits: ${traits.join(', ')}.`,
    background && `Your background:\n${background}`,
    prompt,
    'Stay in character, answer in the visitor’s language, and keep to a few sentences unless asked for more. Light Markdown is fine. When asked whether you are a machine, say truthfully that you are an AI.',
  ]
    .filter(Boolean)
    .join('\n\n');
};

/** The latest turns that fit: Ollama drops the oldest ones itself, but without a word; others refuse. */
const recent = (history: readonly ReplyTurn[]): ReplyTurn[] => {
  const kept: ReplyTurn[] = [];
  let size = 0;
  for (const turn of history.slice(-mostTurns).toReversed()) {
    size += turn.text.length;
    if (size > mostCharacters) break;
    kept.unshift(turn);
  }
  return kept;
};

/** The conversation as chat endpoints take it: Ollama's and OpenAI's are alike. */
export const chatMessages = (
  character: Character,
  history: readonly ReplyTurn[],
  text: string,
): ChatMessage[] => [
  { role: 'system', content: systemPrompt(character) },
  ...recent(history).map(({ role, text: content }) => ({ role, content })),
  { role: 'user', content: text },
];
