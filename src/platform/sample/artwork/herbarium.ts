import { color } from './palette.ts';
import { crescent, type Hues } from './plant-parts.ts';
import { createRandom, range } from './random.ts';
import { species } from './species.ts';
import { circle, createDefs, drawing, group, p, path, rect, type Defs } from './svg.ts';

/** One plate of the Night Herbarium: a plant that grows through an arched window. */
export interface Plate {
  readonly plant: keyof typeof species;
  readonly seed: number;
  /** The wall around the window: top and bottom. */
  readonly wall: readonly [string, string];
  /** The sky in the window: zenith, middle, horizon. */
  readonly sky: readonly [string, string, string];
  readonly moon: string;
  /** Where the moon stands in the window: 0 at its left side, 1 at its right. */
  readonly moonAt: number;
  readonly hues: Hues;
  /** How many of the five moons below the window are full: the plate's place in the book. */
  readonly phase: number;
}

const size = 800;
const root = { x: 400, y: 660 };
const arch = 'M206 668V326A194 194 0 0 1 594 326V668Z';

const starsIn = (seed: number, count: number): string => {
  const random = createRandom(seed);
  return range(count)
    .map(() =>
      circle(random.between(216, 584), random.between(150, 480), random.between(0.8, 2.3), {
        fill: '#fff',
        opacity: random.between(0.35, 0.95),
      }),
    )
    .join('');
};

const hills = (defs: Defs, plate: Plate): string => {
  const ground = defs.linear([
    [0, plate.hues.leaf],
    [1, plate.sky[0]],
  ]);
  return (
    path('M206 590Q300 548 400 578T594 562V668H206Z', { fill: plate.sky[0], opacity: 0.45 }) +
    path('M206 632Q300 596 400 612T594 622V668H206Z', { fill: ground })
  );
};

const catalogueMark = (plate: Plate, ink: string): string =>
  range(5)
    .map((index) =>
      circle(344 + index * 28, 722, 6.5, {
        stroke: ink,
        width: 1.6,
        fill: index < plate.phase ? ink : 'none',
        opacity: 0.75,
      }),
    )
    .join('');

/** The window with its night, and the plant in front of it. */
const windowAndPlant = (defs: Defs, plate: Plate): string => {
  const random = createRandom(plate.seed);
  const moon = { x: 206 + plate.moonAt * 388, y: random.between(236, 270) };
  const [zenith, middle, horizon] = plate.sky;
  const clip = defs.clip(path(arch));
  return [
    group(
      { clip },
      path(arch, {
        fill: defs.linear([
          [0, zenith],
          [0.55, middle],
          [1, horizon],
        ]),
      }),
      starsIn(plate.seed, 46),
      circle(moon.x, moon.y, 120, { fill: defs.glow(plate.moon, 0.45) }),
      crescent(moon, 40, plate.moon),
      hills(defs, plate),
    ),
    path(arch, { stroke: plate.moon, width: 2, opacity: 0.55 }),
    path('M192 682V326A208 208 0 0 1 608 326V682Z', { stroke: plate.moon, width: 1, opacity: 0.4 }),
    species[plate.plant](defs, plate.hues, random, root),
    path(`M${p(330, 664)}Q${p(400, 634, 470, 664)}Z`, { fill: plate.sky[0] }),
  ].join('');
};

/** Everything on a plate, in an 800-unit square. */
export const plateContent = (defs: Defs, plate: Plate): string => {
  const [top, bottom] = plate.wall;
  return [
    rect(0, 0, size, size, {
      fill: defs.linear([
        [0, top],
        [1, bottom],
      ]),
    }),
    circle(400, 400, 420, { fill: defs.glow(plate.hues.glow, 0.28) }),
    rect(36, 36, 728, 728, { radius: 6, stroke: plate.moon, width: 1.4, opacity: 0.38 }),
    group({ transform: 'translate(-32 -53) scale(1.08)' }, windowAndPlant(defs, plate)),
    catalogueMark(plate, plate.moon),
  ].join('');
};

/** Draws a plate as a square SVG. */
export const herbariumPlate = (plate: Plate): string => {
  const defs = createDefs();
  const content = plateContent(defs, plate);
  return drawing(size, defs, content);
};

const hues = (
  stem: string,
  leaf: string,
  leafLight: string,
  bloom: string,
  bloomLight: string,
  glow: string,
): Hues => ({ stem, leaf, leafLight, bloom, bloomLight, glow });

