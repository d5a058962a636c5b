import { range } from '../artwork/random.ts';
import {
  blend,
  linearColor,
  merged,
  placed,
  tinted,
  type Geometry,
  type Vector,
} from './geometry.ts';
import type { Model } from './glb.ts';
import { ball, moonLeaf, ring, rod, stepped, through, turned } from './shapes.ts';

const around = (count: number, piece: (degrees: number, index: number) => Geometry): Geometry =>
  merged(range(count).map((index) => piece((index * 360) / count, index)));

const base = merged([
  stepped([
    [0, 0],
    [0.3, 0],
    [0.315, 0.012],
    [0.315, 0.045],
    [0.3, 0.06],
  ]),
  turned([
    [0.3, 0.06],
    [0.286, 0.068],
    [0.276, 0.085],
    [0.272, 0.1],
  ]),
  stepped([
    [0.272, 0.1],
    [0.284, 0.108],
    [0.284, 0.136],
    [0.276, 0.144],
    [0.238, 0.144],
  ]),
  around(4, (degrees) =>
    placed(ball([0.045, 0.03, 0.045], 1, 14, 8), {
      move: [
        0.25 * Math.cos(((degrees + 45) * Math.PI) / 180),
        -0.012,
        0.25 * Math.sin(((degrees + 45) * Math.PI) / 180),
      ],
    }),
  ),
]);

const roof = merged([
  stepped([
    [0.238, 0.72],
    [0.276, 0.72],
    [0.29, 0.73],
    [0.29, 0.756],
    [0.274, 0.768],
  ]),
  turned(
    [
      [0.274, 0.768],
      [0.262, 0.8],
      [0.216, 0.862],
      [0.13, 0.905],
      [0.075, 0.922],
      [0.06, 0.95],
    ],
    36,
    16,
  ),
  turned([
    [0.06, 0.95],
    [0.074, 0.962],
    [0.074, 0.976],
    [0.05, 0.99],
    [0, 0.996],
  ]),
  placed(ring(0.042, 0.011), { turn: [90, 0, 0], move: [0, 1.026, 0] }),
]);

const posts = around(6, (degrees) => {
  const angle = (degrees * Math.PI) / 180;
  const at = (radius: number, y: number): Vector => [
    radius * Math.cos(angle),
    y,
    radius * Math.sin(angle),
  ];
  return merged([
    rod([at(0.256, 0.14), at(0.256, 0.43), at(0.256, 0.725)], () => 0.0105, 8, 6),
    placed(ball([0.019, 0.019, 0.019], 1, 10, 6), { move: at(0.256, 0.432) }),
  ]);
});

const handle = merged([
  rod(
    range(13).map((index): Vector => {
      const angle = (index * Math.PI) / 12;
      return [0.21 * Math.cos(angle), 0.93 + 0.3 * Math.sin(angle), 0];
    }),
    () => 0.0125,
    8,
    32,
  ),
  ...[-1, 1].map((side) =>
    placed(ball([0.026, 0.026, 0.026], 1, 14, 10), { move: [side * 0.21, 0.93, 0] }),
  ),
  ...[-1, 1].map((side) =>
    rod(
      [
        [side * 0.21, 0.93, 0],
        [side * 0.225, 0.87, 0],
        [side * 0.232, 0.82, 0],
      ],
      () => 0.0125,
    ),
  ),
]);

const stem: readonly Vector[] = [
  [0, 0.15, 0],
  [0.018, 0.28, 0.008],
  [-0.012, 0.42, -0.008],
  [0.012, 0.535, 0.006],
];

const dark = linearColor('#1d5a3c');
const pale = linearColor('#8cbf6f');

const leaves = merged(
  range(6).flatMap((index) => {
    const at = through(stem, 0.16 + index * 0.135);
    const length = 0.145 - index * 0.013;
    const leaf = tinted(moonLeaf(length), ([x]) => blend(dark, pale, x / length));
    return [0, 180].map((side) =>
      placed(placed(leaf, { turn: [0, 0, 30 - index * 2] }), {
        turn: [0, index * 62 + side, 0],
        move: at,
      }),
    );
  }),
);

const flower: Vector = [0.012, 0.565, 0.006];
const golden = Math.PI * (3 - Math.sqrt(5));

/** Spores on a ball, as sunflowers place their seeds. */
const spores = merged(
  range(30).map((index) => {
    const y = 1 - (index * 2) / 29;
    const flat = Math.sqrt(1 - y * y);
    return placed(ball([0.0172, 0.0172, 0.0172], 1, 7, 4), {
      move: [
        flower[0] + 0.058 * flat * Math.cos(index * golden),
        flower[1] + 0.058 * y,
        flower[2] + 0.058 * flat * Math.sin(index * golden),
      ],
    });
  }),
);

const moss = merged(
  range(15).map((index) => {
    const reach = 0.045 + 0.14 * ((index * 0.618) % 1);
    const size = 0.022 + 0.016 * ((index * 0.37) % 1);
    return placed(ball([size, size * 0.62, size], 1, 8, 5), {
      move: [reach * Math.cos(index * golden), 0.168, reach * Math.sin(index * golden)],
    });
  }),
);

/** The glasshouse lantern: a moonwort that shines under glass. */
export const lantern: Model = {
  name: 'Glasshouse lantern',
  surfaces: {
    brass: { color: '#cdab72', metal: 1, rough: 0.24 },
    glass: { color: '#eaf6f0', opacity: 0.16, rough: 0.04, thin: true },
    soil: { color: '#3a2a22', rough: 0.95 },
    moss: { color: '#4d7d4e', rough: 0.9 },
    stem: { color: '#2f6248', rough: 0.6 },
    leaf: { color: '#ffffff', rough: 0.55, thin: true },
    spore: { color: '#f2a63c', rough: 0.3, light: '#b86a10' },
    core: { color: '#ffd27a', rough: 0.4, light: '#ffc860' },
  },
  root: {
    name: 'Lantern',
    at: [0, 0.04, 0],
    shapes: [
      ['brass', merged([base, roof, posts, handle])],
      [
        'soil',
        turned([
          [0.236, 0.14],
          [0.2, 0.158],
          [0.1, 0.168],
          [0, 0.17],
        ]),
      ],
      ['moss', moss],
      ['stem', rod(stem, (t) => 0.011 - t * 0.004)],
      ['leaf', leaves],
      ['spore', spores],
      ['core', placed(ball([0.052, 0.052, 0.052], 1, 18, 12), { move: flower })],
      [
        'glass',
        stepped([
          [0.24, 0.144],
          [0.24, 0.72],
        ]),
      ],
    ],
  },
};
