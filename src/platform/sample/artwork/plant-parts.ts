import { along, curveData, leafData, polar, type Curve } from './curves.ts';
import { range, type Random } from './random.ts';
import { circle, n, p, path, place, type Defs, type Point } from './svg.ts';

/** The colours that one plant is drawn in. */
export interface Hues {
  readonly stem: string;
  readonly leaf: string;
  readonly leafLight: string;
  readonly bloom: string;
  readonly bloomLight: string;
  readonly glow: string;
}

/** Draws a plant that stands on `root` and is about 480 units high. */
export type Species = (defs: Defs, hues: Hues, random: Random, root: Point) => string;

/** The point `x` to the right and `y` below a plant's root. */
export const from = (root: Point, x: number, y: number): Point => ({
  x: root.x + x,
  y: root.y + y,
});

export const stalk = (curve: Curve, color: string, width: number): string =>
  path(curveData(curve), { stroke: color, width });

/** A leaf with a midrib, lit towards its tip. */
export const leaf = (
  defs: Defs,
  hues: Hues,
  at: Point,
  degrees: number,
  length: number,
  width: number,
): string => {
  const fill = defs.linear(
    [
      [0, hues.leaf],
      [1, hues.leafLight],
    ],
    [0, 0, 1, 0],
  );
  const shape = defs.shape(
    path(leafData(length, width), { fill }) +
      path(`M0 0H${n(length * 0.86)}`, { stroke: hues.stem, width: 1.2, opacity: 0.5 }),
  );
  return shape(place(at, degrees));
};

/** Pairs of leaves along a stem; `size` and `angle` as functions of the place, 0–1. */
export const pairs = (
  defs: Defs,
  hues: Hues,
  curve: Curve,
  options: {
    readonly count: number;
    readonly from: number;
    readonly to: number;
    readonly length: (t: number) => number;
    readonly slender: number;
    readonly angle: number;
  },
): string =>
  range(options.count)
    .flatMap((index) => {
      const t = options.from + ((options.to - options.from) * index) / (options.count - 1 || 1);
      const at = along(curve, t);
      const length = options.length(t);
      return [-1, 1].map((side) =>
        leaf(defs, hues, at, at.heading + side * options.angle, length, length * options.slender),
      );
    })
    .join('');

/** A fern's frond: narrow leaflets along a stem, all in one path. */
export const frond = (
  defs: Defs,
  hues: Hues,
  curve: Curve,
  count: number,
  longest: number,
): string => {
  const leaflets = range(count).flatMap((index) => {
    const t = 0.2 + (0.78 * index) / (count - 1);
    const at = along(curve, t);
    const length = 12 + longest * Math.sin(Math.PI * Math.min(1, (1.02 - t) * 1.05));
    return [-1, 1].map((side) => {
      const tip = polar(at, length, at.heading + side * 52);
      const bow = polar(at, length * 0.55, at.heading + side * 36);
      const back = polar(at, length * 0.5, at.heading + side * 70);
      return `M${p(at.x, at.y)}Q${p(bow.x, bow.y, tip.x, tip.y)}Q${p(back.x, back.y, at.x, at.y)}`;
    });
  });
  const fill = defs.linear([
    [0, hues.leafLight],
    [1, hues.leaf],
  ]);
  return path(leaflets.join(''), { fill }) + stalk(curve, hues.stem, 3);
};

/** A half-moon leaf on a short stalk: the moonwort's own. */
export const moonLeaf = (
  defs: Defs,
  hues: Hues,
  at: Point,
  degrees: number,
  size: number,
): string => {
  const fill = defs.radial(
    [
      [0, hues.leaf],
      [0.55, hues.leaf],
      [1, hues.leafLight],
    ],
    [0, 0.5],
  );
  const fan = `M0 0C${p(size * 0.2, -size * 0.16, size * 0.42, -size * 0.5, size * 0.7, -size * 0.5)}A${p(size * 0.62, size * 0.62)} 0 0 1 ${p(size * 0.7, size * 0.5)}C${p(size * 0.42, size * 0.5, size * 0.2, size * 0.16, 0, 0)}Z`;
  const veins = [-24, -8, 8, 24]
    .map((angle) => {
      const radians = (angle * Math.PI) / 180;
      return `M${p(size * 0.16, 0)}L${p(Math.cos(radians) * size * 0.86, Math.sin(radians) * size * 0.9)}`;
    })
    .join('');
  const shape = defs.shape(
    path(fan, { fill }) + path(veins, { stroke: hues.stem, width: 1.1, opacity: 0.4 }),
  );
  return shape(place(at, degrees));
};

/** The waning moon, its back to the left. */
export const crescent = (at: Point, radius: number, color: string): string =>
  path(
    `M0 ${n(-radius)}A${p(radius, radius)} 0 0 0 0 ${n(radius)}A${p(radius * 1.25, radius * 1.25)} 0 0 1 0 ${n(-radius)}Z`,
    { fill: color, transform: place(at, -28) },
  );

/** Light around something that shines. */
export const halo = (defs: Defs, color: string, at: Point, radius: number, strength = 0.55) =>
  circle(at.x, at.y, radius, { fill: defs.glow(color, strength) });

/** Petals around a centre, evenly over `spread` degrees about `degrees`. */
export const petals = (
  count: number,
  degrees: number,
  spread: number,
  petal: (degrees: number, index: number) => string,
): string =>
  range(count)
    .map((index) => petal(degrees + spread * (count === 1 ? 0 : index / (count - 1) - 0.5), index))
    .join('');

/** A petal from the origin along +x, broad at two thirds of its length. */
export const petalData = (length: number, width: number): string =>
  `M0 0C${p(length * 0.2, -width * 0.5, length * 0.55, -width * 1.15, length * 0.92, -width * 0.35)}Q${p(length * 1.04, 0, length * 0.92, width * 0.35)}C${p(length * 0.55, width * 1.15, length * 0.2, width * 0.5, 0, 0)}Z`;
