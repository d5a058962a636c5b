import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { getDotPath, safeParse } from 'valibot';
import { botsSchemas } from '../../src/api/fae/bots.schemas.ts';

const id = '64b7f0c2a1d3e4f5a6b7c8d9';

const steps = {
  trigger: { on: 'interval', seconds: 60 },
  httpRequest: { url: 'https://a.example/{{ id }}', method: 'POST', headers: { 'X-A': 'b' } },
  reply: { characterId: id, text: 'Hello {{ name }}' },
  speak: { text: 'Hello', voice: 'af_heart', speed: 1.5 },
  transform: { expression: 'length(items)' },
  condition: { expression: 'total > 3' },
  delay: { seconds: 1.5 },
  log: { message: 'Done' },
};

const node = (type: keyof typeof steps, nodeId: string = type, data: object = steps[type]) => ({
  id: nodeId,
  type,
  data,
});

/** Where the first fault of a body is, and what it is. */
const faultIn = (body: object, schema: 'create' | 'update' = 'create') => {
  const result = safeParse(botsSchemas[schema].body, { name: 'A bot', ...body });
  const issue = result.issues?.[0];
  return issue && `${getDotPath(issue) ?? ''} ${issue.message}`;
};

describe('a bot’s pipeline', () => {
  test('may have every kind of step, joined as React Flow writes it', () => {
    const types = Object.keys(steps) as (keyof typeof steps)[];
    const nodes = types.map((type) => ({ ...node(type), position: { x: 1, y: 2 } }));
    const edges = types
      .slice(1)
      .map((target, index) => ({ id: `e${index}`, source: types[index], target }));
    const body = { name: 'A bot', nodes, edges, colour: 'red' };
    const result = safeParse(botsSchemas.create.body, body);
    assert.deepEqual(result.output, body);
  });

  test('may be missing, or have loops', () => {
    assert.equal(faultIn({}), undefined);
    const nodes = [node('trigger'), node('log')];
    const edges = [
      { source: 'trigger', target: 'log' },
      { source: 'log', target: 'log' },
    ];
    assert.equal(faultIn({ nodes, edges }), undefined);
  });

  test('is started by hand when its trigger says nothing', () => {
    assert.equal(faultIn({ nodes: [node('trigger', 'a', {})] }), undefined);
  });

  test('has no unknown step, and says where one is', () => {
    const nodes = [node('trigger'), { id: 'b', type: 'evil', data: {} }];
    assert.match(faultIn({ nodes, edges: [] }) ?? '', /^nodes\.1\.type .*"trigger" \| .*"log"/);
  });

  const faults: [string, object, RegExp][] = [
    ['a step without data', { id: 'a', type: 'log' }, /^nodes\.0\.data /],
    ['a log without message', node('log', 'a', {}), /^nodes\.0\.data\.message /],
    [
      'an interval without seconds',
      node('trigger', 'a', { on: 'interval' }),
      /data\.seconds must be given/,
    ],
    ['an interval of no time', node('trigger', 'a', { on: 'interval', seconds: 1 }), /10 seconds/],
    ['another trigger', node('trigger', 'a', { on: 'moon' }), /^nodes\.0\.data\.on /],
    ['a wait of days', node('delay', 'a', { seconds: 1e6 }), /86400 seconds/],
    [
      'a header with a line break',
      node('httpRequest', 'a', { url: 'https://a.example', headers: { 'a\r\nb': 'c' } }),
      /headers/,
    ],
    [
      'a character that cannot be',
      node('reply', 'a', { characterId: 'x', text: 'y' }),
      /characterId/,
    ],
    ['a text too long', node('speak', 'a', { text: 'x'.repeat(8001) }), /8,000/],
    ['an expression too long', node('condition', 'a', { expression: 'x'.repeat(2001) }), /2,000/],
  ];
  for (const [what, step, message] of faults) {
    test(`has not ${what}`, () => {
      assert.match(faultIn({ nodes: [step], edges: [] }) ?? '', message);
    });
  }

  test('has 100 steps and 300 edges at most', () => {
    const nodes = Array.from({ length: 101 }, (_, index) => node('log', `n${index}`));
    const edges = Array.from({ length: 301 }, () => ({ source: 'n0', target: 'n1' }));
    assert.match(faultIn({ nodes, edges: [] }) ?? '', /^nodes must be at most 100/);
    assert.match(faultIn({ nodes: nodes.slice(1), edges }) ?? '', /^edges must be at most 300/);
  });

  test('has each step once, and edges between them alone', () => {
    assert.match(faultIn({ nodes: [node('log'), node('log')], edges: [] }) ?? '', /same id/);
    const edges = [
      { source: 'log', target: 'log' },
      { source: 'log', target: 'gone' },
    ];
    assert.match(faultIn({ nodes: [node('log')], edges }) ?? '', /^edges\.1 must join/);
    assert.match(faultIn({ edges }) ?? '', /^edges\.0 must join/);
  });

  test('is changed as a whole', () => {
    const nodes = [node('trigger'), node('log')];
    assert.match(faultIn({ nodes }, 'update') ?? '', /^edges must be given/);
    assert.equal(faultIn({ name: 'Other' }, 'update'), undefined);
  });
});
