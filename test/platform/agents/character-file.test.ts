import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readCharacterFile } from '../../../src/platform/agents/character-file/read-character-file.ts';
import { small, startAgents } from './support.ts';

/** All that Eliza 0.x insists on, and some of what it knows. */
const of0 = {
  name: 'Ada',
  username: 'ada',
  system: 'Be exact.',
  modelProvider: 'OpenAI',
  modelEndpointOverride: 'https://models.example/v1',
  clients: ['direct', 'twitter'],
  plugins: ['@elizaos/plugin-node', { name: 'weather', description: 'Tells it.' }],
  settings: { secrets: { OPENAI_API_KEY: 'x' }, model: 'small', voice: { model: 'en_US' } },
  bio: ['Built engines.', 'Wrote notes.'],
  lore: ['Countess.'],
  knowledge: ['Engines weave.', { path: 'notes.md' }],
  messageExamples: [
    [
      { user: '{{user1}}', content: { text: 'Hello' } },
      { user: 'Ada', content: { text: 'Good day.', action: 'NONE' } },
    ],
  ],
  postExamples: ['Today: wheels.'],
  topics: ['engines'],
  adjectives: ['exact'],
  style: { all: ['brief'], chat: ['kind'], post: ['dry'] },
  templates: {},
};

const of1 = {
  name: 'Ada',
  bio: 'Built engines.',
  plugins: ['@elizaos/plugin-openai'],
  messageExamples: [
    [
      { name: '{{name1}}', content: { text: 'Hello' } },
      { name: 'Ada', content: { text: 'Good day.', actions: ['REPLY'] } },
    ],
  ],
  settings: { avatar: 'https://a.example/ada.png' },
  secrets: { OPENAI_API_KEY: 'x' },
};

const characterOf = (file: object) => {
  const read = readCharacterFile(JSON.stringify(file));
  assert.ok('character' in read, JSON.stringify(read));
  return read.character;
};

const problemsOf = (file: unknown): readonly string[] => {
  const read = readCharacterFile(typeof file === 'string' ? file : JSON.stringify(file));
  assert.ok('problems' in read);
  return read.problems;
};

describe('A character file', () => {
  test('of Eliza 0.x is read', () => {
    assert.deepEqual(characterOf(of0), {
      name: 'Ada',
      username: 'ada',
      system: 'Be exact.',
      modelProvider: 'openai',
      modelEndpointOverride: 'https://models.example/v1',
      model: 'small',
      clients: ['direct', 'twitter'],
      plugins: ['@elizaos/plugin-node', 'weather'],
      bio: ['Built engines.', 'Wrote notes.'],
      lore: ['Countess.'],
      knowledge: ['Engines weave.'],
      messageExamples: [
        [
          { speaker: '{{user1}}', text: 'Hello' },
          { speaker: 'Ada', text: 'Good day.' },
        ],
      ],
      topics: ['engines'],
      adjectives: ['exact'],
      style: { all: ['brief'], chat: ['kind'], post: ['dry'] },
      secretNames: ['OPENAI_API_KEY'],
    });
  });

  test('of Eliza 1.x is read', () => {
    const { messageExamples, bio, secretNames, plugins } = characterOf(of1);
    assert.deepEqual(bio, ['Built engines.']);
    assert.deepEqual(plugins, ['@elizaos/plugin-openai']);
    assert.deepEqual(secretNames, ['OPENAI_API_KEY']);
    assert.deepEqual(messageExamples[0]?.[1], { speaker: 'Ada', text: 'Good day.' });
  });

  test('needs a name and a biography', () => {
    assert.deepEqual(problemsOf({}), ['name: is required', 'bio: is required']);
    assert.deepEqual(problemsOf({ name: ' ', bio: [] }), [
      'name: must not be empty',
      'bio: must not be empty',
    ]);
  });

  test('of Eliza 0.x needs what that insists on', () => {
    assert.deepEqual(problemsOf({ ...small, modelProvider: 'ollama' }), [
      'lore: is required',
      'messageExamples: is required',
      'postExamples: is required',
      'topics: is required',
      'adjectives: is required',
      'plugins: is required',
      'style: is required',
    ]);
  });

  const wrong: [object, string][] = [
    [{ name: 5 }, 'name: must be text'],
    [{ name: 'x'.repeat(201) }, 'name: must be at most 200 characters'],
    [{ bio: { a: 1 } }, 'bio: must be text'],
    [{ bio: ['x', 7] }, 'bio.1: must be text'],
    [{ lore: 'Countess' }, 'lore: must be a list'],
    [{ topics: [null] }, 'topics.0: must be text'],
    [{ style: [] }, 'style: must be an object'],
    [{ style: { chat: { 0: 'x' } } }, 'style.chat: must be a list'],
    [{ messageExamples: [{}] }, 'messageExamples.0: must be a list'],
    [{ messageExamples: [[null]] }, 'messageExamples.0.0: must be an object'],
    [{ messageExamples: [[{ content: {} }]] }, 'messageExamples.0.0.user: is required'],
    [{ messageExamples: [[{ user: 'x' }]] }, 'messageExamples.0.0.content: must be an object'],
    [
      { messageExamples: [[{ name: 'x', content: { text: {} } }]] },
      'messageExamples.0.0.content.text: must be text',
    ],
    [{ plugins: [7] }, 'plugins.0: must be an object'],
    [{ plugins: [{}] }, 'plugins.0.name: is required'],
    [{ knowledge: [[]] }, 'knowledge.0: must be an object'],
    [{ settings: 'none' }, 'settings: must be an object'],
    [{ settings: { secrets: ['x'] } }, 'settings.secrets: must be an object'],
    [{ secrets: 'x' }, 'secrets: must be an object'],
    [{ settings: { model: 4 } }, 'settings.model: must be text'],
    [{ system: true }, 'system: must be text'],
    [{ topics: Array(10_001).fill('x') }, 'topics: must have at most 10,000 items'],
  ];
  for (const [fields, problem] of wrong) {
    test(`is told: ${problem}`, () => {
      assert.deepEqual(problemsOf({ ...small, ...fields }), [problem]);
    });
  }

  test('is JSON, an object, flat enough, and no trap', () => {
    assert.deepEqual(problemsOf('{'), ['characterFile: is not valid JSON']);
    for (const text of ['[]', 'null', '"x"', '7']) {
      assert.deepEqual(problemsOf(text), ['characterFile: must be a JSON object']);
    }
    const trap = '{"name":"x","bio":"y","style":{"__proto__":{"all":["z"]}}}';
    assert.deepEqual(problemsOf(trap), ['characterFile: must not have a "__proto__"']);
    const deep = `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`;
    assert.deepEqual(problemsOf(deep), ['characterFile: is nested deeper than 32 levels']);
  });

  test('has no more values than anybody could mean', () => {
    const many = [`[${'1,'.repeat(400_000)}1]`, `[${'{},'.repeat(300_000)}{}]`];
    for (const lore of many) {
      const text = `{"name":"x","bio":"y","lore":${lore}}`;
      assert.deepEqual(problemsOf(text), ['characterFile: has more than 50,000 values']);
    }
  });

  test('that is wrong in thousands of places is told of fifty', () => {
    const examples = Array(10_000).fill([1, 2, 3]);
    assert.equal(problemsOf({ ...small, messageExamples: examples }).length, 50);
  });
});

