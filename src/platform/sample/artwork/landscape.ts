import { polar, smoothData } from './curves.ts';
import { createRandom, range } from './random.ts';
import {
  circle,
  coarse,
  ellipse,
  group,
  n,
  p,
  path,
  place,
  rect,
  type Defs,
  type Point,
} from './svg.ts';

/** The side of a landscape's square. */
export const size = 800;

/** A colour between two, `share` of the way from `a` to `b`; all as `#rrggbb`. */
export const mix = (a: string, b: string, share: number): string => {
  const channel = (hex: string, index: number) =>
    Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16);
  const parts = range(3).map((index) =>
    Math.round(channel(a, index) * (1 - share) + channel(b, index) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${parts.join('')}`;
};

export const stars = (seed: number, count: number, below: number, twinkle = 0): string => {
  const random = createRandom(seed);
  return range(count)
    .map((index) => {
      const height = random.between(0, 1) ** 1.4;
      const shine = random.between(0.35, 0.95);
      return circle(random.between(0, size), height * below, random.between(0.7, 2.4), {
        fill: '#fff',
        opacity: shine * (1 - height * 0.7) * (1 - 0.5 * Math.abs(Math.sin(twinkle + index))),
      });
    })
    .join('');
};

/** A moon with its light; `shade` covers the dark side of one that is not full. */
export const moon = (
  defs: Defs,
  at: Point,
  radius: number,
  color: string,
  shade?: { readonly color: string; readonly by: number },
): string => {
  const disc = circle(at.x, at.y, radius, {
    fill: defs.radial(
      [
        [0, '#fff'],
        [1, color],
      ],
      [0.38, 0.36],
    ),
  });
  const clip = defs.clip(circle(at.x, at.y, radius));
  const craters = [
    [-0.3, 0.28, 0.2],
    [0.3, -0.2, 0.15],
    [0.22, 0.42, 0.1],
    [-0.12, -0.42, 0.09],
  ].map(([x = 0, y = 0, r = 0]) =>
    circle(at.x + x * radius, at.y + y * radius, r * radius, { fill: color, opacity: 0.4 }),
  );
  return [
    circle(at.x, at.y, radius * 3.4, { fill: defs.glow(color, 0.5) }),
    disc,
    ...craters,
    shade &&
      circle(at.x + radius * shade.by, at.y - radius * 0.2, radius * 1.02, {
        fill: shade.color,
        clip,
      }),
  ]
    .filter(Boolean)
    .join('');
};

/** The outline of hills across the picture, around the height `y`. */
const ridgeLine = (seed: number, y: number, height: number, steps: number): Point[] => {
  const random = createRandom(seed);
  const shift = random.between(0, 6);
  return range(steps + 1).map((index) => ({
    x: (index * size) / steps,
    y: y + Math.sin(shift + index * 1.1) * height * 0.6 + random.near(0, height * 0.6),
  }));
};

/** Ranges of hills, from the far to the near one, the air between them growing clearer. */
export const ridges = (
  defs: Defs,
  options: {
    readonly seed: number;
    readonly count: number;
    readonly from: number;
    readonly to: number;
    readonly far: string;
    readonly near: string;
    readonly mist: string;
    readonly height: number;
  },
): string =>
  range(options.count)
    .map((index) => {
      const share = index / (options.count - 1 || 1);
      const y = options.from + (options.to - options.from) * share ** 1.2;
      const line = ridgeLine(options.seed + index * 17, y, options.height * (1 - share * 0.4), 7);
      const top = mix(options.far, options.near, share);
      const first = line[0] ?? { x: 0, y };
      return path(`M0 ${n(size)}V${n(first.y)}${smoothData(line)}V${n(size)}Z`, {
        fill: defs.linear([
          [0, top],
          [1, mix(top, options.mist, 0.55 * (1 - share))],
        ]),
      });
    })
    .join('');

const firData = (x: number, y: number, height: number): string => {
  const tiers = [0, 1, 2, 3, 4];
  const level = (tier: number) => y - height * (1 - (tier + 1) / tiers.length);
  const right = tiers.map((tier) => {
    const out = x + height * (0.06 + 0.05 * tier);
    const back = x + height * (0.02 + 0.03 * tier);
    return `L${coarse(out, level(tier))}L${coarse(back, level(tier))}`;
  });
  const left = tiers.toReversed().map((tier) => {
    const out = x - height * (0.06 + 0.05 * tier);
    const back = x - height * (0.02 + 0.03 * tier);
    return `L${coarse(back, level(tier))}L${coarse(out, level(tier))}`;
  });
  return `M${coarse(x, y - height * 1.06)}${right.join('')}${left.join('')}Z`;
};

interface Firs {
  readonly seed: number;
  readonly count: number;
  /** Where their feet are. */
  readonly y: number;
  readonly tall: number;
  readonly color: string;
  /** The piece of the picture's width that they stand on. */
  readonly from?: number;
  readonly to?: number;
}

const fir = (
  { seed, count, tall, color, from = 0, to = size }: Firs,
  foot: (x: number) => number,
): string => {
  const random = createRandom(seed);
  const data = range(count).map((index) => {
    const x = from + ((to - from) * (index + random.between(0.1, 0.9))) / count;
    return firData(x, foot(x), random.between(tall * 0.55, tall));
  });
  return path(data.join(''), { fill: color });
};

/** A row of firs on level ground, or out of the mist. */
export const firs = (row: Firs): string => fir(row, () => row.y);

/** Firs on a knoll at the picture's lower edge. */
export const grove = (row: Firs): string => {
  const { from = 0, to = size, y, color } = row;
  const centre = (from + to) / 2;
  const wide = (to - from) / 2 + 170;
  const high = size + 40 - y;
  const foot = (x: number) => size + 46 - high * Math.sqrt(1 - ((x - centre) / wide) ** 2);
  return ellipse(centre, size + 40, wide, high, { fill: color }) + fir(row, foot);
};

/** The observatory: a dome with an open slit, a lit door and, where wanted, its beam. */
export const observatory = (
  defs: Defs,
  at: Point,
  scale: number,
  wall: string,
  light: string,
): string =>
  group(
    { transform: place(at, 0, scale) },
    path('M22 -96L150 -330L250 -270Z', {
      fill: defs.linear(
        [
          [0, light, 0.5],
          [0.8, light, 0],
        ],
        [0, 1, 0.75, 0],
      ),
    }),
    circle(0, -30, 150, { fill: defs.glow(light, 0.4) }),
    path('M-78 40V-42H78V40Z', {
      fill: defs.linear(
        [
          [0, wall],
          [1, mix(wall, '#000000', 0.35)],
        ],
        [0, 0, 1, 0],
      ),
    }),
    path('M-88 -42A88 88 0 0 1 88 -42Z', {
      fill: defs.linear(
        [
          [0, mix(wall, '#ffffff', 0.22)],
          [0.6, wall],
          [1, mix(wall, '#000000', 0.3)],
        ],
        [0, 0, 1, 0.3],
      ),
    }),
    path('M10 -128A88 88 0 0 1 52 -112L40 -42H14Z', { fill: light }),
    rect(-94, -48, 188, 10, { radius: 5, fill: mix(wall, '#000000', 0.2) }),
    path('M-14 40V4A14 14 0 0 1 14 4V40Z', { fill: light }),
    rect(-54, -18, 18, 24, { radius: 9, fill: light, opacity: 0.85 }),
    rect(36, -18, 18, 24, { radius: 9, fill: light, opacity: 0.85 }),
  );

/** Still water from `y` down, with a path of light under `x`. */
export const water = (
  defs: Defs,
  y: number,
  colors: readonly [string, string],
  lights: readonly { readonly x: number; readonly color: string; readonly width: number }[],
): string => {
  const random = createRandom(5);
  return [
    rect(0, y, size, size - y, {
      fill: defs.linear([
        [0, colors[0]],
        [1, colors[1]],
      ]),
    }),
    ...lights.flatMap((light) =>
      range(16).map((index) => {
        const depth = index / 16;
        const half = light.width * (0.4 + depth * 0.9) * random.between(0.35, 1);
        const x = light.x + random.near(0, light.width * 0.35);
        return path(`M${coarse(x - half, y + 8 + depth * (size - y - 30))}H${n(x + half)}`, {
          stroke: light.color,
          width: 2.4 + depth * 3,
          opacity: 0.75 - depth * 0.5,
        });
      }),
    ),
  ].join('');
};

/** The paths that stars draw around the pole while a plate is exposed. */
export const starTrails = (seed: number, pole: Point, color: string): string => {
  const random = createRandom(seed);
  return range(54)
    .map((index) => {
      const radius = 22 + index * 12.5 + random.near(0, 4);
      const begin = random.between(0, 360);
      const from = polar(pole, radius, begin);
      const to = polar(pole, radius, begin + random.between(38, 96));
      return path(`M${p(from.x, from.y)}A${p(radius, radius)} 0 0 1 ${p(to.x, to.y)}`, {
        stroke: index % 5 === 0 ? '#fff' : color,
        width: random.between(1, 2.6),
        opacity: random.between(0.35, 0.9),
      });
    })
    .join('');
};

/**
 * Curtains of northern light, each made of upright rays; `phase` (0–1) moves them through one loop.
 */
export const aurora = (
  defs: Defs,
  curtains: readonly { readonly y: number; readonly tall: number; readonly color: string }[],
  phase: number,
): string => {
  const turn = phase * 2 * Math.PI;
  const ray = 10;
  return curtains
    .map(({ y, tall, color }, curtain) => {
      const fill = defs.linear([
        [0, color, 0],
        [0.5, color, 0.22],
        [0.86, color, 0.75],
        [1, color, 0],
      ]);
      const rays = range(size / ray).map((index) => {
        const x = index * ray;
        const hem =
          y +
          Math.sin(x / 150 + curtain * 2.1 + turn) * 42 +
          Math.sin(x / 67 + curtain - turn) * 16;
        const reach =
          tall * (0.8 + 0.14 * Math.sin(x / 23 + curtain + turn) + 0.1 * Math.sin(x / 9 - turn));
        return `<path d="M${coarse(x, hem - reach)}h${String(ray)}V${n(hem)}h-${String(ray)}"/>`;
      });
      return group({ fill }, ...rays);
    })
    .join('');
};

/** Birds on their way, as two strokes each. */
export const birds = (at: Point, color: string): string =>
  path(
    [
      [0, 0, 17],
      [42, -20, 13],
      [78, 6, 14],
      [-36, -26, 11],
      [118, -14, 10],
    ]
      .map(([x = 0, y = 0, w = 0]) => {
        const [cx, cy] = [at.x + x, at.y + y];
        return `M${p(cx - w, cy - w * 0.4)}Q${p(cx - w * 0.4, cy - w * 0.6, cx, cy)}Q${p(cx + w * 0.4, cy - w * 0.6, cx + w, cy - w * 0.4)}`;
      })
      .join(''),
    { stroke: color, width: 2.6 },
  );

/** Reeds at the lower edge. */
export const reeds = (
  seed: number,
  color: string,
  [from, to]: readonly [number, number],
): string => {
  const random = createRandom(seed);
  const blades = range(26).map(() => {
    const x = random.between(from, to);
    const lean = random.near(0, 46);
    const height = random.between(110, 250);
    return { x, lean, height };
  });
  return (
    path(
      blades
        .map(
          ({ x, lean, height }) =>
            `M${coarse(x, size + 10)}Q${coarse(x, size - height * 0.6, x + lean, size - height)}`,
        )
        .join(''),
      { stroke: color, width: 4 },
    ) +
    path(
      blades
        .filter((_, index) => index % 3 === 0)
        .map(({ x, lean, height }) => {
          const top = { x: x + lean, y: size - height };
          return `M${coarse(top.x, top.y)}L${coarse(top.x - lean * 0.1, top.y + 34)}`;
        })
        .join(''),
      { stroke: color, width: 11 },
    )
  );
};

/** Bands of mist across the valleys. */
export const mistBands = (defs: Defs, color: string, ys: readonly number[]): string =>
  ys
    .map((y) =>
      rect(0, y, size, 90, {
        fill: defs.linear([
          [0, color, 0],
          [0.5, color, 0.62],
          [1, color, 0],
        ]),
      }),
    )
    .join('');
