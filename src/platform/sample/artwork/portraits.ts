import { color } from './palette.ts';
import { crescent, moonLeaf, type Hues } from './plant-parts.ts';
import { range } from './random.ts';
import { circle, createDefs, drawing, ellipse, group, p, path, place, rect } from './svg.ts';
import type { Defs } from './svg.ts';

const size = 400;
const { night, ink, dusk, pine, teal, lagoon, moss, sage } = color;
const { cream, sand, amber, honey, coral, clay, rose, plum } = color;

const hues: Hues = {
  stem: pine,
  leaf: moss,
  leafLight: sage,
  bloom: amber,
  bloomLight: cream,
  glow: honey,
};

const backdrop = (defs: Defs, top: string, bottom: string, light: string): string =>
  rect(0, 0, size, size, {
    fill: defs.linear([
      [0, top],
      [1, bottom],
    ]),
  }) + circle(200, 170, 190, { fill: defs.glow(light, 0.5) });

const sparks = (places: readonly (readonly [number, number])[]): string =>
  places.map(([x, y]) => circle(x, y, 1.8, { fill: '#fff', opacity: 0.8 })).join('');

/** Ilse Varga, keeper of the night garden: silver hair, round glasses, a moonwort leaf. */
export const keeper = (): string => {
  const defs = createDefs();
  const skin = '#e9b994';
  const shade = '#cf9270';
  const hair = defs.linear([
    [0, '#eef0f2'],
    [1, '#a9b1c2'],
  ]);
  const content = [
    backdrop(defs, pine, night, honey),
    sparks([
      [60, 80],
      [92, 42],
      [330, 60],
      [352, 130],
      [40, 170],
      [300, 36],
    ]),
    crescent({ x: 316, y: 96 }, 24, honey),
    circle(200, 62, 38, { fill: hair }),
    path(
      'M114 196C104 104 150 70 200 70S296 104 286 196C290 250 276 262 270 236H130C124 262 110 250 114 196Z',
      { fill: hair },
    ),
    path('M172 250H228V316H172Z', { fill: shade }),
    path('M64 400C70 336 116 316 172 300Q200 324 228 300C284 316 330 336 336 400Z', {
      fill: defs.linear([
        [0, teal],
        [1, pine],
      ]),
    }),
    path('M160 302Q200 352 240 302L256 312Q200 386 144 312Z', { fill: coral }),
    path(
      'M134 178C134 130 160 108 200 108S266 130 266 178C266 238 236 276 200 276S134 238 134 178Z',
      { fill: skin },
    ),
    path('M130 176C132 118 170 96 208 100C180 110 152 132 146 176C142 190 132 190 130 176Z', {
      fill: hair,
    }),
    path('M270 176C270 126 244 100 204 100C236 112 252 138 256 176C260 190 270 190 270 176Z', {
      fill: hair,
    }),
    ellipse(152, 220, 16, 9, { fill: coral, opacity: 0.3 }),
    ellipse(248, 220, 16, 9, { fill: coral, opacity: 0.3 }),
    path('M196 190Q186 216 200 220', { stroke: shade, width: 3 }),
    path('M178 242Q200 258 222 242', { stroke: '#a3523f', width: 4 }),
    path('M154 166Q168 158 182 164M218 164Q232 158 246 166', { stroke: '#8b93a5', width: 4.5 }),
    ...[168, 232].flatMap((x) => [
      circle(x, 190, 23, { fill: '#fff', opacity: 0.2 }),
      circle(x, 190, 5.5, { fill: ink }),
      circle(x + 2, 188, 1.7, { fill: '#fff' }),
      circle(x, 190, 23, { stroke: amber, width: 4 }),
    ]),
    path('M191 186Q200 181 209 186M145 186L134 180M255 186L266 180', { stroke: amber, width: 4 }),
    moonLeaf(defs, hues, { x: 118, y: 128 }, -122, 42),
    moonLeaf(defs, hues, { x: 122, y: 128 }, -66, 34),
    circle(120, 128, 6, { fill: honey }),
    circle(200, 356, 9, { fill: honey }),
  ].join('');
  return drawing(size, defs, content);
};

