import { polar } from './curves.ts';
import { color } from './palette.ts';
import { createRandom, range } from './random.ts';
import { circle, createDefs, drawing, ellipse, group, n, p, path, place, rect } from './svg.ts';
import type { Defs, Point } from './svg.ts';

/** How one print of the orrery is tinted by hand. */
export interface Tint {
  readonly paper: readonly [centre: string, rim: string];
  readonly line: string;
  readonly sun: readonly [string, string];
  /** From the innermost planet outwards. */
  readonly planets: readonly [string, string, string, string, string];
  /** Turns the planets on their ways, in degrees. */
  readonly turn: number;
}

const size = 800;
const centre: Point = { x: 400, y: 400 };
const orbits = [92, 142, 196, 246, 292] as const;

const ticks = (tint: Tint): string => {
  const marks = (every: number, length: number) =>
    range(360 / every)
      .map((index) => {
        const from = polar(centre, 338, index * every);
        const to = polar(centre, 338 - length, index * every);
        return `M${p(from.x, from.y)}L${p(to.x, to.y)}`;
      })
      .join('');
  return (
    path(marks(3, 6), { stroke: tint.line, width: 1, opacity: 0.6 }) +
    path(marks(30, 16), { stroke: tint.line, width: 2 })
  );
};

/** The moon's month around the rim: light on the right while it grows, on the left as it goes. */
const phases = (defs: Defs, tint: Tint): string =>
  range(12)
    .map((index) => {
      const at = polar(centre, 362, index * 30 - 90);
      const light = Math.cos((index * Math.PI) / 6);
      const bulge = Math.abs(light) * 10;
      const waxing = index < 6;
      const dark = light > 0;
      const lit = `M0 -10A10 10 0 0 ${waxing ? 1 : 0} 0 10A${p(bulge, 10)} 0 0 ${waxing === dark ? 0 : 1} 0 -10Z`;
      return group(
        { transform: place(at) },
        circle(0, 0, 10, { fill: defs.glow(tint.line, 0.35) }),
        circle(0, 0, 10, { stroke: tint.line, width: 1.2, opacity: 0.8 }),
        index === 0 ? '' : path(lit, { fill: tint.sun[0] }),
      );
    })
    .join('');

const sun = (defs: Defs, tint: Tint): string => {
  const rays = range(24)
    .map((index) => {
      const from = polar(centre, 50, index * 15);
      const to = polar(centre, index % 2 === 0 ? 74 : 62, index * 15);
      return `M${p(from.x, from.y)}L${p(to.x, to.y)}`;
    })
    .join('');
  return [
    circle(centre.x, centre.y, 210, { fill: defs.glow(tint.sun[1], 0.5) }),
    path(rays, { stroke: tint.sun[1], width: 2.4 }),
    circle(centre.x, centre.y, 42, {
      fill: defs.radial(
        [
          [0, tint.sun[0]],
          [1, tint.sun[1]],
        ],
        [0.4, 0.36],
      ),
    }),
  ].join('');
};

const planet = (defs: Defs, tint: Tint, index: number): string => {
  const radius = [13, 20, 24, 36, 17][index] ?? 16;
  const hue = tint.planets[index] ?? tint.line;
  const at = polar(centre, orbits[index] ?? 0, tint.turn + index * 137.5);
  const body = circle(at.x, at.y, radius, {
    fill: defs.radial(
      [
        [0, '#fff'],
        [0.35, hue],
        [1, hue],
      ],
      [0.3, 0.28],
    ),
  });
  const night = path(
    `M0 ${n(-radius)}A${p(radius, radius)} 0 0 1 0 ${n(radius)}A${p(radius * 0.55, radius)} 0 0 0 0 ${n(-radius)}Z`,
    { fill: tint.paper[1], opacity: 0.4, transform: place(at, tint.turn + index * 137.5) },
  );
  const ring =
    index === 3
      ? group(
          { transform: place(at, -24) },
          path(
            `M${p(-radius * 0.9, -4)}A${p(radius * 1.75, radius * 0.5)} 0 1 0 ${p(radius * 0.9, -4)}`,
            { stroke: tint.line, width: 5, opacity: 0.9 },
          ),
        )
      : '';
  const companion = polar(at, radius + 15, tint.turn * 2 + index * 70);
  const moons =
    index === 1 || index === 2
      ? circle(at.x, at.y, radius + 15, { stroke: tint.line, width: 0.8, opacity: 0.6 }) +
        circle(companion.x, companion.y, 5, { fill: tint.sun[0] })
      : '';
  return (
    circle(at.x, at.y, radius * 2.2, { fill: defs.glow(hue, 0.4) }) + moons + body + night + ring
  );
};

