import type { Rgb, Vector } from './studio.ts';

/**
 * The nine functions that hold what a matt surface sees of any surroundings to within some percent,
 * each with the share of it that is left after gathering over a hemisphere (Ramamoorthi and
 * Hanrahan, An Efficient Representation for Irradiance Environment Maps, 2001), divided by π.
 */
const basis: readonly { readonly left: number; readonly at: (direction: Vector) => number }[] = [
  { left: 1, at: () => 0.282095 },
  { left: 2 / 3, at: ([, y]) => 0.488603 * y },
  { left: 2 / 3, at: ([, , z]) => 0.488603 * z },
  { left: 2 / 3, at: ([x]) => 0.488603 * x },
  { left: 1 / 4, at: ([x, y]) => 1.092548 * x * y },
  { left: 1 / 4, at: ([, y, z]) => 1.092548 * y * z },
  { left: 1 / 4, at: ([, , z]) => 0.315392 * (3 * z * z - 1) },
  { left: 1 / 4, at: ([x, , z]) => 1.092548 * x * z },
  { left: 1 / 4, at: ([x, y]) => 0.546274 * (x * x - y * y) },
];

const samples = 1024;

/** Directions spread evenly over the sphere: a Fibonacci spiral. */
const spread = (at: number): Vector => {
  const y = 1 - (2 * at + 1) / samples;
  const around = at * Math.PI * (3 - Math.sqrt(5));
  const radius = Math.sqrt(1 - y * y);
  return [radius * Math.cos(around), y, radius * Math.sin(around)];
};

/** The light that a matt surface facing a direction gathers from surroundings. */
export const irradianceOf = (radiance: (direction: Vector) => Rgb) => {
  const sums = basis.map(() => [0, 0, 0]);
  for (let sample = 0; sample < samples; sample += 1) {
    const direction = spread(sample);
    const light = radiance(direction);
    basis.forEach(({ left, at }, term) => {
      const weight = (left * at(direction) * 4 * Math.PI) / samples;
      const sum = sums[term] ?? [];
      light.forEach((value, channel) => {
        sum[channel] = (sum[channel] ?? 0) + value * weight;
      });
    });
  }
  const channel = (direction: Vector, which: number): number =>
    basis.reduce((sum, { at }, term) => sum + at(direction) * (sums[term]?.[which] ?? 0), 0);
  return (direction: Vector): Rgb => [
    Math.max(0, channel(direction, 0)),
    Math.max(0, channel(direction, 1)),
    Math.max(0, channel(direction, 2)),
  ];
};
