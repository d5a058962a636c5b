import { createRandom, range } from '../artwork/random.ts';
import { blend, linearColor, merged, placed, tinted } from './geometry.ts';
import type { Model } from './glb.ts';
import { ball, blade, crystal, stepped, turned } from './shapes.ts';

const pot = merged([
  stepped([
    [0, 0],
    [0.2, 0],
    [0.212, 0.012],
  ]),
  turned(
    [
      [0.212, 0.012],
      [0.236, 0.1],
      [0.268, 0.2],
      [0.288, 0.28],
    ],
    56,
    18,
  ),
  stepped(
    [
      [0.288, 0.28],
      [0.312, 0.286],
      [0.318, 0.294],
      [0.322, 0.352],
      [0.316, 0.362],
      [0.296, 0.362],
      [0.286, 0.352],
      [0.28, 0.3],
    ],
    56,
  ),
]);

const glaze = merged([
  stepped(
    [
      [0.2435, 0.118],
      [0.2745, 0.212],
    ],
    56,
  ),
]);

const saucer = merged([
  stepped([
    [0, -0.03],
    [0.26, -0.03],
    [0.33, -0.006],
    [0.336, 0.004],
    [0.328, 0.01],
    [0.25, -0.012],
    [0, -0.012],
  ]),
]);

const root = linearColor('#2b1f6e');
const heart = linearColor('#7656d6');
const tip = linearColor('#a8e6f2');

const crystals = (() => {
  const random = createRandom(31);
  const grow = (radius: number, height: number, lean: number, degrees: number, reach: number) => {
    const angle = (degrees * Math.PI) / 180;
    const upright = placed(
      tinted(crystal(radius, height), ([, y]) => {
        const share = y / height;
        return share < 0.5 ? blend(root, heart, share * 2) : blend(heart, tip, share * 2 - 1);
      }),
      { turn: [0, 0, -lean] },
    );
    return placed(upright, {
      turn: [0, degrees, 0],
      move: [reach * Math.cos(angle), 0.3, -reach * Math.sin(angle)],
    });
  };
  const crown = range(7).map((index) =>
    grow(
      random.between(0.044, 0.062),
      random.between(0.34, 0.5),
      random.between(16, 30),
      index * 51.4 + random.near(0, 10),
      0.085,
    ),
  );
  const skirt = range(11).map((index) =>
    grow(
      random.between(0.024, 0.036),
      random.between(0.14, 0.24),
      random.between(34, 52),
      index * 32.7 + random.near(0, 9),
      0.16,
    ),
  );
  return merged([grow(0.08, 0.66, 3, 14, 0), ...crown, ...skirt]);
})();

const leafDark = linearColor('#1f5a4c');
const leafLight = linearColor('#8fd0a4');

const leaves = merged(
  range(9).map((index) => {
    const degrees = index * 40 + (index % 2) * 11;
    const length = 0.3 - (index % 3) * 0.04;
    const leaf = tinted(blade(length, 0.042, 0.52), ([x]) =>
      blend(leafDark, leafLight, x / length),
    );
    const angle = (degrees * Math.PI) / 180;
    return placed(placed(leaf, { turn: [0, 0, 26] }), {
      turn: [0, degrees, 0],
      move: [0.15 * Math.cos(angle), 0.31, -0.15 * Math.sin(angle)],
    });
  }),
);

const pebbles = (() => {
  const random = createRandom(8);
  return merged(
    range(26).map(() => {
      const angle = random.between(0, Math.PI * 2);
      const reach = random.between(0.19, 0.265);
      const size = random.between(0.014, 0.026);
      return placed(ball([size, size * 0.7, size * 0.9], 1, 8, 6), {
        turn: [0, random.between(0, 180), 0],
        move: [reach * Math.cos(angle), 0.318, reach * Math.sin(angle)],
      });
    }),
  );
})();

/** Saltfern crystals in a terracotta pot. */
export const crystalPot: Model = {
  name: 'Saltfern crystals',
  surfaces: {
    terracotta: { color: '#b9664a', rough: 0.82 },
    glaze: { color: '#1f5c61', rough: 0.22 },
    soil: { color: '#35272a', rough: 0.97 },
    pebble: { color: '#d9cdb8', rough: 0.7 },
    leaf: { color: '#ffffff', rough: 0.45, thin: true },
    crystal: { color: '#ffffff', metal: 0.05, rough: 0.14, light: '#120c30' },
  },
  root: {
    name: 'Pot',
    at: [0, 0.03, 0],
    shapes: [
      ['terracotta', merged([pot, saucer])],
      ['glaze', glaze],
      [
        'soil',
        turned([
          [0.284, 0.3],
          [0.2, 0.316],
          [0.1, 0.324],
          [0, 0.326],
        ]),
      ],
      ['pebble', pebbles],
      ['leaf', leaves],
      ['crystal', crystals],
    ],
  },
};
