import { readCharacter } from './character.ts';
import type { Replies, ReplyRequest } from './reply-engine.ts';
import { remember } from './scripted-memory.ts';
import { answer, type Conversation } from './scripted-rules.ts';

const greetingAtStart =
  /^(?:hi|hiya|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there)?\b[\s,.!]*/;
const visitorName = /\b(?:my name is|call me) (\p{L}[\p{L}'-]{0,30})/iu;

/** FNV-1a: spreads similar texts evenly, and is the same everywhere. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return value;
};

const simplify = (text: string) => text.toLowerCase().replaceAll('’', "'").trim();

const converse = ({ character: record, text, history }: ReplyRequest): Conversation => {
  const character = readCharacter(record);
  const own = history.filter(({ role }) => role === 'assistant').map((turn) => turn.text);
  const visitors = history.filter(({ role }) => role === 'user').map((turn) => turn.text);
  const said = simplify(text);
  const words = said.replace(greetingAtStart, '');
  // Who asks the same thing again gets another wording.
  const asked = visitors.map(simplify);
  const repeats = asked.filter((earlier) => earlier === said).length;
  const unasked = character.prompts.filter(
    (prompt) => ![...asked, said].includes(simplify(prompt)),
  );
  const seed = (options: readonly string[]) => hash(`${said}\n${options[0] ?? ''}`) + repeats;
  return {
    character,
    memory: remember(character.background, own),
    words,
    greeted: words !== said,
    visitor: [...visitors, text]
      .findLast((turn) => visitorName.test(turn))
      ?.match(visitorName)?.[1],
    metBefore: own.length > 0,
    suggestion: unasked[hash(said) % (unasked.length || 1)],
    pick: (options) => options[seed(options) % options.length] ?? options[0],
  };
};

/**
 * The stand-in for a language model: answers by rules, out of the character's own words. It says so
 * when asked. The same conversation always gets the same answer.
 */
export const scriptedReplies: Replies = {
  reply: async (request) => {
    request.signal.throwIfAborted();
    return { text: answer(converse(request)), model: 'scripted' };
  },
};
