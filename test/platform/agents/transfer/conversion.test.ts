/** Character files of one version of Eliza, made into those of the other. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readCharacterFile } from '../../../../src/platform/agents/character-file/read-character-file.ts';
import { toEliza0 } from '../../../../src/platform/agents/transfer/to-eliza-0.ts';
import { toEliza1 } from '../../../../src/platform/agents/transfer/to-eliza-1.ts';

const of0 = {
  name: 'Ada',
  username: 'ada',
  modelProvider: 'google',
  modelEndpointOverride: 'https://models.example',
  bio: 'Built engines.',
  lore: ['Likes gears.', 'Writes notes.'],
  messageExamples: [
    [
      { user: '{{user1}}', content: { text: 'Hello?' } },
      { user: 'Ada', content: { text: 'Good day.', action: 'NONE' } },
    ],
  ],
  postExamples: ['Gears turn.'],
  topics: ['engines'],
  adjectives: ['exact'],
  plugins: ['@elizaos/plugin-node'],
  clients: ['direct', 'twitter'],
  style: { all: ['short'], chat: [], post: [] },
  knowledge: ['Engines have gears.'],
  settings: { secrets: { GOOGLE_API_KEY: '' }, model: 'gemini' },
  twitterProfile: {},
  clientConfig: { discord: { shouldIgnoreBotMessages: true } },
};

const of1 = {
  name: 'Ada',
  bio: ['Built engines.'],
  messageExamples: [
    [
      { name: '{{name1}}', content: { text: 'Hello?' } },
      { name: 'Ada', content: { text: 'Good day.', actions: ['REPLY', 'IGNORE'] } },
    ],
  ],
  plugins: ['@elizaos/plugin-bootstrap', '@elizaos/plugin-ollama', '@elizaos/plugin-discord'],
  settings: { avatar: 'https://ada.example/a.png' },
  secrets: { DISCORD_TOKEN: '', PORT: 4000 },
};

const characterOf = (file: unknown) => {
  const read = readCharacterFile(JSON.stringify(file));
  assert.ok('character' in read, JSON.stringify(read));
  return read.character;
};

test('A file of 0.x becomes one that 1.x takes, and says what it has lost', () => {
  const { file, notes } = toEliza1(of0);
  assert.deepEqual(file, {
    name: 'Ada',
    username: 'ada',
    bio: ['Built engines.', 'Likes gears.', 'Writes notes.'],
    messageExamples: [
      [
        { name: '{{user1}}', content: { text: 'Hello?' } },
        { name: 'Ada', content: { text: 'Good day.', actions: ['NONE'] } },
      ],
    ],
    postExamples: ['Gears turn.'],
    topics: ['engines'],
    adjectives: ['exact'],
    plugins: ['@elizaos/plugin-node', '@elizaos/plugin-google-genai', '@elizaos/plugin-twitter'],
    style: { all: ['short'], chat: [], post: [] },
    knowledge: ['Engines have gears.'],
    settings: { model: 'gemini' },
    secrets: { GOOGLE_API_KEY: '' },
  });
  assert.deepEqual(
    notes.map((it) => it.split(':')[0]),
    ['lore', 'modelProvider', 'clients', 'modelEndpointOverride', 'clientConfig'],
  );
});

test('A file of 1.x becomes one with all that 0.x insists on, and says what it has lost', () => {
  const { file, notes } = toEliza0(of1);
  assert.deepEqual(file, {
    name: 'Ada',
    modelProvider: 'ollama',
    bio: ['Built engines.'],
    lore: [],
    topics: [],
    adjectives: [],
    postExamples: [],
    messageExamples: [
      [
        { user: '{{name1}}', content: { text: 'Hello?' } },
        { user: 'Ada', content: { text: 'Good day.', action: 'REPLY' } },
      ],
    ],
    style: { all: [], chat: [], post: [] },
    plugins: ['@elizaos/plugin-bootstrap'],
    clients: ['discord'],
    settings: {
      avatar: 'https://ada.example/a.png',
      secrets: { DISCORD_TOKEN: '', PORT: '4000' },
    },
  });
  assert.deepEqual(notes, [
    'messageExamples.0.1.content.actions: only the first is kept, since Eliza 0.x has one',
  ]);
});

test('A file of 1.x that names no model says which one it has got', () => {
  const { file, notes } = toEliza0({ name: 'Ada', bio: 'Built engines.' });
  assert.equal(file['modelProvider'], 'openai');
  assert.match(notes.join('\n'), /^modelProvider: "openai"/);
});

describe('What is converted', () => {
  for (const [name, file] of Object.entries({ of0, of1 })) {
    test(`can be read by this platform: ${name}`, () => {
      const before = characterOf(file);
      for (const { file: converted } of [toEliza0(file), toEliza1(file)]) {
        const after = characterOf(converted);
        assert.equal(after.name, before.name);
        assert.deepEqual(after.messageExamples, before.messageExamples);
        assert.deepEqual(after.topics, before.topics);
      }
    });

    test(`stays as it is when it is converted once more: ${name}`, () => {
      for (const convert of [toEliza0, toEliza1]) {
        const { file: once } = convert(file);
        assert.deepEqual(convert(once), { file: once, notes: [] });
      }
    });
  }

  test('is not what was given', () => {
    const before = structuredClone(of0);
    toEliza1(of0);
    toEliza0(of0);
    assert.deepEqual(of0, before);
  });

  test('may be of no version at all', () => {
    const odd = {
      name: 'Ada',
      bio: 7,
      messageExamples: [[null, 'x'], 3],
      settings: 1,
      plugins: {},
    };
    for (const convert of [toEliza0, toEliza1]) assert.equal(convert(odd).file['name'], 'Ada');
  });
});