describe('A draft', () => {
  test('takes any JSON object, and is held against the format when it is published', async (t) => {
    const { ask, path, create, get } = await startAgents(t);
    const id = await create('{"foo":"valid Eliza character configuration"}', { name: 'Foo' });
    assert.equal((await get(id))['characterFile'], '{"foo":"valid Eliza character configuration"}');
    const refused = await ask(400, 'POST', path(id, '/publish'));
    assert.equal(refused['error'], 'name: is required\nbio: is required');
    assert.equal(refused['code'], 'invalid_request');
    await ask(200, 'PUT', path(id), { character_file: JSON.stringify(of0) });
    await ask(200, 'POST', path(id, '/publish'));
  });

  const hostile: [string, unknown, number][] = [
    ['of 5 MB', JSON.stringify({ ...small, lore: ['x'.repeat(5_000_000)] }), 413],
    ['of more than a million characters', JSON.stringify({ x: 'x'.repeat(1_000_000) }), 400],
    ['that is no JSON', 'name: Ada', 400],
    ['that is a list', '[]', 400],
    ['that is an object already', { name: 'Ada' }, 400],
    ['that is nested deeply', `{"a":${'['.repeat(90_000)}${']'.repeat(90_000)}}`, 400],
    ['with a __proto__', '{"__proto__":{"name":"x"}}', 400],
  ];
  for (const [title, config, status] of hostile) {
    test(`${title} is refused, and nothing is kept`, async (t) => {
      const { ask, create, path, get } = await startAgents(t);
      await ask(status, 'POST', '/v2/ai-agents', { config });
      const id = await create();
      await ask(status, 'PUT', path(id), { characterFile: config });
      assert.equal((await get(id))['characterFile'], JSON.stringify(small));
      assert.equal((await ask(200, 'GET', '/v1/ai-agents'))['data' as never]?.['length'], 1);
    });
  }

  test('may have an avatar of a megabyte beside a large character', async (t) => {
    const { ask, create, get } = await startAgents(t);
    const avatar = 'A'.repeat(1_398_104);
    const id = await create({ ...small, lore: ['x'.repeat(900_000)] }, { avatar });
    assert.equal((await get(id))['avatar'], avatar);
    const config = JSON.stringify(small);
    await ask(400, 'POST', '/v2/ai-agents', { config, avatar: 'A'.repeat(1_400_001) });
  });
});
