import * as land from './landscape.ts';
import { createRandom, range } from './random.ts';
import { circle, coarse, drawing, createDefs, path, rect, type Defs, type Stop } from './svg.ts';

const sky = (defs: Defs, ...stops: readonly Stop[]): string =>
  rect(0, 0, land.size, land.size, { fill: defs.linear(stops) });

type Scene = (defs: Defs) => readonly string[];

const snowfall = (seed: number, count: number): string => {
  const random = createRandom(seed);
  return range(count)
    .map(() =>
      circle(random.between(0, land.size), random.between(0, land.size), random.between(1.4, 5), {
        fill: '#fff',
        opacity: random.between(0.35, 0.95),
      }),
    )
    .join('');
};

const rainfall = (seed: number, count: number, color: string): string => {
  const random = createRandom(seed);
  const strokes = range(count).map(() => {
    const [x, y] = [random.between(0, land.size + 120), random.between(-40, land.size)];
    const length = random.between(22, 54);
    return `M${coarse(x, y)}l${coarse(-length * 0.3, length)}`;
  });
  return path(strokes.join(''), { stroke: color, width: 1.8, opacity: 0.5 });
};

const firstSnow: Scene = (defs) => [
  sky(defs, [0, '#46557f'], [0.5, '#8f9fc4'], [0.8, '#dfe3ee']),
  land.moon(defs, { x: 176, y: 168 }, 44, '#f6f1dd'),
  land.ridges(defs, {
    seed: 104,
    count: 4,
    from: 420,
    to: 610,
    far: '#aebad6',
    near: '#5f719f',
    mist: '#eef1f8',
    height: 44,
  }),
  land.firs({ seed: 52, count: 18, y: 630, tall: 96, color: '#33466e' }),
  land.observatory(defs, { x: 540, y: 662 }, 1.2, '#4b5d8c', '#fbd98f'),
  path('M0 706Q210 648 430 690T800 664V800H0Z', {
    fill: defs.linear([
      [0, '#ffffff'],
      [1, '#c3cee6'],
    ]),
  }),
  land.grove({ seed: 71, count: 5, y: 748, tall: 200, color: '#1f3056', from: 20, to: 300 }),
  snowfall(12, 150),
];

const lowWater: Scene = (defs) => [
  sky(defs, [0, '#1c2c4c'], [0.34, '#5b6d93'], [0.56, '#f0b58f'], [0.62, '#ffd9a6']),
  land.stars(63, 30, 240),
  land.moon(defs, { x: 610, y: 150 }, 30, '#f7efde', { color: '#33456a', by: 0.45 }),
  land.ridges(defs, {
    seed: 118,
    count: 3,
    from: 430,
    to: 486,
    far: '#8c7f97',
    near: '#39405f',
    mist: '#f4c39c',
    height: 26,
  }),
  land.water(
    defs,
    500,
    ['#e7b08d', '#1b2746'],
    [
      { x: 420, color: '#ffe3b4', width: 130 },
      { x: 610, color: '#f7efde', width: 34 },
    ],
  ),
  path('M0 664Q150 630 330 660T560 700Q470 742 300 730T0 760Z', { fill: '#2b3352' }),
  land.birds({ x: 230, y: 300 }, '#2b3352'),
  land.reeds(77, '#131b33', [520, 820]),
  land.reeds(41, '#131b33', [-30, 150]),
];

const summerRain: Scene = (defs) => [
  sky(defs, [0, '#2e4a4f'], [0.45, '#6f9089'], [0.8, '#c6d3b8']),
  land.ridges(defs, {
    seed: 131,
    count: 5,
    from: 350,
    to: 640,
    far: '#8fae9f',
    near: '#1f4a3d',
    mist: '#dbe6cf',
    height: 58,
  }),
  land.mistBands(defs, '#e6eedd', [430, 540]),
  land.observatory(defs, { x: 250, y: 640 }, 1.1, '#3c5b53', '#fbd98f'),
  path('M0 668Q250 646 470 684T800 690V800H0Z', { fill: '#1a4438' }),
  land.grove({ seed: 83, count: 9, y: 736, tall: 210, color: '#12352b', from: 400, to: 820 }),
  land.grove({ seed: 29, count: 4, y: 776, tall: 140, color: '#12352b', from: -20, to: 200 }),
  rainfall(9, 170, '#f1f6e8'),
];

/** The postcards of the observatory's shop, by the file name's stem. */
export const postcards = {
  'first-snow': firstSnow,
  'low-water': lowWater,
  'summer-rain': summerRain,
} as const satisfies Record<string, Scene>;

/** Draws a postcard as a square SVG. */
export const postcard = (scene: Scene): string => {
  const defs = createDefs();
  const content = scene(defs).join('');
  return drawing(land.size, defs, content);
};
