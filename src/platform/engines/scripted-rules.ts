import type { Character } from './character.ts';
import type { Memory } from './scripted-memory.ts';

/** Everything that an answer is made from. */
export interface Conversation {
  readonly character: Character;
  readonly memory: Memory;
  /** The visitor's words in lower case, without a greeting at their beginning. */
  readonly words: string;
  readonly greeted: boolean;
  /** The visitor's name, where it has been said. */
  readonly visitor: string | undefined;
  /** Whether the character has spoken before. */
  readonly metBefore: boolean;
  /** One of the character's prompts that has not been asked yet. */
  readonly suggestion: string | undefined;
  /** Chooses by the visitor's text: the same text gets the same answer. */
  readonly pick: (options: readonly [string, ...string[]]) => string;
}

interface Rule {
  readonly asks: RegExp;
  /** Nothing where the character has nothing to say to it: the next rule is tried. */
  readonly answer: (conversation: Conversation) => string | undefined;
}

const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

const paragraphs = (...parts: readonly (string | false | undefined)[]) =>
  parts.filter(Boolean).join('\n\n');

const nameOf = ({ name }: Character) => name || 'a character without a name';

const introduction = ({ name, title }: Character) =>
  `I am **${name || 'nobody in particular'}**${title ? `, ${title}` : ''}.`;

const askMe = (suggestion: string | undefined) => suggestion && `You could ask me: *${suggestion}*`;

/** Continues the story, in the order in which it was written. */
const story = ({ memory, suggestion, pick }: Conversation, count: number): string => {
  const ahead = memory.next(count + 1);
  const told = ahead.slice(0, count).join(' ');
  return ahead.length > count
    ? paragraphs(told, pick(['Shall I go on?', 'There is more, if you like.']))
    : paragraphs(
        told,
        pick(['That is my whole story; you know it now.', 'There is no more to tell, I think.']),
        askMe(suggestion),
      );
};

