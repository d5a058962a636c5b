import { along, leafData, polar, stem } from './curves.ts';
import {
  from,
  halo,
  leaf,
  petalData,
  petals,
  stalk,
  type Hues,
  type Species,
} from './plant-parts.ts';
import { range } from './random.ts';
import { circle, ellipse, group, n, p, path, place, type Defs, type Point } from './svg.ts';

const strapLeaves = (defs: Defs, hues: Hues, root: Point, angles: readonly number[]): string =>
  angles.map((angle, index) => leaf(defs, hues, root, angle, 210 - (index % 3) * 42, 17)).join('');

export const glassPoppy: Species = (defs, hues, random, root) => {
  const flower = (at: Point, size: number, degrees: number) => {
    const fill = defs.linear(
      [
        [0, hues.bloom, 0.95],
        [1, hues.bloomLight, 0.7],
      ],
      [0, 0, 1, 0],
    );
    const cup = (count: number, spread: number, length: number, width: number) =>
      petals(count, -90, spread, (angle) =>
        path(petalData(length, width), { fill, transform: place({ x: 0, y: 0 }, angle) }),
      );
    return (
      halo(defs, hues.glow, { x: at.x, y: at.y - size * 0.4 }, size * 2) +
      group(
        { transform: place(at, degrees) },
        cup(2, 96, size * 1.02, size * 0.62),
        petals(9, -90, 70, (angle, index) => {
          const tip = polar({ x: 0, y: 0 }, size * (0.62 + (index % 2) * 0.1), angle);
          return (
            path(`M0 0L${p(tip.x, tip.y)}`, { stroke: hues.bloomLight, width: 1.6 }) +
            circle(tip.x, tip.y, 3.2, { fill: hues.bloomLight })
          );
        }),
        cup(3, 60, size * 0.86, size * 0.5),
        ellipse(0, 3, size * 0.15, size * 0.1, { fill: hues.leaf }),
      )
    );
  };
  const stems = [
    { curve: stem(root, from(root, -128, -292), 60), size: 84, tilt: -16 },
    { curve: stem(root, from(root, 116, -350), -70), size: 92, tilt: 14 },
    { curve: stem(root, from(root, -8, -400), -30), size: 112, tilt: -3 },
  ];
  const bud = stem(root, from(root, 196, -206), -90);
  const budEnd = along(bud, 1);
  return [
    strapLeaves(defs, hues, root, [-158, -22, -128, -52]),
    stalk(bud, hues.stem, 4),
    path(leafData(52, 20), { fill: hues.leaf, transform: place(budEnd, 64) }),
    path(leafData(44, 10), { fill: hues.bloom, transform: place(budEnd, 64) }),
    ...stems.map(
      ({ curve, size, tilt }) =>
        stalk(curve, hues.stem, 5) + flower(along(curve, 1), size, tilt + random.near(0, 3)),
    ),
  ].join('');
};

export const owlsClover: Species = (defs, hues, _random, root) => {
  const heart = (size: number) =>
    `M0 0C${p(size * 0.1, -size * 0.55, size * 0.75, -size * 0.75, size, -size * 0.34)}Q${p(size * 1.04, -size * 0.12, size * 0.86, 0)}Q${p(size * 1.04, size * 0.12, size, size * 0.34)}C${p(size * 0.75, size * 0.75, size * 0.1, size * 0.55, 0, 0)}Z`;
  const clover = (size: number) => {
    const fill = defs.linear(
      [
        [0, hues.leaf],
        [1, hues.leafLight],
      ],
      [0, 0, 1, 0],
    );
    return defs.shape(
      [-118, 0, 118]
        .flatMap((angle) => [
          path(heart(size), { fill, transform: place({ x: 0, y: 0 }, angle) }),
          path(
            `M${n(size * 0.3)} 0Q${p(size * 0.5, -size * 0.26, size * 0.72, -size * 0.36)}M${n(size * 0.3)} 0Q${p(size * 0.5, size * 0.26, size * 0.72, size * 0.36)}`,
            {
              stroke: hues.bloomLight,
              width: 1.6,
              opacity: 0.5,
              transform: place({ x: 0, y: 0 }, angle),
            },
          ),
        ])
        .join(''),
    );
  };
  const size = 80;
  const leaflet = clover(62);
  const head = defs.shape(
    halo(defs, hues.glow, { x: 0, y: 0 }, size * 2.2) +
      range(4)
        .map((ring) =>
          petals(15 - ring * 3, -90, 318 - ring * 26, (angle) =>
            path(petalData(size * (1 - ring * 0.2), size * 0.2), {
              fill: defs.linear(
                [
                  [0, hues.bloom],
                  [1, hues.bloomLight],
                ],
                [0, 0, 1, 0],
              ),
              opacity: 0.82,
              transform: place({ x: 0, y: ring * 3 }, angle),
            }),
          ),
        )
        .join('') +
      [-1, 1]
        .map(
          (side) =>
            circle(side * size * 0.24, -size * 0.06, size * 0.14, { fill: hues.stem }) +
            circle(side * size * 0.27, -size * 0.11, size * 0.045, { fill: '#fff' }),
        )
        .join(''),
  );
  const stems = [
    { x: -122, y: -292, bend: -40, scale: 0.7 },
    { x: 132, y: -330, bend: 40, scale: 0.76 },
    { x: 0, y: -410, bend: 20, scale: 1 },
  ];
  const low: readonly (readonly [number, number, number])[] = [
    [-190, -112, -150],
    [-92, -150, -110],
    [186, -124, -34],
    [84, -168, -70],
    [-14, -204, -90],
  ];
  return [
    ...low.map(([x, y]) => stalk(stem(root, from(root, x, y), -x * 0.4), hues.stem, 3.5)),
    ...stems.map(({ x, y, bend }) => stalk(stem(root, from(root, x, y), bend), hues.stem, 5)),
    ...low.map(([x, y, degrees]) => leaflet(place(from(root, x, y), degrees))),
    ...stems.map(({ x, y, scale }) => head(place(from(root, x, y), 0, scale))),
  ].join('');
};

