/** What is found in files that somebody wants to import. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { foundAgents } from '../../../../src/platform/agents/transfer/found-agents.ts';

const id = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
const character = { name: 'Ada', bio: 'Built engines.' };
const text = JSON.stringify(character);

const found = (value: unknown) => foundAgents(JSON.stringify(value));

const agentIn = (value: unknown) => {
  const [first, ...more] = found(value);
  assert.ok(first && 'agent' in first && more.length === 0, JSON.stringify(first));
  return first.agent;
};

describe('A file may be', () => {
  test('a character file, which stays as it was written', () => {
    const written = '{ "name": "Ada",\n "bio": "Built engines." }';
    const [first] = foundAgents(written);
    assert.deepEqual(first, { where: '', agent: { wishes: { config: written }, notes: [] } });
  });

  for (const name of ['characterFile', 'character_file', 'config']) {
    test(`an agent, with the character file in ${name}, as text or not`, () => {
      for (const file of [text, character]) {
        const agent = agentIn({
          id,
          avatar: null,
          name: 'Ada L.',
          [name]: file,
          status: 'Running',
        });
        assert.equal(agent.id, id.toLowerCase());
        assert.deepEqual(agent.wishes, { name: 'Ada L.', config: text });
      }
    });
  }

  test('an agent with all that is kept of it', () => {
    const kept = { name: 'Ada', avatar: 'a.png', frameworkVersion: '0.25.9', publicChat: true };
    const others = { id, publicToken: 'agt_0123456789abcdef', slotNumber: '1', deletedAt: null };
    const host = 'https://eliza.example';
    const agent = agentIn({ ...kept, ...others, host, characterFile: text });
    assert.equal(agent.publicToken, others.publicToken);
    assert.deepEqual(agent.wishes, { ...kept, host, config: text });
    assert.deepEqual(agent.notes, []);
  });

  test('an agent on a server of Fleek’s, which is left out', () => {
    const { wishes, notes } = agentIn({ id, host: '10.0.0.7', characterFile: text });
    assert.deepEqual(wishes, { config: text });
    assert.match(notes.join('\n'), /^host: left out/);
  });

  test('a list, or a page', () => {
    const list = [{ id, characterFile: text }, character, 7];
    for (const [prefix, value] of [
      ['', list],
      ['data.', { data: list, next_page: null }],
    ] as const) {
      const all = found(value);
      assert.deepEqual(
        all.map(({ where }) => where),
        ['0', '1', '2'].map((it) => prefix + it),
      );
      assert.deepEqual(all[2], { where: `${prefix}2`, problems: ['must be a JSON object'] });
    }
  });
});

describe('A file is refused', () => {
  for (const [what, given, problem] of [
    ['that is no JSON', '{', 'is not valid JSON'],
    ['that is text', '"Ada"', 'must be a JSON object or a list'],
    ['with an id that is none', '{"id":"x","characterFile":"{}"}', 'id: must be a UUID'],
    [
      'that is nested too deep',
      `{"config":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'is nested too deep',
    ],
  ] as const) {
    test(what, () => {
      assert.deepEqual(foundAgents(given), [{ where: '', problems: [problem] }]);
    });
  }

  test('in part only', () => {
    const [bad, good] = found([{ id: 7, characterFile: text }, character]);
    assert.ok(bad && 'problems' in bad);
    assert.ok(good && 'agent' in good);
  });
});

test('A token that no page could send is left out', () => {
  const { publicToken, notes } = agentIn({ id, publicToken: 'a b', characterFile: text });
  assert.equal(publicToken, undefined);
  assert.match(notes.join('\n'), /^publicToken: left out/);
});
