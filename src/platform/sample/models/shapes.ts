import {
  cross,
  faceted,
  merged,
  normalize,
  subtract,
  surface,
  type Geometry,
  type Vector,
} from './geometry.ts';

const turnOf = (u: number) => u * 2 * Math.PI;

/** Catmull and Rom's curve through points, at `t` 0–1. */
export const through = (points: readonly Vector[], t: number): Vector => {
  const last = points.length - 1;
  const index = Math.min(last - 1, Math.max(0, Math.floor(t * last)));
  const local = t * last - index;
  const point = (i: number): Vector => points[Math.min(last, Math.max(0, i))] ?? [0, 0, 0];
  const [a, b, c, d] = [point(index - 1), point(index), point(index + 1), point(index + 2)];
  const axis = (i: 0 | 1 | 2) =>
    0.5 *
    (2 * b[i] +
      (c[i] - a[i]) * local +
      (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * local ** 2 +
      (3 * b[i] - a[i] - 3 * c[i] + d[i]) * local ** 3);
  return [axis(0), axis(1), axis(2)];
};

/** `[radius, height]`, from below up along the outside. */
export type Profile = readonly (readonly [radius: number, y: number])[];

/** A round body whose profile is one smooth curve. */
export const turned = (profile: Profile, columns = 36, rows = profile.length * 2): Geometry => {
  const points = profile.map(([radius, y]): Vector => [radius, y, 0]);
  return surface(columns, rows, (u, v) => {
    const [radius, y] = through(points, v);
    return [radius * Math.cos(turnOf(u)), y, radius * Math.sin(turnOf(u))];
  });
};

/** A round body with an edge at each point of its profile. */
export const stepped = (profile: Profile, columns = 36): Geometry =>
  merged(
    profile.slice(1).map(([radius, y], index) => {
      const [fromRadius, fromY] = profile[index] ?? [radius, y];
      return surface(columns, 1, (u, v) => {
        const r = fromRadius + (radius - fromRadius) * v;
        return [r * Math.cos(turnOf(u)), fromY + (y - fromY) * v, r * Math.sin(turnOf(u))];
      });
    }),
  );

const power = (value: number, exponent: number) => Math.sign(value) * Math.abs(value) ** exponent;

/** A sphere; with `round` below 1 it becomes a box with soft edges. */
export const ball = (radii: Vector, round = 1, columns = 32, rows = 20): Geometry =>
  surface(columns, rows, (u, v) => {
    const tilt = (v - 0.5) * Math.PI;
    const ring = power(Math.cos(tilt), round);
    return [
      radii[0] * ring * power(Math.cos(turnOf(u)), round),
      radii[1] * power(Math.sin(tilt), round),
      radii[2] * ring * power(Math.sin(turnOf(u)), round),
    ];
  });

/** A ring around the y axis. */
export const ring = (radius: number, thickness: number, columns = 32, rows = 10): Geometry =>
  surface(columns, rows, (u, v) => {
    const out = radius - thickness * Math.cos(turnOf(v));
    return [out * Math.cos(turnOf(u)), -thickness * Math.sin(turnOf(v)), out * Math.sin(turnOf(u))];
  });

/** A round rod along a curve; `radius` may change on the way (0–1). */
export const rod = (
  points: readonly Vector[],
  radius: (t: number) => number,
  columns = 10,
  rows = points.length * 4,
): Geometry =>
  surface(columns, rows, (u, v) => {
    const centre = through(points, v);
    const ahead = normalize(
      subtract(through(points, Math.min(1, v + 0.01)), through(points, Math.max(0, v - 0.01))),
    );
    const side = normalize(cross(ahead, Math.abs(ahead[2]) > 0.9 ? [1, 0, 0] : [0, 0, 1]));
    const other = cross(side, ahead);
    const [c, s, r] = [Math.cos(turnOf(u)), Math.sin(turnOf(u)), radius(v)];
    return [
      centre[0] + r * (side[0] * c + other[0] * s),
      centre[1] + r * (side[1] * c + other[1] * s),
      centre[2] + r * (side[2] * c + other[2] * s),
    ];
  });

/** The moonwort's half-moon leaf, its stalk at the origin, lying along +x and cupped upwards. */
export const moonLeaf = (length: number): Geometry =>
  surface(10, 6, (u, v) => {
    const angle = (u - 0.5) * 2.1 * (0.35 + 0.65 * v);
    const edge = length * (1 + 0.05 * Math.cos(angle * 9) * v);
    const reach = v * edge;
    const lift = 0.22 * length * (v * v * 0.6 + (angle * angle) / 3);
    return [reach * Math.cos(angle), lift, -reach * Math.sin(angle)];
  });

/** A pointed leaf along +x, folded along its midrib and bowing down to its tip. */
export const blade = (length: number, width: number, droop: number): Geometry =>
  surface(6, 10, (u, v) => {
    const side = (u - 0.5) * 2;
    const half = width * Math.sin(Math.PI * v ** 0.8) ** 0.9;
    return [
      length * v,
      Math.abs(side) * half * 0.45 + length * (0.25 * v - droop * v * v),
      -side * half,
    ];
  });

/** A six-sided crystal that stands on the origin. */
export const crystal = (radius: number, height: number, lean = 0): Geometry => {
  const corner = (index: number, y: number, r: number): Vector => {
    const angle = (index * Math.PI) / 3;
    return [r * Math.cos(angle) + lean * y, y, r * Math.sin(angle)];
  };
  const shoulder = height * 0.74;
  const tip: Vector = [lean * height + radius * 0.12, height, radius * 0.08];
  const sides = Array.from({ length: 6 }, (_, index) => {
    const [a, b] = [corner(index, 0, radius * 0.82), corner(index + 1, 0, radius * 0.82)];
    const dip = index % 2 === 0 ? 1 : 0.93;
    const nextDip = index % 2 === 0 ? 0.93 : 1;
    const [c, d] = [
      corner(index, shoulder * dip, radius),
      corner(index + 1, shoulder * nextDip, radius),
    ];
    return [
      [a, c, b],
      [b, c, d],
      [c, tip, d],
    ] as const;
  });
  return faceted(sides.flat());
};
