import { leafData, stem } from './curves.ts';
import { plateContent, plates } from './herbarium.ts';
import { color } from './palette.ts';
import { crescent, halo, leaf, moonLeaf, pairs, stalk, type Hues } from './plant-parts.ts';
import { createRandom, range } from './random.ts';
import { circle, createDefs, drawing, ellipse, group, n, p, path, place, rect } from './svg.ts';
import type { Defs } from './svg.ts';

const size = 800;
const { night, ink, dusk, pine, teal, lagoon, moss, fern, sage } = color;
const { cream, paper, sand, amber, honey, coral, clay, rose } = color;

const hues: Hues = {
  stem: pine,
  leaf: moss,
  leafLight: sage,
  bloom: amber,
  bloomLight: cream,
  glow: honey,
};

/** The wall and the table that a product is photographed against. */
const studio = (
  defs: Defs,
  wall: readonly [string, string],
  table: readonly [string, string],
  edge: number,
): string =>
  rect(0, 0, size, size, {
    fill: defs.radial(
      [
        [0, wall[0]],
        [1, wall[1]],
      ],
      [0.35, 0.25],
    ),
  }) +
  rect(0, edge, size, size - edge, {
    fill: defs.linear([
      [0, table[0]],
      [1, table[1]],
    ]),
  });

const shadow = (
  defs: Defs,
  x: number,
  y: number,
  rx: number,
  ry: number,
  strength = 0.45,
): string => ellipse(x, y, rx, ry, { fill: defs.glow('#1a1420', strength) });

const metal = (defs: Defs): string =>
  defs.linear(
    [
      [0, '#7a5526'],
      [0.22, '#e9c277'],
      [0.42, '#b07f3c'],
      [0.78, '#f3d79b'],
      [1, '#6d4a20'],
    ],
    [0, 0, 1, 0],
  );

/** A framed print of the moonwort plate over a console. */
export const posterPrint = (): string => {
  const defs = createDefs();
  const art = createDefs('art');
  const picture = drawing(size, art, plateContent(art, plates.moonwort), {
    x: 236,
    y: 104,
    width: 328,
  });
  const vaseTwig = stem({ x: 138, y: 640 }, { x: 112, y: 420 }, 40);
  const secondTwig = stem({ x: 138, y: 640 }, { x: 186, y: 470 }, -30);
  const content = [
    studio(defs, ['#f1e6d4', '#cfbb9c'], ['#b98d63', '#8a6242'], 690),
    path('M0 0L340 0L120 690H0Z', { fill: '#fff', opacity: 0.16 }),
    path('M460 0L640 0L430 690H240Z', { fill: '#fff', opacity: 0.1 }),
    rect(210, 92, 406, 500, { fill: defs.glow('#3b2a1c', 0.8), opacity: 0.7 }),
    rect(196, 64, 408, 500, {
      fill: defs.linear(
        [
          [0, '#8a5c38'],
          [0.5, '#6b4327'],
          [1, '#54331d'],
        ],
        [0, 0, 1, 1],
      ),
    }),
    rect(208, 76, 384, 476, { fill: '#fbf6ea' }),
    path('M208 76H592L584 84H216V544L208 552Z', { fill: '#3b2a1c', opacity: 0.16 }),
    picture,
    rect(236, 104, 328, 328, { stroke: '#3b2a1c', width: 1, opacity: 0.25 }),
    path('M340 482H460', { stroke: ink, width: 2.4, opacity: 0.55 }),
    path('M366 498H434', { stroke: ink, width: 1.6, opacity: 0.4 }),
    path('M208 76H380L250 552H208Z', { fill: '#fff', opacity: 0.09 }),
    rect(0, 690, size, 8, { fill: '#d3aa7d' }),
    shadow(defs, 150, 700, 92, 16),
    stalk(vaseTwig, pine, 3.5),
    stalk(secondTwig, pine, 3),
    ...[vaseTwig, secondTwig].map((twig) =>
      pairs(defs, hues, twig, {
        count: 5,
        from: 0.35,
        to: 0.95,
        length: (t) => 52 - t * 18,
        slender: 0.34,
        angle: 50,
      }),
    ),
    path('M118 604C96 640 86 664 100 696H176C190 664 180 640 158 604V590H118Z', {
      fill: defs.linear(
        [
          [0, teal],
          [0.35, lagoon],
          [1, pine],
        ],
        [0, 0, 1, 0],
      ),
    }),
    shadow(defs, 640, 702, 130, 14),
    rect(548, 672, 176, 24, { radius: 3, fill: clay }),
    rect(556, 650, 160, 22, { radius: 3, fill: ink }),
    rect(566, 630, 146, 20, { radius: 3, fill: sand }),
    path('M548 678H724M556 656H716', { stroke: cream, width: 2, opacity: 0.5 }),
    ellipse(640, 630, 40, 8, { fill: '#6d4a20' }),
    path('M604 626C606 596 674 596 676 626Z', { fill: metal(defs) }),
  ].join('');
  return drawing(size, defs, content);
};

