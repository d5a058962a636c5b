import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { getDotPath, safeParse } from 'valibot';
import { sceneDefinition } from '../../src/api/fae/scene-definition.schemas.ts';
import { scenesSchemas } from '../../src/api/fae/scenes.schemas.ts';

const model = '64b7f0c2a1d3e4f5a6b7c8d9';

const whole = {
  version: 1,
  units: 'cm',
  environment: { light: 'studio', intensity: 1, exposure: 1.2, background: '#101820', shadow: 0.5 },
  camera: { position: [0, 1.6, 4], target: [0, 1, 0], fieldOfView: 40 },
  lights: [
    { type: 'ambient', intensity: 0.4 },
    { type: 'directional', color: '#ffeedd', position: [2, 4, 1], target: [0, 0, 0] },
    { type: 'point', position: [0, 2, 0], distance: 10 },
    { type: 'spot', position: [0, 5, 0], angle: 30, penumbra: 0.2 },
  ],
  nodes: [
    {
      id: 'table',
      name: 'A table',
      model,
      transform: { position: [0, 0, 0], rotation: [0, 90, 0], scale: 2 },
      variant: 'oak',
      children: [
        {
          id: 'lamp',
          model: 'https://files.example/lamp.glb',
          transform: { rotation: [0, 0, 0, 1], scale: [1, 2, 1] },
          animation: { name: 'flicker', loop: true, speed: 0.5 },
          visible: false,
          made: 'by hand',
        },
      ],
    },
  ],
  hotspots: [{ id: 'h1', node: 'lamp', position: [0, 1, 0], normal: [0, 0, 1], label: 'The lamp' }],
};

/** Where the first fault of a definition is, and what it is. */
const faultIn = (definition: unknown) => {
  const issue = safeParse(sceneDefinition, definition).issues?.[0];
  return issue && `${getDotPath(issue) ?? ''} ${issue.message}`;
};

const tree = (depth: number): object =>
  Array.from({ length: depth }).reduce<object>(
    (inner, _, index) => ({ id: `n${index}`, children: [inner] }),
    { id: 'leaf' },
  );

describe('a scene’s definition', () => {
  test('may say all of this, and more than is drawn', () => {
    assert.deepEqual(safeParse(sceneDefinition, whole).output, whole);
  });

  test('may be empty', () => {
    assert.equal(faultIn({ version: 1, nodes: [] }), undefined);
  });

  const faults: [string, object, RegExp][] = [
    ['no nodes', { nodes: undefined }, /^nodes /],
    ['another version', { version: 2 }, /^version /],
    ['other units', { units: 'parsec' }, /^units /],
    ['an odd light', { lights: [{ type: 'laser' }] }, /^lights\.0\.type /],
    ['a place of two numbers', { camera: { position: [1, 2] } }, /^camera\.position\.2 /],
    [
      'a place beyond all numbers',
      { camera: { position: [1, 2, Infinity] } },
      /^camera\.position\.2 /,
    ],
    [
      'a colour that is none',
      { environment: { background: 'url(x)' } },
      /^environment\.background /,
    ],
    [
      'a model that is no model',
      { nodes: [{ id: 'a', model: 'javascript:1' }] },
      /^nodes\.0\.model /,
    ],
    ['a node without id', { nodes: [{ id: 'a', children: [{}] }] }, /^nodes\.0\.children\.0\.id /],
    ['two nodes of one id', { nodes: [{ id: 'a', children: [{ id: 'a' }] }] }, / same id/],
    ['nodes within nodes without end', { nodes: [tree(40)] }, / 32 levels/],
    [
      'too many nodes',
      { nodes: Array.from({ length: 2001 }, (_, it) => ({ id: `n${it}` })) },
      / 2,000 nodes/,
    ],
    ['too much', { notes: 'x'.repeat(1024 * 1024) }, / 1 MB/],
  ];
  for (const [what, change, message] of faults) {
    test(`has not ${what}`, () => {
      assert.match(faultIn({ ...whole, ...change }) ?? '', message);
    });
  }

  test('does not break what checks it, however deep it is', () => {
    assert.match(faultIn({ version: 1, nodes: [tree(100_000)] }) ?? '', /levels/);
    for (const odd of [null, 7, [], { nodes: [null, 7, { children: [null] }] }]) {
      assert.notEqual(faultIn(odd), undefined);
    }
  });

  test('is checked when a scene has one; other fields are the owner’s', () => {
    const { body } = scenesSchemas.create;
    assert.ok(safeParse(body, { mood: 'calm', floor: { size: 3 } }).success);
    assert.equal(safeParse(body, { definition: { version: 1 } }).success, false);
  });
});
