import { isSlow } from './conversation.ts';
import { fill } from '../../ui/strings.ts';
import { obstacleText } from './strings.ts';
import type { ChatModel } from './view-model.ts';

/** As much of a reply as is read aloud without being asked; the whole is in the list. */
const longest = 1_000;

/** Without the marks of Markdown, which would be spelled out. */
const spoken = (markdown: string): string =>
  markdown
    .slice(0, longest)
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/[*_`#>~|]+/g, '');

/**
 * What a screen reader is told of the conversation's latest turn. The key changes with every thing
 * to say, so that the same words are said again when they come again.
 */
export const announcementOf = (model: ChatModel): { key: string; text: string } => {
  const { conversation, strings, persona, now } = model;
  const name = persona.name || strings.nameless;
  const last = conversation.messages.at(-1);
  if (!last) return { key: '', text: '' };
  if (conversation.pending) {
    const slow = isSlow(conversation, now);
    const text = slow ? strings.stillThinking : fill(strings.thinking, { name });
    return { key: `${last.id} ${slow}`, text };
  }
  const text =
    last.from === 'character' ? `${name}: ${spoken(last.text)}` : obstacleText(last, strings, name);
  return { key: `${last.id} ${last.obstacle ?? 'sent'}`, text };
};
