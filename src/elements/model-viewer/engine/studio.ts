/** A unit vector; y is up. */
export type Vector = readonly [x: number, y: number, z: number];
/** Linear radiance; 1 is the white of the page. */
export type Rgb = readonly [red: number, green: number, blue: number];

interface Softbox {
  /** Where it hangs, seen from the middle of the model: degrees around and above the horizon. */
  readonly around: number;
  readonly above: number;
  /** Half its width and height at distance 1. */
  readonly width: number;
  readonly height: number;
  readonly radiance: Rgb;
}

/**
 * A large light from above, a key light at the front left, a fill at the front right, and two strips
 * that draw an edge from behind: neutral, and kind to a model from every side.
 */
const softboxes: readonly Softbox[] = [
  { around: 0, above: 90, width: 0.8, height: 0.8, radiance: [1, 1, 1.03] },
  { around: -42, above: 34, width: 0.42, height: 0.55, radiance: [3.3, 3.22, 3.1] },
  { around: 58, above: 18, width: 0.36, height: 0.7, radiance: [0.9, 0.93, 1] },
  { around: 142, above: 22, width: 0.16, height: 0.85, radiance: [3, 3.1, 3.3] },
  { around: -138, above: 26, width: 0.2, height: 0.8, radiance: [2.2, 2.2, 2.26] },
];

/** The room around them, from straight below over the horizon to straight above. */
const floor: Rgb = [0.26, 0.255, 0.25];
const horizon: Rgb = [0.36, 0.36, 0.36];
const ceiling: Rgb = [0.42, 0.425, 0.44];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const placed = softboxes.map((box) => {
  const around = (box.around * Math.PI) / 180;
  const above = (box.above * Math.PI) / 180;
  const [sin, cos] = [Math.sin(around), Math.cos(around)];
  return {
    ...box,
    forward: [sin * Math.cos(above), Math.sin(above), cos * Math.cos(above)] as const,
    right: [cos, 0, -sin] as const,
    up: [-sin * Math.sin(above), Math.cos(above), -cos * Math.sin(above)] as const,
  };
});

/** The Gaussian error function, to 5e-4 (Abramowitz & Stegun 7.1.27). */
const erf = (x: number): number => {
  const a = Math.abs(x);
  const sum = 1 + a * (0.278393 + a * (0.230389 + a * (0.000972 + a * 0.078108)));
  return Math.sign(x) * (1 - 1 / sum ** 4);
};

/** How much of a strip of light of half width `half` is seen at `x` through a Gaussian blur. */
const blurred = (x: number, half: number, sigma: number): number =>
  Math.abs(x) > half + 4 * sigma ? 0 : (erf((x + half) / sigma) - erf((x - half) / sigma)) / 2;

/**
 * The light that comes from a direction, blurred as a surface of this roughness (0 to 1) mirrors it:
 * a Gaussian stands in for the GGX lobe, as it can be laid over a rectangle without sampling.
 */
export const studioRadiance = (direction: Vector, roughness: number): Rgb => {
  // Half-vectors spread by about roughness², their reflections by twice that.
  const sigma = 0.03 + 2 * roughness * roughness;
  const height = direction[1];
  const end = height < 0 ? floor : ceiling;
  const share = Math.abs(height) ** 0.8;
  // Called for each of some thirty thousand texels before the first picture: no lists in here.
  let red = horizon[0] + (end[0] - horizon[0]) * share;
  let green = horizon[1] + (end[1] - horizon[1]) * share;
  let blue = horizon[2] + (end[2] - horizon[2]) * share;
  for (const { forward, right, up, width, height: tall, radiance } of placed) {
    const distance = dot(direction, forward);
    if (distance <= 0.05) continue;
    const across = blurred(dot(direction, right) / distance, width, sigma);
    if (across === 0) continue;
    const seen = across * blurred(dot(direction, up) / distance, tall, sigma);
    red += radiance[0] * seen;
    green += radiance[1] * seen;
    blue += radiance[2] * seen;
  }
  return [red, green, blue];
};