/** Oskar Lindqvist, cartographer of the sky: dark beard, knitted cap, a coat with stars. */
export const cartographer = (): string => {
  const defs = createDefs();
  const skin = '#a8704c';
  const shade = '#865338';
  const beard = '#241a24';
  const ribs = range(9)
    .map((index) => `M${p(124 + index * 19, 122)}V146`)
    .join('');
  const content = [
    backdrop(defs, '#7a5a9a', plum, coral),
    sparks([
      [52, 60],
      [96, 104],
      [44, 150],
      [340, 52],
      [360, 118],
      [310, 90],
      [324, 170],
    ]),
    path('M52 60L96 104L44 150M340 52L310 90L360 118L324 170', {
      stroke: '#fff',
      width: 1.4,
      opacity: 0.45,
    }),
    path('M168 252H232V318H168Z', { fill: shade }),
    path('M56 400C62 332 112 312 166 298Q200 322 234 298C288 312 338 332 344 400Z', {
      fill: defs.linear([
        [0, dusk],
        [1, ink],
      ]),
    }),
    path('M152 302L200 366L248 302L270 312L212 400H188L130 312Z', { fill: sand }),
    path(
      'M134 176C134 132 160 112 200 112S266 132 266 176C266 240 236 280 200 280S134 240 134 176Z',
      { fill: skin },
    ),
    ellipse(132, 196, 11, 17, { fill: shade }),
    ellipse(268, 196, 11, 17, { fill: shade }),
    path(
      'M133 190C138 214 160 214 172 220Q200 208 228 220C240 214 262 214 267 190C274 262 248 308 200 308S126 262 133 190Z',
      { fill: beard },
    ),
    path('M166 228Q184 214 200 224Q216 214 234 228Q214 238 200 232Q186 238 166 228Z', {
      fill: '#3a2a33',
    }),
    path('M186 244Q200 254 214 244', { stroke: '#d98a72', width: 4.5 }),
    path('M197 182Q186 208 200 212Q208 212 211 208', { stroke: shade, width: 3.4 }),
    path('M150 168Q166 156 184 166M216 166Q234 156 250 168', { stroke: beard, width: 6.5 }),
    ...[168, 232].flatMap((x) => [
      ellipse(x, 188, 8.5, 6.5, { fill: '#fff8ee' }),
      circle(x, 188, 5, { fill: '#2c1c18' }),
      circle(x + 1.6, 186.4, 1.5, { fill: '#fff' }),
    ]),
    path('M116 140C112 66 152 40 200 40S288 66 284 140Z', {
      fill: defs.linear(
        [
          [0, coral],
          [1, clay],
        ],
        [0, 0, 1, 1],
      ),
    }),
    rect(108, 116, 184, 36, { radius: 17, fill: '#8d3f33' }),
    path(ribs, { stroke: '#6d2d27', width: 3, opacity: 0.7 }),
    circle(200, 38, 19, { fill: cream }),
    ...[
      [104, 366],
      [292, 356],
      [128, 340],
      [310, 388],
      [84, 392],
    ].map(([x = 0, y = 0]) =>
      path('M0 -7L2 -2L7 0L2 2L0 7L-2 2L-7 0L-2 -2Z', { fill: honey, transform: place({ x, y }) }),
    ),
  ].join('');
  return drawing(size, defs, content);
};

/** Pip, who waters the glasshouse: a round robot with a sprout on its head. */
export const gardener = (): string => {
  const defs = createDefs();
  const shell = defs.linear(
    [
      [0, '#fffaf0'],
      [0.6, '#efe2ca'],
      [1, '#c9b596'],
    ],
    [0.2, 0, 0.8, 1],
  );
  const eye = (x: number) =>
    circle(x, 186, 40, { fill: defs.glow('#7ff0d0', 0.75) }) +
    ellipse(x, 186, 15, 20, { fill: '#a8ffe6' }) +
    circle(x + 5, 178, 4.5, { fill: '#fff' });
  const content = [
    backdrop(defs, '#f4e9cf', lagoon, '#fffaf0'),
    group(
      { opacity: 0.35 },
      ...[
        [30, 400, -74],
        [66, 400, -98],
        [372, 400, -104],
        [336, 400, -80],
      ].map(([x = 0, y = 0, degrees = 0]) => moonLeaf(defs, hues, { x, y }, degrees, 150)),
    ),
    path('M200 96C196 76 202 64 200 46', { stroke: moss, width: 7 }),
    moonLeaf(defs, hues, { x: 200, y: 56 }, -158, 56),
    moonLeaf(defs, hues, { x: 200, y: 52 }, -24, 62),
    circle(200, 40, 9, { fill: honey }),
    path('M104 400C104 330 146 296 200 296S296 330 296 400Z', { fill: shell }),
    circle(200, 356, 24, { fill: amber }),
    crescent({ x: 206, y: 356 }, 14, cream),
    rect(172, 272, 56, 32, { radius: 10, fill: '#8f7d62' }),
    path('M176 282H224M176 292H224', { stroke: '#6b5b46', width: 3 }),
    rect(60, 166, 30, 56, { radius: 15, fill: coral }),
    rect(310, 166, 30, 56, { radius: 15, fill: coral }),
    rect(76, 92, 248, 190, { radius: 88, fill: shell }),
    rect(104, 122, 192, 128, {
      radius: 58,
      fill: defs.linear([
        [0, '#143c4a'],
        [1, '#0a1f30'],
      ]),
    }),
    eye(162),
    eye(238),
    path('M180 222Q200 236 220 222', { stroke: '#a8ffe6', width: 5 }),
    path('M120 158Q134 130 170 128', { stroke: '#fff', width: 6, opacity: 0.35 }),
    ellipse(128, 214, 12, 7, { fill: rose, opacity: 0.8 }),
    ellipse(272, 214, 12, 7, { fill: rose, opacity: 0.8 }),
    circle(150, 106, 4, { fill: '#b8a585' }),
    circle(250, 106, 4, { fill: '#b8a585' }),
  ].join('');
  return drawing(size, defs, content);
};
