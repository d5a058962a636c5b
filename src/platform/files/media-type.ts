/** What a file is, told by its first bytes; names and declared types can lie. */

type Test = (bytes: Uint8Array, text: string) => boolean;

const at =
  (offset: number, signature: string): Test =>
  (_, text) =>
    text.startsWith(signature, offset);

const both =
  (first: Test, second: Test): Test =>
  (bytes, text) =>
    first(bytes, text) && second(bytes, text);

/** After a byte order mark, an XML declaration, comments and a doctype. */
const svg =
  /^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/i;

/** The brand of an ISO media file: ISO/IEC 14496-12, `ftyp`. */
const brand = (...brands: readonly string[]): Test => {
  const tests = brands.map((it) => at(8, it));
  return both(at(4, 'ftyp'), (bytes, text) => tests.some((test) => test(bytes, text)));
};

const types: readonly (readonly [string, Test])[] = [
  ['model/gltf-binary', at(0, 'glTF')],
  ['image/png', at(0, '\u0089PNG\r\n\u001a\n')],
  ['image/jpeg', at(0, '\u00ff\u00d8\u00ff')],
  ['image/gif', at(0, 'GIF8')],
  ['image/webp', both(at(0, 'RIFF'), at(8, 'WEBP'))],
  ['image/avif', brand('avif', 'avis')],
  ['image/heic', brand('heic', 'heix', 'mif1')],
  ['image/svg+xml', (_, text) => svg.test(text)],
  ['audio/wav', both(at(0, 'RIFF'), at(8, 'WAVE'))],
  ['audio/mpeg', at(0, 'ID3')],
  ['audio/mpeg', (bytes) => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2],
  ['audio/ogg', at(0, 'OggS')],
  ['audio/flac', at(0, 'fLaC')],
  ['audio/mp4', brand('M4A')],
  ['video/quicktime', brand('qt  ')],
  ['video/mp4', at(4, 'ftyp')],
  ['video/webm', at(0, '\u001aE\u00df\u00a3')],
  ['application/pdf', at(0, '%PDF-')],
];

/** How many bytes from the start `mediaTypeOf` wants to see. */
export const mediaTypeBytes = 1024;

/** @returns `application/octet-stream` for all that is no image, audio, video, GLB or PDF */
export const mediaTypeOf = (bytes: Uint8Array): string => {
  const head = bytes.subarray(0, mediaTypeBytes);
  const text = Buffer.from(head).toString('latin1');
  return types.find(([, test]) => test(head, text))?.[0] ?? 'application/octet-stream';
};

/** Whether the bytes begin as a binary glTF file does (glTF 2.0, section 4.4.2). */
export const isGlb = (head: Uint8Array): boolean => mediaTypeOf(head) === 'model/gltf-binary';

/** Whether a browser may show it in place rather than save it. */
export const isShown = (type: string): boolean =>
  /^(image|audio|video)\//.test(type) || ['model/gltf-binary', 'application/pdf'].includes(type);
