import type { Character } from '../../../../src/platform/agents/character-file/character.ts';

/** A character, as character files are read. */
export const character = (more: Partial<Character> = {}): Character => ({
  name: 'Nela',
  bio: ['Nela keeps the lamp of Skerry Point.', 'Her father kept it before her.'],
  lore: ['She once saw a whale.'],
  topics: ['fog', 'bread'],
  adjectives: ['curt', 'kind'],
  style: { all: ['Short sentences.'], chat: ['No exclamation marks.'], post: ['Never read.'] },
  messageExamples: [
    [
      { speaker: '{{user1}}', text: 'What is the fog horn for?' },
      { speaker: 'Nela', text: 'So that {{user1}} finds home.' },
    ],
    [
      { speaker: '{{user1}}', text: 'Do you get lonely?' },
      { speaker: '{{agentName}}', text: 'No.' },
    ],
  ],
  knowledge: ['The horn sounds twice a minute.'],
  plugins: [],
  clients: [],
  secretNames: [],
  ...more,
});

/** The same as a file of Eliza 0.x. */
export const characterFile = (more: Record<string, unknown> = {}): string => {
  const { messageExamples, ...rest } = character();
  const examples = messageExamples.map((turns) =>
    turns.map(({ speaker, text }) => ({ user: speaker, content: { text } })),
  );
  return JSON.stringify({
    ...rest,
    modelProvider: 'openai',
    messageExamples: examples,
    postExamples: [],
    ...more,
  });
};
