import { range } from '../artwork/random.ts';
import { blend, linearColor, merged, placed, tinted, type Vector } from './geometry.ts';
import type { Model } from './glb.ts';
import { ball, moonLeaf, ring, rod, stepped, turned } from './shapes.ts';

const side = { turn: [0, 0, 90] } as const;

const body = turned(
  [
    [0, 0.0],
    [0.13, 0.012],
    [0.205, 0.09],
    [0.222, 0.19],
    [0.2, 0.29],
    [0.14, 0.36],
    [0.06, 0.388],
    [0, 0.392],
  ],
  40,
  30,
);

const collar = placed(ring(0.088, 0.022), { move: [0, 0.385, 0] });

const badge = placed(
  stepped([
    [0, 0],
    [0.06, 0],
    [0.06, 0.012],
    [0.054, 0.018],
    [0, 0.018],
  ]),
  { turn: [86, 0, 0], move: [0, 0.2, 0.212] },
);

const head = ball([0.3, 0.235, 0.235], 0.62, 40, 26);

const visor = placed(ball([0.222, 0.15, 0.1], 0.6, 36, 20), { move: [0, -0.005, 0.158] });

const eyes = merged(
  [-1, 1].map((way) =>
    placed(ball([0.03, 0.042, 0.014], 1, 18, 12), { move: [way * 0.085, 0.012, 0.252] }),
  ),
);

const smile = rod(
  range(7).map((index): Vector => {
    const x = (index / 6 - 0.5) * 0.1;
    return [x, -0.07 + 14 * x * x, 0.2595];
  }),
  (t) => 0.0045 + 0.003 * Math.sin(Math.PI * t),
  8,
  24,
);

const cheeks = merged(
  [-1, 1].map((way) =>
    placed(ball([0.026, 0.016, 0.01], 1, 14, 8), { move: [way * 0.15, -0.06, 0.234] }),
  ),
);

const ears = merged(
  [-1, 1].map((way) =>
    placed(
      stepped([
        [0, 0],
        [0.078, 0],
        [0.084, 0.01],
        [0.084, 0.034],
        [0.07, 0.046],
        [0, 0.046],
      ]),
      { turn: [0, 0, way * -90], move: [way * 0.282, 0, 0] },
    ),
  ),
);

const dark = linearColor('#2f6a4c');
const pale = linearColor('#a9d68e');

const sprout = merged(
  (
    [
      [12, 0.17, 24],
      [192, 0.15, 30],
      [100, 0.09, 52],
    ] as const
  ).map(([degrees, length, lift]) =>
    placed(
      placed(
        tinted(moonLeaf(length), ([x]) => blend(dark, pale, x / length)),
        { turn: [0, 0, lift] },
      ),
      { turn: [0, degrees, 0], move: [0, 0.1, 0] },
    ),
  ),
);

const arm = merged([
  rod(
    [
      [0, 0, 0],
      [0.015, -0.07, 0.005],
      [0.008, -0.14, 0.03],
    ],
    () => 0.03,
    14,
    16,
  ),
  placed(ball([0.042, 0.042, 0.042], 1, 16, 10), side),
]);

const hand = placed(ball([0.046, 0.05, 0.046], 1, 16, 10), { move: [0.008, -0.165, 0.036] });

const feet = merged(
  [-1, 1].map((way) =>
    placed(ball([0.085, 0.05, 0.115], 0.8, 22, 12), { move: [way * 0.1, 0.02, 0.03] }),
  ),
);

const seconds = 3;

/** Evenly spaced turns over the clip, the last equal to the first. */
const swing = (degrees: (t: number) => number, steps = 24) => ({
  times: range(steps + 1).map((index) => (index * seconds) / steps),
  degrees: range(steps + 1).map((index) => degrees((index / steps) * 2 * Math.PI)),
});

/** Pip, who waters the glasshouse; waves. */
export const pip: Model = {
  name: 'Pip',
  surfaces: {
    shell: { color: '#f4ead8', rough: 0.34 },
    joint: { color: '#8d8172', metal: 0.6, rough: 0.4 },
    coral: { color: '#e2785b', rough: 0.45 },
    amber: { color: '#f0b258', metal: 0.75, rough: 0.28 },
    screen: { color: '#0d2432', rough: 0.1 },
    light: { color: '#9df7df', rough: 0.4, light: '#5fe6c4' },
    cheek: { color: '#e39a96', rough: 0.7 },
    stem: { color: '#3b7450', rough: 0.6 },
    leaf: { color: '#ffffff', rough: 0.5, thin: true },
  },
  root: {
    name: 'Body',
    at: [0, 0.04, 0],
    shapes: [
      ['shell', placed(body, { move: [0, 0.03, 0] })],
      ['joint', placed(collar, { move: [0, 0.03, 0] })],
      ['amber', placed(badge, { move: [0, 0.03, 0] })],
      ['coral', feet],
    ],
    parts: [
      {
        name: 'Head',
        at: [0, 0.66, 0],
        shapes: [
          ['shell', head],
          ['screen', visor],
          ['light', merged([eyes, smile])],
          ['cheek', cheeks],
          ['coral', ears],
        ],
        parts: [
          {
            name: 'Sprout',
            at: [0, 0.225, 0],
            shapes: [
              [
                'stem',
                rod(
                  [
                    [0, 0, 0],
                    [0.008, 0.05, 0],
                    [0, 0.105, 0],
                  ],
                  () => 0.0115,
                ),
              ],
              ['leaf', sprout],
              ['amber', placed(ball([0.024, 0.024, 0.024], 1, 16, 12), { move: [0, 0.118, 0] })],
            ],
          },
        ],
      },
      {
        name: 'Left arm',
        at: [0.2, 0.31, 0],
        shapes: [
          ['shell', placed(arm, { turn: [0, 0, 24] })],
          ['coral', placed(hand, { turn: [0, 0, 24] })],
        ],
      },
      {
        name: 'Right arm',
        at: [-0.2, 0.31, 0],
        shapes: [
          ['shell', placed(arm, { turn: [0, 0, -24] })],
          ['coral', placed(hand, { turn: [0, 0, -24] })],
        ],
      },
    ],
  },
  clip: {
    name: 'Wave',
    motions: [
      { part: 'Head', axis: [0, 0, 1], ...swing((t) => 5 * Math.sin(t)) },
      { part: 'Sprout', axis: [0, 0, 1], ...swing((t) => -9 * Math.sin(t - 0.6)) },
      { part: 'Left arm', axis: [0, 0, 1], ...swing((t) => 4 * Math.sin(t)) },
      {
        part: 'Right arm',
        axis: [0, 0, 1],
        ...swing(
          (t) => -(1 - Math.cos(t)) * 55 - 14 * Math.sin(4 * t) * (1 - Math.cos(t)) * 0.5,
          48,
        ),
      },
    ],
  },
};