/** The glasshouse lantern, lit. */
export const lantern = (): string => {
  const defs = createDefs();
  const light = { x: 400, y: 420 };
  const shoot = stem({ x: 400, y: 590 }, { x: 412, y: 372 }, 40);
  const side = stem({ x: 400, y: 590 }, { x: 350, y: 436 }, -34);
  const content = [
    studio(defs, ['#3c4d74', night], ['#3a2b33', '#1b141d'], 640),
    circle(light.x, light.y, 400, { fill: defs.glow(amber, 0.6) }),
    rect(0, 640, size, 4, { fill: honey, opacity: 0.28 }),
    ellipse(400, 700, 330, 60, { fill: defs.glow(honey, 0.55) }),
    shadow(defs, 400, 690, 200, 24, 0.9),
    path('M340 166C340 92 460 92 460 166', { stroke: metal(defs), width: 9 }),
    path('M372 176C372 150 428 150 428 176Z', { fill: metal(defs) }),
    path('M292 262C304 196 356 174 400 174S496 196 508 262Z', { fill: metal(defs) }),
    rect(270, 258, 260, 22, { radius: 8, fill: metal(defs) }),
    path('M284 280H516L528 612H272Z', {
      fill: defs.linear(
        [
          [0, '#fff4d6', 0.34],
          [0.5, '#ffe2a0', 0.2],
          [1, '#fff4d6', 0.34],
        ],
        [0, 0, 1, 0],
      ),
    }),
    halo(defs, honey, light, 150, 0.9),
    path('M276 590Q400 552 524 590L528 612H272Z', { fill: '#2c3b2e' }),
    stalk(side, pine, 5),
    stalk(shoot, pine, 6),
    ...[0.3, 0.48, 0.66, 0.84].flatMap((t, index) => {
      const y = 590 - t * 218;
      return [-1, 1].map((turn) =>
        moonLeaf(defs, hues, { x: 400 + t * 6, y }, turn < 0 ? -166 : -14, 58 - index * 7),
      );
    }),
    leaf(defs, hues, { x: 372, y: 500 }, -150, 62, 15),
    leaf(defs, hues, { x: 352, y: 440 }, -120, 54, 14),
    halo(defs, '#fff3cf', { x: 412, y: 366 }, 74, 0.95),
    ...range(9).map((index) => {
      const angle = (index * Math.PI * 2) / 9;
      return circle(412 + Math.cos(angle) * 22, 362 + Math.sin(angle) * 22, 6.5, { fill: honey });
    }),
    circle(412, 362, 12, { fill: '#fffbe8' }),
    path('M338 280L332 612M462 280L468 612', { stroke: metal(defs), width: 7 }),
    path('M284 280L272 612M516 280L528 612', { stroke: metal(defs), width: 9 }),
    path('M302 296L294 560', { stroke: '#fff', width: 7, opacity: 0.4 }),
    path('M318 300L314 420', { stroke: '#fff', width: 3, opacity: 0.35 }),
    rect(252, 608, 296, 34, { radius: 9, fill: metal(defs) }),
    rect(236, 640, 328, 44, { radius: 12, fill: metal(defs) }),
    rect(236, 662, 328, 22, { radius: 10, fill: '#3d2710', opacity: 0.35 }),
  ].join('');
  return drawing(size, defs, content);
};

/** A tin of moonwort spores, and a few that were spilt. */
export const seedTin = (): string => {
  const defs = createDefs();
  const random = createRandom(19);
  const tin = defs.linear(
    [
      [0, '#0f3b3c'],
      [0.25, '#2f7f7b'],
      [0.6, teal],
      [1, '#0b2a30'],
    ],
    [0, 0, 1, 0],
  );
  const spores = range(34).map(() =>
    ellipse(random.between(120, 720), random.between(672, 752), 6.5, 4.6, {
      fill: random.between(0, 1) > 0.4 ? amber : honey,
      transform: undefined,
    }),
  );
  const phases = range(7).map((index) => {
    const x = 400 + Math.sin(((index - 3) * 21 * Math.PI) / 180) * 190;
    const squeeze = Math.cos(((index - 3) * 21 * Math.PI) / 180);
    return ellipse(x, 566, 11 * squeeze, 11, {
      fill: index === 3 ? honey : 'none',
      stroke: honey,
      width: 1.8,
      opacity: 0.4 + 0.6 * squeeze,
    });
  });
  const label = stem({ x: 400, y: 520 }, { x: 400, y: 352 }, 10);
  const content = [
    studio(defs, ['#f5dcc2', '#dba987'], ['#efe0c6', '#cdb48d'], 600),
    circle(260, 210, 330, { fill: defs.glow('#fff5e2', 0.8) }),
    shadow(defs, 420, 660, 270, 40, 0.6),
    path('M208 250V626A192 44 0 0 0 592 626V250Z', { fill: tin }),
    path('M292 296H508V596A192 44 0 0 1 292 596Z', { fill: cream, opacity: 0.96 }),
    path('M322 540V400A78 78 0 0 1 478 400V540Z', {
      fill: defs.linear([
        [0, night],
        [0.6, dusk],
        [1, lagoon],
      ]),
    }),
    crescent({ x: 436, y: 372 }, 15, honey),
    stalk(label, sage, 4),
    ...[0, 1, 2, 3].flatMap((index) =>
      [-1, 1].map((turn) =>
        moonLeaf(
          defs,
          hues,
          { x: 400, y: 500 - index * 36 },
          turn < 0 ? -160 : -20,
          44 - index * 6,
        ),
      ),
    ),
    circle(400, 348, 7, { fill: honey }),
    ...phases,
    path('M232 276V628', { stroke: '#fff', width: 10, opacity: 0.2 }),
    path('M560 276V632', { stroke: '#000', width: 22, opacity: 0.12 }),
    path('M200 214V262A200 44 0 0 0 600 262V214Z', { fill: metal(defs) }),
    ellipse(400, 214, 200, 44, {
      fill: defs.linear(
        [
          [0, '#f7e3b4'],
          [0.5, '#c99a55'],
          [1, '#e8c583'],
        ],
        [0, 0, 1, 1],
      ),
    }),
    ellipse(400, 212, 166, 34, { stroke: '#8a6128', width: 2, opacity: 0.6 }),
    crescent({ x: 404, y: 212 }, 17, '#8a6128'),
    ...spores,
  ].join('');
  return drawing(size, defs, content);
};