const rules: readonly Rule[] = [
  {
    asks: /\b(?:are|r) (?:you|u)\b.*\b(?:real|human|(?:chat ?)?bots?|robots?|ai|machine|program|computer|person|scripted|automated|llm|gpt)\b|\bis this (?:an? )?(?:bot|ai|real)\b|\bhow (?:do|does) (?:you|this) work\s*\?*$|\b(?:chat ?gpt|language model|artificial intelligence)\b/,
    answer: ({ character }) =>
      paragraphs(
        `Honestly: I am a **built-in scripted responder**, not a language model. My answers are put together from what is written about ${nameOf(character)}, by a handful of rules.`,
        'Whoever runs this site can connect a language model, and then I can talk about anything.',
      ),
  },
  {
    asks: /\bwhat(?:'s| is) my name\b|\bremember (?:me|my name)\b/,
    answer: ({ visitor }) =>
      visitor ? `You told me: you are **${visitor}**.` : 'You have not told me your name yet.',
  },
  {
    asks: /\b(?:my name is|call me) \p{L}/u,
    answer: ({ visitor, character, suggestion }) =>
      paragraphs(
        `Good to meet you, ${visitor ?? 'friend'}. ${introduction(character)}`,
        askMe(suggestion),
      ),
  },
  {
    asks: /\b(?:thanks?|thank you|thx|cheers|much appreciated)\b/,
    answer: ({ pick }) =>
      pick(['You are welcome.', 'Gladly.', 'It was a pleasure. Ask whenever you like.']),
  },
  {
    asks: /^(?:good ?bye|bye|see you|farewell|good night|so long|ciao|i have to go)\b/,
    answer: ({ visitor, pick }) =>
      `${pick(['Goodbye', 'Farewell', 'Until next time'])}${visitor ? `, ${visitor}` : ''}. ${pick([
        'Come back soon.',
        'It was good to talk with you.',
        'I shall be here.',
      ])}`,
  },
  {
    asks: /^(?:how are you|how(?:'s| is) it going|how do you do|what's up)\b/,
    answer: ({ character, suggestion, pick }) =>
      paragraphs(
        character.traits[0]
          ? `${pick(['Very well', 'Quite well', 'Well enough'])}, and as ${character.traits[0]} as ever.`
          : 'Very well, thank you.',
        askMe(suggestion),
      ),
  },
  {
    asks: /\bwho are you\b|\bwhat(?:'s| is) your name\b|\bintroduce yourself\b|\bwhat do you do(?: here| for a living)?\s*\?*$|\byour (?:job|work|profession)\b/,
    answer: ({ character, memory }) =>
      paragraphs(introduction(character), memory.next(2).join(' ')),
  },
  {
    asks: /\b(?:what|which) (?:can|should|could|may) i ask\b|^help\b|\bwhat can you (?:do|tell)\b/,
    answer: ({ character }) =>
      character.prompts.length > 0
        ? paragraphs('You could ask me:', bullets(character.prompts))
        : undefined,
  },
  {
    asks: /\bwhat are you like\b|\bdescribe yourself\b|\byour (?:traits|personality|character)\b|\bwhat do you (?:like|love|enjoy)\s*\?*$|\bwhat kind of\b.*\bare you\b/,
    answer: ({ character }) =>
      character.traits.length > 0
        ? paragraphs(
            'Those who know me would say I am:',
            bullets(character.traits.map((trait) => `**${trait}**`)),
          )
        : undefined,
  },
  {
    asks: /\b(?:your (?:story|background|past|life|history)|about (?:yourself|you)|where (?:are|do) you (?:come )?from|where did you grow up)\b/,
    answer: (conversation) => story(conversation, 3),
  },
  {
    asks: /^(?:yes|yeah|yep|sure|ok(?:ay)?|go on|continue|carry on|keep going|(?:tell me |some )?more|and|then|what (?:else|then|next|happened)|why|really|how so|i see|interesting)(?:,? (?:please|do|then|now|next|go on|that|of (?:it|that)|about (?:it|that)|happened))*[\s.!?]*$/,
    answer: (conversation) => (conversation.metBefore ? story(conversation, 2) : undefined),
  },
];

const recalled = ({ memory, words, pick }: Conversation): string | undefined => {
  const found = memory.recall(words);
  if (!found) return undefined;
  const lead = found.told
    ? pick(['As I said:', 'I told you already, but gladly again:'])
    : pick(['', '', 'Ah, yes.', 'I am glad you ask.', 'Let me tell you.']);
  const keyword = new RegExp(`(?<!\\p{L})${found.keyword}(?!\\p{L})`, 'u');
  const text = found.keyword ? found.text.replace(keyword, '**$&**') : found.text;
  return [lead, text].filter(Boolean).join(' ');
};

const greeting = ({ character, greeted, words, metBefore, visitor, suggestion }: Conversation) => {
  if (!greeted || words !== '') return undefined;
  if (metBefore)
    return paragraphs(`Hello again${visitor ? `, ${visitor}` : ''}!`, askMe(suggestion));
  return paragraphs(`Hello! ${introduction(character)}`, askMe(suggestion));
};

const deflection = ({ character, suggestion, pick }: Conversation): string =>
  paragraphs(
    pick([
      'That lies beyond what I know, and I would rather not invent an answer.',
      `You have asked more than ${character.name || 'I'} can answer.`,
      'A fair question, but not one for me.',
      'I have turned that over, and found nothing in my memory that fits.',
      'Others will know that better than I do.',
    ]),
    askMe(suggestion) ??
      pick(['Ask me about my story instead.', 'What would you like to know about me?']),
  );

/** The character's answer, as Markdown: by the first rule that fits, else from its background. */
export const answer = (conversation: Conversation): string => {
  const fitting = () => {
    for (const rule of rules) {
      const text = rule.asks.test(conversation.words) && rule.answer(conversation);
      if (text) return text;
    }
    return undefined;
  };
  return greeting(conversation) ?? fitting() ?? recalled(conversation) ?? deflection(conversation);
};
