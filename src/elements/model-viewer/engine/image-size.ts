export interface Size {
  readonly width: number;
  readonly height: number;
}

const isPng = (view: DataView): boolean =>
  view.byteLength >= 24 && view.getUint32(0) === 0x89504e47;
const isJpeg = (view: DataView): boolean => view.byteLength >= 4 && view.getUint16(0) === 0xffd8;

const pngSize = (view: DataView): Size => ({
  width: view.getUint32(16),
  height: view.getUint32(20),
});

/** JPEG: a chain of segments, of which a start of frame (but for three other kinds) has the size. */
const jpegSize = (view: DataView): Size | undefined => {
  for (let at = 2; at + 9 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker < 0xffc0 || marker > 0xffcf || [0xffc4, 0xffc8, 0xffcc].includes(marker)) continue;
    return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  }
  return undefined;
};

/**
 * The size that an image says it has, of PNG and JPEG alone: a small file may unpack to gigabytes,
 * and no browser tells before it has done so. WebP ends at 16,383 by itself.
 */
export const imageSize = (bytes: Uint8Array): Size | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isPng(view)) return pngSize(view);
  return isJpeg(view) ? jpegSize(view) : undefined;
};