/** The clothbound night book. */
export const notebook = (): string => {
  const defs = createDefs();
  const foil = defs.linear(
    [
      [0, '#c8963f'],
      [0.5, '#fbe3a6'],
      [1, '#b98230'],
    ],
    [0, 0, 1, 1],
  );
  const weave = range(34)
    .map((index) => `M0 ${n(index * 15)}H360`)
    .join('');
  const book = [
    path('M372 14L388 26V516L372 502Z', { fill: paper }),
    path('M12 502H372L388 516H28Z', { fill: '#d9c9a8' }),
    path('M14 506H376M20 511H382', { stroke: '#b8a27c', width: 1 }),
    rect(0, 0, 374, 504, {
      radius: 8,
      fill: defs.linear(
        [
          [0, '#8f4a50'],
          [1, '#5f2a3a'],
        ],
        [0, 0, 1, 1],
      ),
    }),
    path(weave, { stroke: '#fff', width: 1, opacity: 0.05 }),
    rect(0, 0, 30, 504, { radius: 8, fill: '#3b1826', opacity: 0.45 }),
    path('M112 396V206A88 88 0 0 1 288 206V396Z', { stroke: foil, width: 4 }),
    path('M124 384V206A76 76 0 0 1 276 206V384Z', { stroke: foil, width: 1.6 }),
    crescent({ x: 236, y: 200 }, 20, foil),
    path('M200 384C196 320 192 280 178 236', { stroke: foil, width: 3 }),
    ...range(5).flatMap((index) => {
      const at = { x: 199 - index * 4.2, y: 352 - index * 26 };
      return [-1, 1].map((side) =>
        path(leafData(44 - index * 5, 12), {
          fill: foil,
          transform: place(at, side < 0 ? -158 : -28),
        }),
      );
    }),
    ...range(5).map((index) => circle(156 + index * 22, 434, 5, { fill: foil })),
    path('M334 0V504', { stroke: '#2b1119', width: 9 }),
  ].join('');
  const pencil = [
    rect(0, 0, 330, 18, {
      fill: defs.linear([
        [0, fern],
        [1, moss],
      ]),
    }),
    path('M330 0L368 9L330 18Z', { fill: sand }),
    path('M356 6L368 9L356 12Z', { fill: ink }),
    rect(-26, 0, 26, 18, { radius: 4, fill: coral }),
    rect(-8, 0, 12, 18, { fill: metal(defs) }),
  ].join('');
  const content = [
    rect(0, 0, size, size, {
      fill: defs.radial(
        [
          [0, '#efe3d3'],
          [1, '#c9b4a0'],
        ],
        [0.3, 0.25],
      ),
    }),
    path(`M${p(0, 120)}Q300 60 ${p(800, 190)}V0H0Z`, { fill: '#fff', opacity: 0.18 }),
    group(
      { transform: place({ x: 224, y: 148 }, -7) },
      rect(6, 22, 400, 512, { radius: 14, fill: '#3b2430', opacity: 0.28 }),
      book,
    ),
    group(
      { transform: place({ x: 260, y: 742 }, -16) },
      rect(-20, 12, 380, 16, { radius: 8, fill: '#3b2430', opacity: 0.22 }),
      pencil,
    ),
    leaf(defs, hues, { x: 664, y: 238 }, -52, 120, 26),
    leaf(defs, { ...hues, leaf: rose, leafLight: cream }, { x: 678, y: 250 }, -14, 84, 20),
  ].join('');
  return drawing(size, defs, content);
};
