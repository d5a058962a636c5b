import * as land from './landscape.ts';
import { color } from './palette.ts';
import { createDefs, drawing, path, rect, type Defs, type Stop } from './svg.ts';

const { ink, dusk, pine, teal, lagoon, cream, sand } = color;
const { amber, honey, coral, clay, rose, lilac, violet } = color;

const sky = (defs: Defs, ...stops: readonly Stop[]): string =>
  rect(0, 0, land.size, land.size, { fill: defs.linear(stops) });

type Scene = (defs: Defs) => readonly string[];

const domeAtDusk: Scene = (defs) => [
  sky(defs, [0, '#2b2a5c'], [0.34, violet], [0.58, rose], [0.74, '#f6c79a']),
  land.stars(3, 40, 300),
  land.moon(defs, { x: 600, y: 190 }, 30, cream, { color: '#4a4180', by: 0.5 }),
  land.ridges(defs, {
    seed: 5,
    count: 5,
    from: 470,
    to: 690,
    far: '#c98a9b',
    near: '#2a1f45',
    mist: '#f2b79c',
    height: 46,
  }),
  land.observatory(defs, { x: 268, y: 640 }, 1.5, '#3a2c5c', honey),
  path('M0 700Q200 654 420 690T800 676V800H0Z', { fill: '#1d1635' }),
  land.grove({ seed: 9, count: 7, y: 716, tall: 120, color: '#120e26', from: 500, to: 800 }),
];

const twoMoons: Scene = (defs) => [
  sky(defs, [0, '#07182b'], [0.4, pine], [0.62, lagoon]),
  land.stars(8, 90, 420),
  land.moon(defs, { x: 300, y: 230 }, 84, '#f4ead0'),
  land.moon(defs, { x: 560, y: 150 }, 36, '#f0b9a0'),
  land.ridges(defs, {
    seed: 21,
    count: 4,
    from: 420,
    to: 520,
    far: '#3d8286',
    near: '#0d2f3a',
    mist: '#7fc2b4',
    height: 40,
  }),
  land.firs({ seed: 4, count: 22, y: 548, tall: 74, color: '#0a2530' }),
  land.water(
    defs,
    544,
    ['#2f7f82', '#06151f'],
    [
      { x: 300, color: '#f4ead0', width: 84 },
      { x: 560, color: '#f0b9a0', width: 40 },
    ],
  ),
  land.reeds(7, '#041018', [600, 800]),
  land.reeds(2, '#041018', [-30, 130]),
];

const longMeridian: Scene = (defs) => [
  sky(defs, [0, '#060b1e'], [0.5, ink], [0.8, dusk]),
  land.starTrails(13, { x: 430, y: 330 }, '#b9c7ee'),
  land.ridges(defs, {
    seed: 33,
    count: 3,
    from: 610,
    to: 710,
    far: '#22376b',
    near: '#070d20',
    mist: '#4a61a0',
    height: 40,
  }),
  land.observatory(defs, { x: 430, y: 700 }, 1.15, '#1c2a52', amber),
  path('M0 728Q240 700 430 728T800 716V800H0Z', { fill: '#050a18' }),
];

const fogComesIn: Scene = (defs) => [
  sky(defs, [0, '#7f94a8'], [0.45, '#c4d0d3'], [0.8, '#e9ece4']),
  land.moon(defs, { x: 250, y: 214 }, 66, '#fbf7e6'),
  land.ridges(defs, {
    seed: 44,
    count: 4,
    from: 380,
    to: 600,
    far: '#a9bac2',
    near: '#5c7685',
    mist: '#f1f3ee',
    height: 62,
  }),
  land.mistBands(defs, '#f4f5f0', [420, 520, 596]),
  land.firs({ seed: 17, count: 15, y: 660, tall: 150, color: '#3f5a68', from: 60, to: 800 }),
  land.mistBands(defs, '#eef1ec', [620]),
  land.grove({ seed: 27, count: 8, y: 770, tall: 250, color: '#1f3743', from: 380, to: 820 }),
  land.grove({ seed: 31, count: 4, y: 790, tall: 190, color: '#1f3743', from: -20, to: 220 }),
  land.mistBands(defs, '#dfe6e4', [720]),
];

const harvestMoon: Scene = (defs) => [
  sky(defs, [0, '#3a1f3d'], [0.35, clay], [0.62, coral], [0.8, honey]),
  land.moon(defs, { x: 400, y: 404 }, 190, '#ffd584'),
  land.birds({ x: 300, y: 250 }, '#4a2138'),
  land.ridges(defs, {
    seed: 52,
    count: 5,
    from: 520,
    to: 720,
    far: '#d5764f',
    near: '#3a1530',
    mist: '#f4b86c',
    height: 34,
  }),
  land.grove({ seed: 3, count: 5, y: 742, tall: 170, color: '#240c20', from: 590, to: 800 }),
  land.reeds(19, '#240c20', [-20, 240]),
];

