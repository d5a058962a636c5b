/** x right, y up, z towards the viewer; metres. */
export type Vector = readonly [x: number, y: number, z: number];

/** Triangles with a normal, and where wanted a linear colour, for each vertex. */
export interface Geometry {
  readonly positions: readonly Vector[];
  readonly normals: readonly Vector[];
  readonly colors?: readonly Vector[];
  readonly indices: readonly number[];
}

export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const normalize = (v: Vector): Vector => {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
};

/**
 * A smooth surface from a function of two parameters, both 0–1. Its outside is where `v` runs up
 * while `u` runs to the left.
 */
export const surface = (
  columns: number,
  rows: number,
  at: (u: number, v: number) => Vector,
): Geometry => {
  const positions: Vector[] = [];
  const normals: Vector[] = [];
  const indices: number[] = [];
  const step = 1e-4;
  for (let row = 0; row <= rows; row += 1) {
    for (let column = 0; column <= columns; column += 1) {
      const [u, v] = [column / columns, row / rows];
      // A pole has no direction of its own: the normal is taken just beside it.
      const [pu, pv] = [u, Math.min(1 - step * 2, Math.max(step * 2, v))];
      const along = subtract(at(pu + step, pv), at(pu - step, pv));
      const up = subtract(at(pu, pv + step), at(pu, pv - step));
      positions.push(at(u, v));
      normals.push(normalize(cross(up, along)));
      if (row === rows || column === columns) continue;
      const a = row * (columns + 1) + column;
      const b = a + columns + 1;
      indices.push(a, b, a + 1, b, b + 1, a + 1);
    }
  }
  return { positions, normals, indices };
};

/** Triangles each with its own normal, as cut stone has. */
export const faceted = (triangles: readonly (readonly [Vector, Vector, Vector])[]): Geometry => ({
  positions: triangles.flat(),
  normals: triangles.flatMap(([a, b, c]) => {
    const normal = normalize(cross(subtract(b, a), subtract(c, a)));
    return [normal, normal, normal];
  }),
  indices: triangles.flatMap((_, index) => [index * 3, index * 3 + 1, index * 3 + 2]),
});

export interface Placement {
  /** Degrees about x, then y, then z. */
  readonly turn?: Vector;
  readonly scale?: number | Vector;
  readonly move?: Vector;
}

const rotate = ([x, y, z]: Vector, turn: Vector): Vector => {
  const [a, b, c] = turn.map((degrees) => (degrees * Math.PI) / 180);
  const spin = (p: number, q: number, angle = 0): [number, number] => [
    p * Math.cos(angle) - q * Math.sin(angle),
    p * Math.sin(angle) + q * Math.cos(angle),
  ];
  const [y1, z1] = spin(y, z, a);
  const [z2, x2] = spin(z1, x, b);
  const [x3, y3] = spin(x2, y1, c);
  return [x3, y3, z2];
};

/** Scales, then turns, then moves. */
export const placed = (geometry: Geometry, placement: Placement): Geometry => {
  const { turn = [0, 0, 0], scale = 1, move = [0, 0, 0] } = placement;
  const [sx, sy, sz] = typeof scale === 'number' ? [scale, scale, scale] : scale;
  return {
    ...geometry,
    positions: geometry.positions.map(([x, y, z]) => {
      const [rx, ry, rz] = rotate([x * sx, y * sy, z * sz], turn);
      return [rx + move[0], ry + move[1], rz + move[2]];
    }),
    normals: geometry.normals.map(([x, y, z]) => rotate(normalize([x / sx, y / sy, z / sz]), turn)),
  };
};

/** Gives each vertex a linear colour by its place. */
export const tinted = (geometry: Geometry, color: (at: Vector) => Vector): Geometry => ({
  ...geometry,
  colors: geometry.positions.map(color),
});

/** One geometry out of several; either all of them have colours or none. */
export const merged = (geometries: readonly Geometry[]): Geometry => {
  const positions: Vector[] = [];
  const normals: Vector[] = [];
  const colors: Vector[] = [];
  const indices: number[] = [];
  for (const geometry of geometries) {
    const first = positions.length;
    positions.push(...geometry.positions);
    normals.push(...geometry.normals);
    colors.push(...(geometry.colors ?? []));
    indices.push(...geometry.indices.map((index) => index + first));
  }
  return { positions, normals, indices, ...(colors.length > 0 && { colors }) };
};

/** Between two colours or places. */
export const blend = (a: Vector, b: Vector, share: number): Vector => {
  const t = Math.min(1, Math.max(0, share));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
};

/** A `#rrggbb` colour as glTF wants it: linear, 0–1. IEC 61966-2-1. */
export const linearColor = (hex: string): Vector => {
  const channel = (index: number) => {
    const value = Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(1), channel(2)];
};
