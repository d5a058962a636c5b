/** Where the camera stands: angles in radians, seen from the middle of the model. */
export interface Orbit {
  /** Around the vertical axis; 0 is the front, positive to the right as one faces the model. */
  readonly theta: number;
  /** Down from straight above. */
  readonly phi: number;
  /** Distance: in metres, or as a share of the distance at which the model just fits. */
  readonly radius: { readonly metres: number } | { readonly share: number };
}

const degree = Math.PI / 180;

/** Three quarters from the front and a little above: shows most of most things. */
export const defaultOrbit: Orbit = {
  theta: 30 * degree,
  phi: 72 * degree,
  radius: { share: 1.12 },
};

const number = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
const angle = new RegExp(`^${number}(deg|rad)$`, 'i');
const length = new RegExp(`^${number}(m|cm|mm|%)$`, 'i');

/** More than a full turn is the rest beyond it: of very many turns, nothing else would be exact. */
const angleOf = (text: string | undefined): number | undefined => {
  const [, value, unit = ''] = angle.exec(text ?? '') ?? [];
  const radians = Number(value) * (unit.toLowerCase() === 'rad' ? 1 : degree);
  return Number.isFinite(radians) ? radians % (2 * Math.PI) : undefined;
};

const metres: Readonly<Record<string, number>> = { m: 1, cm: 0.01, mm: 0.001 };

const radiusOf = (text: string | undefined): Orbit['radius'] | undefined => {
  const [, value, unit = ''] = length.exec(text ?? '') ?? [];
  const size = Number(value);
  if (!Number.isFinite(size) || size <= 0) return undefined;
  if (unit === '%') return { share: size / 100 };
  return { metres: size * (metres[unit.toLowerCase()] ?? 1) };
};

/**
 * Reads `camera-orbit`, written as for Google's model-viewer: `theta phi radius`, for example
 * `30deg 75deg 105%` or `0.5rad auto 1.5m`. A part that is missing, `auto` or unreadable takes its
 * default.
 */
export const parseOrbit = (text: string | null | undefined): Orbit => {
  const [theta, phi, radius] = (text ?? '').trim().split(/\s+/);
  return {
    theta: angleOf(theta) ?? defaultOrbit.theta,
    phi: angleOf(phi) ?? defaultOrbit.phi,
    radius: radiusOf(radius) ?? defaultOrbit.radius,
  };
};