const blueHour: Scene = (defs) => [
  sky(defs, [0, '#0f1d4d'], [0.4, '#2f4f9b'], [0.66, '#9db8e6']),
  land.stars(29, 70, 360),
  path('M0 470L120 380L180 420L320 270L400 350L470 300L600 420L690 350L800 450V640H0Z', {
    fill: defs.linear([
      [0, '#eef3ff'],
      [0.5, '#9fb4e0'],
      [1, '#6f8cc9'],
    ]),
  }),
  path(
    'M320 270L290 380L330 350L350 430L400 350ZM470 300L452 390L500 370L540 440L600 420ZM120 380L96 440L140 430L180 420Z',
    { fill: '#5f7dbd', opacity: 0.55 },
  ),
  land.ridges(defs, {
    seed: 61,
    count: 3,
    from: 540,
    to: 660,
    far: '#cfdcf7',
    near: '#8aa4d8',
    mist: '#ffffff',
    height: 30,
  }),
  land.observatory(defs, { x: 566, y: 618 }, 0.8, '#4a66a8', honey),
  path('M0 690Q180 640 420 668T800 640V800H0Z', {
    fill: defs.linear([
      [0, '#f3f6ff'],
      [1, '#a9bde6'],
    ]),
  }),
  land.grove({ seed: 15, count: 9, y: 742, tall: 150, color: '#22376e', from: 0, to: 330 }),
  land.grove({ seed: 6, count: 3, y: 770, tall: 190, color: '#182a58', from: 690, to: 800 }),
];

const beforeTheBirds: Scene = (defs) => [
  sky(defs, [0, '#3c4d7d'], [0.3, lilac], [0.52, '#f0b9ae'], [0.7, honey]),
  land.stars(36, 18, 220),
  land.moon(defs, { x: 566, y: 214 }, 42, cream, { color: '#8d86b8', by: -0.42 }),
  land.ridges(defs, {
    seed: 73,
    count: 6,
    from: 450,
    to: 690,
    far: '#dba3a2',
    near: '#24404c',
    mist: '#ffdca6',
    height: 52,
  }),
  land.mistBands(defs, '#ffe9c9', [500, 590]),
  land.grove({ seed: 23, count: 10, y: 756, tall: 230, color: '#12262f', from: -20, to: 330 }),
  land.grove({ seed: 12, count: 4, y: 780, tall: 150, color: '#12262f', from: 640, to: 820 }),
];

/** The film of the series: the same picture at `phase` 0–1 of its loop. */
const auroraDrill =
  (phase: number): Scene =>
  (defs) => [
    sky(defs, [0, '#050d20'], [0.5, '#0d2a3f'], [0.8, teal]),
    land.stars(42, 110, 520, phase * Math.PI),
    land.aurora(
      defs,
      [
        { y: 330, tall: 270, color: '#5fe0b0' },
        { y: 420, tall: 230, color: '#7fb8ff' },
        { y: 470, tall: 190, color: '#b88cf0' },
      ],
      phase,
    ),
    land.ridges(defs, {
      seed: 88,
      count: 3,
      from: 560,
      to: 690,
      far: '#1b4a57',
      near: '#06131f',
      mist: '#3f9a8f',
      height: 44,
    }),
    land.observatory(defs, { x: 560, y: 668 }, 1.05, '#17324a', honey),
    path('M0 706Q260 668 500 700T800 690V800H0Z', { fill: '#040c16' }),
    land.grove({ seed: 40, count: 11, y: 728, tall: 150, color: '#030911', from: -10, to: 380 }),
  ];

/** The pictures, by the file name's stem. */
export const scenes = {
  'dome-at-dusk': domeAtDusk,
  'two-moons': twoMoons,
  'long-meridian': longMeridian,
  'fog-comes-in': fogComesIn,
  'harvest-moon': harvestMoon,
  'blue-hour': blueHour,
  'before-the-birds': beforeTheBirds,
  'aurora-drill': auroraDrill(0),
} as const satisfies Record<string, Scene>;

/** Draws a landscape of the small hours as a square SVG. */
export const smallHours = (scene: Scene): string => {
  const defs = createDefs();
  const content = scene(defs).join('');
  return drawing(land.size, defs, content);
};

/** One frame of the film. */
export const auroraFrame = (phase: number): string => smallHours(auroraDrill(phase));

/** Four nights in one picture, for the cover of the collection. */
export const smallHoursCover = (): string => {
  const defs = createDefs();
  const strips = [scenes['blue-hour'], scenes['two-moons'], scenes['harvest-moon'], domeAtDusk];
  const content = strips
    .map((scene, index) => {
      const inner = createDefs(`s${String(index)}`);
      const picture = drawing(land.size, inner, scene(inner).join(''), { x: 0, y: 0, width: 800 });
      const clip = defs.clip(
        `<rect x="${String(44 + index * 182)}" y="44" width="166" height="712" rx="83"/>`,
      );
      return `<g clip-path="${clip}">${picture}</g>`;
    })
    .join('');
  const ground = rect(0, 0, land.size, land.size, {
    fill: defs.linear([
      [0, cream],
      [1, sand],
    ]),
  });
  return drawing(land.size, defs, ground + content);
};