const { night, ink, dusk, slate, mist, pine, teal, lagoon, moss, fern, sage } = color;
const { cream, sand, amber, honey, coral, clay, rose, lilac, violet, plum } = color;

/** The plates, by the file name's stem. */
export const plates = {
  moonwort: {
    plant: 'moonwort',
    seed: 11,
    wall: [pine, night],
    sky: [night, dusk, lagoon],
    moon: honey,
    moonAt: 0.52,
    hues: hues('#123532', moss, sage, amber, honey, honey),
    phase: 1,
  },
  lampvine: {
    plant: 'lampvine',
    seed: 23,
    wall: [plum, '#241a3c'],
    sky: ['#1d1638', violet, rose],
    moon: cream,
    moonAt: 0.28,
    hues: hues('#2a2140', '#4c6b5e', fern, coral, honey, amber),
    phase: 2,
  },
  saltfern: {
    plant: 'saltfern',
    seed: 37,
    wall: ['#dfe6e2', mist],
    sky: [ink, slate, '#d7e2e0'],
    moon: '#fff',
    moonAt: 0.27,
    hues: hues('#27506a', '#5a8fa3', '#e3f1ee', mist, '#fff', '#e3f1ee'),
    phase: 3,
  },
  'glass-poppy': {
    plant: 'glassPoppy',
    seed: 41,
    wall: [clay, '#6d2f33'],
    sky: ['#2a1830', '#8a4250', coral],
    moon: honey,
    moonAt: 0.24,
    hues: hues('#3d2434', '#5d6a4c', sage, coral, '#ffe3c9', honey),
    phase: 4,
  },
  'owls-clover': {
    plant: 'owlsClover',
    seed: 53,
    wall: [sage, '#8fac85'],
    sky: [pine, moss, honey],
    moon: cream,
    moonAt: 0.26,
    hues: hues('#173a35', '#3d7059', '#a9cc92', violet, '#e5dcf7', cream),
    phase: 5,
  },
  'ember-thistle': {
    plant: 'emberThistle',
    seed: 61,
    wall: [ink, '#0a1226'],
    sky: ['#120f26', '#4b2c4f', coral],
    moon: '#f6c9a4',
    moonAt: 0.24,
    hues: hues('#1d2338', '#3a5a5c', '#8fb39a', coral, honey, coral),
    phase: 2,
  },
  tidebell: {
    plant: 'tidebell',
    seed: 78,
    wall: [teal, '#0f3340'],
    sky: ['#0b2337', teal, '#9bd0c0'],
    moon: '#eef6ea',
    moonAt: 0.5,
    hues: hues('#0f3540', '#2f7468', '#a3d6b4', violet, '#cfd8ff', lilac),
    phase: 3,
  },
  'hush-lily': {
    plant: 'hushLily',
    seed: 83,
    wall: ['#efe2c8', sand],
    sky: ['#22304f', '#7d7fa6', '#f3d9c0'],
    moon: '#fff6e2',
    moonAt: 0.2,
    hues: hues('#26453f', '#55805f', sage, rose, '#fff3ea', honey),
    phase: 4,
  },
  'specimen-31': {
    plant: 'saltfern',
    seed: 97,
    wall: [plum, night],
    sky: [night, plum, violet],
    moon: lilac,
    moonAt: 0.72,
    hues: hues('#241c3d', violet, lilac, lilac, cream, lilac),
    phase: 0,
  },
} as const satisfies Record<string, Plate>;

/** Three windows side by side, for the cover of the collection. */
export const herbariumCover = (): string => {
  const defs = createDefs();
  const windows = [
    { plate: plates.tidebell, x: -88, y: 174, width: 520 },
    { plate: plates['ember-thistle'], x: 368, y: 174, width: 520 },
    { plate: plates.moonwort, x: 60, y: 40, width: 680 },
  ].map(({ plate, ...at }, index) => {
    const inner = createDefs(`w${String(index)}`);
    return drawing(size, inner, windowAndPlant(inner, plate), at);
  });
  const content = [
    rect(0, 0, size, size, {
      fill: defs.linear([
        [0, cream],
        [1, sand],
      ]),
    }),
    rect(36, 36, 728, 728, { radius: 6, stroke: ink, width: 1.4, opacity: 0.3 }),
    path('M120 636H680', { stroke: ink, width: 2, opacity: 0.35 }),
    ...windows,
    ...range(5).map((index) => circle(344 + index * 28, 692, 6.5, { fill: ink, opacity: 0.7 })),
  ];
  return drawing(size, defs, content.join(''));
};
