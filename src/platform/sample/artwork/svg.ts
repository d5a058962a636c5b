/** A position in user units; y points down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A number as SVG text: one decimal is finer than a pixel here. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

/** Points for path data: `p(1, 2, 3, 4)` is `1 2 3 4`. */
export const p = (...values: readonly number[]): string => values.map(n).join(' ');

/** Points for path data where whole units are fine enough. */
export const coarse = (...values: readonly number[]): string => values.map(Math.round).join(' ');

type Attributes = Readonly<Record<string, string | number | undefined>>;

const attributesOf = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? n(value) : String(value)}"`)
    .join('');

/** `opacity` and the like need two decimals; lengths do not. */
const alpha = (value: number | undefined) =>
  value === undefined ? undefined : String(Math.round(value * 100) / 100);

export interface Style {
  readonly fill?: string | undefined;
  readonly stroke?: string | undefined;
  readonly width?: number | undefined;
  readonly opacity?: number | undefined;
  readonly transform?: string | undefined;
  readonly clip?: string | undefined;
  readonly dash?: string | undefined;
}

const styleOf = (style: Style): string =>
  attributesOf({
    fill: style.fill ?? (style.stroke ? 'none' : undefined),
    stroke: style.stroke,
    'stroke-width': style.width,
    'stroke-linecap': style.stroke && 'round',
    'stroke-dasharray': style.dash,
    opacity: alpha(style.opacity),
    transform: style.transform,
    'clip-path': style.clip,
  });

export const path = (d: string, style: Style = {}): string => `<path d="${d}"${styleOf(style)}/>`;

export const circle = (x: number, y: number, r: number, style: Style = {}): string =>
  `<circle${attributesOf({ cx: x, cy: y, r })}${styleOf(style)}/>`;

export const ellipse = (x: number, y: number, rx: number, ry: number, style: Style = {}): string =>
  `<ellipse${attributesOf({ cx: x, cy: y, rx, ry })}${styleOf(style)}/>`;

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  style: Style & { readonly radius?: number } = {},
): string => `<rect${attributesOf({ x, y, width, height, rx: style.radius })}${styleOf(style)}/>`;

export const group = (style: Style, ...content: readonly string[]): string =>
  `<g${styleOf(style)}>${content.join('')}</g>`;

/** `translate(x y) rotate(degrees) scale(size)`. */
export const place = (at: Point, degrees = 0, size = 1): string =>
  `translate(${p(at.x, at.y)})` +
  (degrees === 0 ? '' : ` rotate(${n(degrees)})`) +
  (size === 1 ? '' : ` scale(${String(Math.round(size * 1000) / 1000)})`);

/** `[offset 0–1, colour, opacity 0–1]`. */
export type Stop = readonly [offset: number, color: string, opacity?: number];

const stopsOf = (stops: readonly Stop[]) =>
  stops
    .map(
      ([offset, color, opacity]) =>
        `<stop${attributesOf({ offset: alpha(offset), 'stop-color': color, 'stop-opacity': alpha(opacity) })}/>`,
    )
    .join('');

/** Gradients and clips of one drawing; each is given as the `url(#…)` to paint with. */
export interface Defs {
  /** From top to bottom of the painted shape; or along `[x1, y1, x2, y2]`, 0–1. */
  linear(stops: readonly Stop[], along?: readonly [number, number, number, number]): string;
  /** From the middle of the painted shape outwards; or from `[cx, cy]`, 0–1. */
  radial(stops: readonly Stop[], from?: readonly [number, number]): string;
  /** A light that fades out to its rim. */
  glow(color: string, strength?: number): string;
  clip(shape: string): string;
  /** Keeps a shape that is drawn several times; the result draws it once more. */
  shape(content: string): (transform: string) => string;
  toString(): string;
}

/** @param prefix keeps the ids apart where one drawing stands inside another */
export const createDefs = (prefix = ''): Defs => {
  const known = new Map<string, string>();
  const elements = new Map<string, string>();
  const define = (element: (id: string) => string): string => {
    const key = element('');
    const id = known.get(key) ?? `${prefix}${known.size.toString(36)}`;
    known.set(key, id);
    elements.set(id, element(` id="${id}"`));
    return id;
  };
  const paint = (element: (id: string) => string) => `url(#${define(element)})`;
  const defs: Defs = {
    linear: (stops, [x1, y1, x2, y2] = [0, 0, 0, 1]) =>
      paint(
        (id) =>
          `<linearGradient${id}${attributesOf({ x1, y1, x2, y2 })}>${stopsOf(stops)}</linearGradient>`,
      ),
    radial: (stops, [cx, cy] = [0.5, 0.5]) =>
      paint(
        (id) =>
          `<radialGradient${id}${attributesOf({ cx: alpha(cx), cy: alpha(cy) })}>${stopsOf(stops)}</radialGradient>`,
      ),
    glow: (color, strength = 0.6) =>
      defs.radial([
        [0, color, strength],
        [0.4, color, strength * 0.45],
        [1, color, 0],
      ]),
    clip: (shape) => paint((id) => `<clipPath${id}>${shape}</clipPath>`),
    shape: (content) => {
      const id = define((name) => `<g${name}>${content}</g>`);
      return (transform) => `<use href="#${id}" transform="${transform}"/>`;
    },
    toString: () => `<defs>${[...elements.values()].join('')}</defs>`,
  };
  return defs;
};

/** A drawing: `size` by `size` units, standing alone or, with `at`, inside another one. */
export const drawing = (
  size: number,
  defs: Defs,
  content: string,
  at?: { readonly x: number; readonly y: number; readonly width: number },
): string => {
  const where = at ? { x: at.x, y: at.y, width: at.width, height: at.width } : {};
  const namespace = at ? '' : ' xmlns="http://www.w3.org/2000/svg"';
  return `<svg${namespace} viewBox="0 0 ${n(size)} ${n(size)}"${attributesOf(where)}>${defs.toString()}${content}</svg>`;
};
