/** What the renderer draws on: never a canvas of the page. */
export type Surface = OffscreenCanvas | HTMLCanvasElement;

/**
 * Moves what has just been drawn into a canvas of the page; without a copy where the browser can.
 */
export const pictureTo = (canvas: HTMLCanvasElement, surface: Surface): void => {
  // Setting a canvas's size empties it, even when it is the size that it has.
  if (canvas.width !== surface.width) canvas.width = surface.width;
  if (canvas.height !== surface.height) canvas.height = surface.height;
  const bitmap = surface instanceof HTMLCanvasElement ? null : canvas.getContext('bitmaprenderer');
  if (bitmap && !(surface instanceof HTMLCanvasElement)) {
    bitmap.transferFromImageBitmap(surface.transferToImageBitmap());
    return;
  }
  const context = canvas.getContext('2d');
  context?.clearRect(0, 0, canvas.width, canvas.height);
  context?.drawImage(surface, 0, 0);
};