export const tidebell: Species = (defs, hues, random, root) => {
  const bell = (at: Point, size: number, degrees: number) => {
    const shape = `M${p(-size * 0.16, 0)}C${p(-size * 0.62, size * 0.2, -size * 0.42, size * 0.85, -size * 0.74, size * 1.16)}Q${p(-size * 0.44, size * 1.08, -size * 0.25, size * 1.3)}Q${p(0, size * 1.1, size * 0.25, size * 1.3)}Q${p(size * 0.44, size * 1.08, size * 0.74, size * 1.16)}C${p(size * 0.42, size * 0.85, size * 0.62, size * 0.2, size * 0.16, 0)}Z`;
    return (
      halo(defs, hues.glow, { x: at.x, y: at.y + size }, size * 1.7, 0.5) +
      group(
        { transform: place(at, degrees) },
        path(`M0 ${n(size * 0.6)}L0 ${n(size * 1.45)}`, { stroke: hues.bloomLight, width: 2 }),
        circle(0, size * 1.48, size * 0.11, { fill: hues.bloomLight }),
        path(shape, {
          fill: defs.linear([
            [0, hues.bloom],
            [1, hues.bloomLight],
          ]),
          opacity: 0.94,
        }),
        path(
          `M0 ${n(size * 0.06)}V${n(size * 1.12)}M${p(-size * 0.1, size * 0.06)}Q${p(-size * 0.34, size * 0.6, -size * 0.4, size * 1.1)}M${p(size * 0.1, size * 0.06)}Q${p(size * 0.34, size * 0.6, size * 0.4, size * 1.1)}`,
          { stroke: hues.stem, width: 1.2, opacity: 0.35 },
        ),
        path(`M${p(-size * 0.24, size * 0.1)}Q${p(0, -size * 0.34, size * 0.24, size * 0.1)}Z`, {
          fill: hues.leaf,
        }),
      )
    );
  };
  const spray = (side: number, height: number, reach: number) => {
    const [a, b] = [from(root, side * 20, -height * 0.6), from(root, side * reach * 0.6, -height)];
    const curve = [root, a, b, from(root, side * reach, -height * 0.66)] as const;
    return (
      stalk(curve, hues.stem, 5) +
      range(4)
        .map((index) => {
          const at = along(curve, 0.46 + index * 0.18);
          const hang = { x: at.x, y: at.y + 14 };
          return (
            path(`M${p(at.x, at.y)}L${p(hang.x, hang.y)}`, { stroke: hues.stem, width: 2.4 }) +
            bell(hang, 58 - index * 7, random.near(side * -4, 5))
          );
        })
        .join('')
    );
  };
  return [
    strapLeaves(defs, hues, root, [-152, -28, -122, -58, -90]),
    spray(-1, 450, 214),
    spray(1, 560, 204),
  ].join('');
};

export const hushLily: Species = (defs, hues, random, root) => {
  const lily = (at: Point, size: number, degrees: number) => {
    const petal = (angle: number, length: number, width: number) =>
      group(
        { transform: place({ x: 0, y: 0 }, angle) },
        path(leafData(length, width), {
          fill: defs.linear(
            [
              [0, hues.bloom],
              [0.45, hues.bloomLight],
              [1, '#fff'],
            ],
            [0, 0, 1, 0],
          ),
        }),
        path(`M6 0Q${p(length * 0.5, -width * 0.12, length * 0.9, 0)}`, {
          stroke: hues.bloom,
          width: 1.4,
          opacity: 0.7,
        }),
      );
    return (
      halo(defs, hues.glow, at, size * 1.9, 0.5) +
      group(
        { transform: place(at, degrees) },
        petals(4, -90, 214, (angle) => petal(angle, size * 1.02, size * 0.23)),
        petals(3, -90, 104, (angle) => petal(angle, size * 1.12, size * 0.26)),
        petals(5, -90, 72, (angle) => {
          const tip = polar({ x: 0, y: 0 }, size * 0.62, angle);
          return (
            path(`M0 0Q${p(tip.x * 0.3, tip.y * 0.7, tip.x, tip.y)}`, {
              stroke: hues.leafLight,
              width: 2,
            }) + ellipse(tip.x, tip.y, 6, 3, { fill: hues.glow })
          );
        }),
      )
    );
  };
  const stems = [
    { curve: stem(root, from(root, -140, -292), 70), size: 92, tilt: -34 },
    { curve: stem(root, from(root, 124, -250), -70), size: 80, tilt: 38 },
    { curve: stem(root, from(root, 12, -378), -20), size: 132, tilt: 4 },
  ];
  return [
    strapLeaves(defs, hues, root, [-164, -16, -140, -40, -112, -68]),
    ...stems.map(({ curve, size, tilt }) => {
      return stalk(curve, hues.stem, 5.5) + lily(along(curve, 1), size, tilt + random.near(0, 3));
    }),
  ].join('');
};
