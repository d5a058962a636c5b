/** More pixels than this to a CSS pixel are not told apart, but cost. */
const maxPixelRatio = 2;
/** Device pixels along one side: browsers fail to draw, or fall behind, beyond. */
const maxSide = 4096;

/**
 * A change of the screen's density, by zoom or by another screen, is told as one of size where the
 * browser can; elsewhere the next change of size brings it along.
 */
const watchedBox = (): ResizeObserverBoxOptions =>
  'devicePixelContentBoxSize' in ResizeObserverEntry.prototype
    ? 'device-pixel-content-box'
    : 'content-box';

export interface Stage {
  /** In device pixels, at most two to a CSS pixel, and fewer on a giant stage. */
  readonly width: number;
  readonly height: number;
  /** Whether a picture would be seen, or is the first one. */
  readonly worthDrawing: boolean;
  /** A picture was drawn. */
  drawn(): void;
}

/** Watches an element's size and whether it is on the screen. */
export const watchStage = (
  element: HTMLElement,
  options: { readonly onChange: () => void; readonly signal: AbortSignal },
): Stage => {
  let size = { width: 0, height: 0 };
  let visible = false;
  let empty = true;

  const resize = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    const ratio = Math.min(devicePixelRatio, maxPixelRatio, maxSide / Math.max(width, height));
    size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    options.onChange();
  });
  const intersection = new IntersectionObserver((entries) => {
    visible = entries.at(-1)?.isIntersecting ?? visible;
    options.onChange();
  });
  resize.observe(element, { box: watchedBox() });
  intersection.observe(element);
  options.signal.addEventListener('abort', () => {
    resize.disconnect();
    intersection.disconnect();
  });

  return {
    get width() {
      return size.width;
    },
    get height() {
      return size.height;
    },
    get worthDrawing() {
      return size.width > 0 && size.height > 0 && (visible || empty);
    },
    drawn() {
      empty = false;
    },
  };
};
