import { fill } from '../../ui/strings.ts';
import { isSlow } from './conversation.ts';
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
 * What a screen reader is told of the conversation's latest turn. Between two replies it is told of
 * the wait, so that the same reply is told twice when it comes twice.
 */
export const announcementOf = (model: ChatModel): string => {
  const { conversation, strings, persona, now } = model;
  const name = persona.name || strings.nameless;
  const last = conversation.messages.at(-1);
  if (conversation.pending) {
    return isSlow(conversation, now) ? strings.stillThinking : fill(strings.thinking, { name });
  }
  if (last?.from === 'character') return `${name}: ${spoken(last.text)}`;
  return last ? obstacleText(last, strings, name) : '';
};
