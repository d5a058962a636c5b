import type { TemplateResult } from 'lit';
import '../../../src/define/fae-model-viewer.ts';
import type { FaeModelViewerElement } from '../../../src/elements/model-viewer/model-viewer-element.ts';
import { find, fixture, html, state } from '../../support/browser.ts';
import { signpost } from './glbs.ts';

/** An address of bytes that exist only in this page. */
export const addressOf = (bytes: Uint8Array<ArrayBuffer> | string): string =>
  URL.createObjectURL(new Blob([bytes]));

export const signpostAddress = addressOf(await signpost());

/** Puts something of the platform aside for a test; gives what brings it back. */
export const replace = <T extends object, K extends keyof T>(
  owner: T,
  name: K,
  make: (original: T[K]) => T[K],
): (() => void) => {
  const original = owner[name];
  owner[name] = make(original);
  return () => {
    owner[name] = original;
  };
};

/** A browser that gives no graphics context; gives what ends that. */
export const withoutGraphics = (): (() => void) => {
  const restores = [OffscreenCanvas, HTMLCanvasElement].map(({ prototype }) =>
    replace(prototype, 'getContext', () => () => null),
  );
  return () => restores.forEach((restore) => restore());
};

/** A viewer on the page, as soon as its first picture is drawn. */
export const readyViewer = async (
  template: TemplateResult = html`
    <fae-model-viewer src=${signpostAddress} alt="A signpost"></fae-model-viewer>
  `,
): Promise<FaeModelViewerElement> => {
  const element = await fixture<FaeModelViewerElement>(template);
  await state(element, 'ready');
  return element;
};

/** What the viewer shows: 4 bytes a pixel. */
export const pixelsOf = (element: Element): Uint8ClampedArray => {
  const canvas = find<HTMLCanvasElement>(element, 'canvas');
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data;
};

/** The share of pixels, 0 to 1, that differ visibly between two pictures of one size. */
export const difference = (a: Uint8ClampedArray, b: Uint8ClampedArray): number => {
  if (a.length !== b.length) return 1;
  let different = 0;
  for (let at = 0; at < a.length; at += 4) {
    const far = [0, 1, 2, 3].some((c) => Math.abs((a[at + c] ?? 0) - (b[at + c] ?? 0)) > 12);
    if (far) different += 1;
  }
  return different / (a.length / 4);
};

/** The share of pixels, 0 to 1, where a colour of the signpost stands out. */
export const shareOf = (pixels: Uint8ClampedArray, channel: 0 | 2): number => {
  let found = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    const [own, other] = channel === 0 ? [red, blue] : [blue, red];
    if (own > 80 && own > 1.5 * green && own > 1.5 * other) found += 1;
  }
  return found / (pixels.length / 4);
};
