import { p, type Point } from './svg.ts';

/** A cubic Bézier curve: a stem, a branch. */
export type Curve = readonly [Point, Point, Point, Point];

/** A stem from `from` to `to` that bends sideways by `bend` units, first leaving straight up. */
export const stem = (from: Point, to: Point, bend: number): Curve => [
  from,
  { x: from.x, y: from.y + (to.y - from.y) * 0.45 },
  { x: to.x - bend, y: from.y + (to.y - from.y) * 0.8 },
  to,
];

export const curveData = ([a, b, c, d]: Curve): string =>
  `M${p(a.x, a.y)}C${p(b.x, b.y, c.x, c.y, d.x, d.y)}`;

/** Where the curve is at `t` (0–1), and its heading in degrees. */
export const along = ([a, b, c, d]: Curve, t: number): Point & { readonly heading: number } => {
  const u = 1 - t;
  const mix = (axis: 'x' | 'y') =>
    u ** 3 * a[axis] + 3 * u ** 2 * t * b[axis] + 3 * u * t ** 2 * c[axis] + t ** 3 * d[axis];
  const slope = (axis: 'x' | 'y') =>
    u ** 2 * (b[axis] - a[axis]) + 2 * u * t * (c[axis] - b[axis]) + t ** 2 * (d[axis] - c[axis]);
  return {
    x: mix('x'),
    y: mix('y'),
    heading: (Math.atan2(slope('y'), slope('x')) * 180) / Math.PI,
  };
};

/** A pointed leaf from the origin along +x. */
export const leafData = (length: number, width: number): string =>
  `M0 0C${p(length * 0.25, -width, length * 0.7, -width * 0.8, length, 0)}C${p(length * 0.7, width * 0.8, length * 0.25, width, 0, 0)}Z`;

/** A smooth line through points, as Catmull and Rom draw it; begins where the pen is. */
export const smoothData = (points: readonly Point[]): string =>
  points
    .slice(0, -1)
    .map((point, index) => {
      const next = points[index + 1] ?? point;
      const before = points[index - 1] ?? point;
      const after = points[index + 2] ?? next;
      return `C${p(
        point.x + (next.x - before.x) / 6,
        point.y + (next.y - before.y) / 6,
        next.x - (after.x - point.x) / 6,
        next.y - (after.y - point.y) / 6,
        next.x,
        next.y,
      )}`;
    })
    .join('');

/** The point at `degrees` on a circle; 0 is to the right, 90 down. */
export const polar = (centre: Point, radius: number, degrees: number): Point => ({
  x: centre.x + radius * Math.cos((degrees * Math.PI) / 180),
  y: centre.y + radius * Math.sin((degrees * Math.PI) / 180),
});