const corners = (tint: Tint): string =>
  [45, 135, 225, 315]
    .map((angle) => {
      const at = polar(centre, 474, angle);
      return group(
        { transform: place(at, angle + 90) },
        path('M0 26C-22 8 -22 -16 0 -34C22 -16 22 8 0 26ZM0 26V-34', {
          stroke: tint.line,
          width: 1.6,
          opacity: 0.75,
        }),
        path('M0 26C-40 24 -52 4 -54 -14C-32 -12 -10 2 0 26C10 2 32 -12 54 -14C52 4 40 24 0 26Z', {
          stroke: tint.line,
          width: 1.6,
          opacity: 0.75,
        }),
      );
    })
    .join('');

/** Draws the orrery in one tint as a square SVG. */
export const orrery = (tint: Tint): string => {
  const defs = createDefs();
  const random = createRandom(7);
  const dust = range(60).map(() => {
    const at = polar(centre, random.between(60, 330), random.between(0, 360));
    return circle(at.x, at.y, random.between(0.6, 1.8), {
      fill: tint.sun[0],
      opacity: random.between(0.3, 0.8),
    });
  });
  const content = [
    rect(0, 0, size, size, {
      fill: defs.radial([
        [0, tint.paper[0]],
        [1, tint.paper[1]],
      ]),
    }),
    rect(36, 36, 728, 728, { radius: 6, stroke: tint.line, width: 1.4, opacity: 0.4 }),
    corners(tint),
    circle(400, 400, 338, { stroke: tint.line, width: 2 }),
    circle(400, 400, 386, { stroke: tint.line, width: 1, opacity: 0.5 }),
    ticks(tint),
    phases(defs, tint),
    ...dust,
    ...orbits.map((radius, index) =>
      circle(400, 400, radius, {
        stroke: tint.line,
        width: 1.3,
        opacity: 0.65,
        dash: index % 2 === 0 ? undefined : '2 7',
      }),
    ),
    ellipse(400, 400, 292, 92, {
      stroke: tint.line,
      width: 1,
      opacity: 0.45,
      transform: `rotate(${String(tint.turn)} 400 400)`,
    }),
    sun(defs, tint),
    ...range(5).map((index) => planet(defs, tint, index)),
  ].join('');
  return drawing(size, defs, content);
};

const { night, ink, dusk, slate, pine, teal, lagoon, moss, fern, sage } = color;
const { cream, paper, sand, amber, honey, coral, clay, rose, lilac, violet, plum } = color;

/** The master and its hand-tinted prints, by the file name's stem. */
export const tints = {
  orrery: {
    paper: [ink, night],
    line: honey,
    sun: [cream, amber],
    planets: [coral, lagoon, rose, sand, lilac],
    turn: 20,
  },
  'orrery-lagoon': {
    paper: [teal, '#0b2b33'],
    line: sage,
    sun: ['#fff', honey],
    planets: [amber, sage, lagoon, cream, coral],
    turn: 96,
  },
  'orrery-plum': {
    paper: ['#5a3f7d', '#241836'],
    line: lilac,
    sun: [cream, rose],
    planets: [honey, lilac, coral, rose, slate],
    turn: 148,
  },
  'orrery-paper': {
    paper: [cream, paper],
    line: '#3c4a6b',
    sun: [honey, coral],
    planets: [clay, dusk, lagoon, amber, violet],
    turn: 210,
  },
  'orrery-moss': {
    paper: [moss, pine],
    line: '#dfe8c3',
    sun: [cream, honey],
    planets: [rose, fern, amber, sage, cream],
    turn: 262,
  },
  'orrery-ember': {
    paper: ['#a8503b', '#3b1a26'],
    line: '#f6cfa0',
    sun: [cream, honey],
    planets: [amber, rose, plum, coral, sand],
    turn: 318,
  },
} as const satisfies Record<string, Tint>;
