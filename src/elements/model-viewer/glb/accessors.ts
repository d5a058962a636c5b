import { ElementError } from '../../../ui/failure.ts';
import { badModel, countOf, indexOf, partOf, partsOf, type Part } from './gltf.ts';

const bytesOfComponent: Readonly<Record<number, number>> = {
  5120: 1,
  5121: 1,
  5122: 2,
  5123: 2,
  5125: 4,
  5126: 4,
};

const componentsOfType: Readonly<Record<string, number>> = {
  SCALAR: 1,
  VEC2: 2,
  VEC3: 3,
  VEC4: 4,
  MAT2: 4,
  MAT3: 9,
  MAT4: 16,
};

/** Bytes that all accessors together may take in memory, and so may all buffer views. */
const maxUnpackedBytes = 256 * 1024 * 1024;

const tooComplex = (what: string): ElementError =>
  new ElementError('too_complex', `The model asks for too much: ${what}.`);

const isData = (uri: unknown): boolean => typeof uri === 'string' && /^data:/i.test(uri);

/** Refuses what would be fetched from elsewhere. */
const checkUris = (document: Part): void => {
  for (const name of ['buffers', 'images']) {
    for (const { uri } of partsOf(document, name)) {
      if (uri === undefined || isData(uri)) continue;
      const message = `The model refers to another file: ${JSON.stringify(uri)}`;
      throw new ElementError('external_uri', message);
    }
  }
};

const checkViews = (document: Part, binaryBytes: number): void => {
  const buffers = partsOf(document, 'buffers');
  buffers.forEach((buffer, at) => {
    const bytes = countOf(buffer, 'byteLength');
    if (buffer['uri'] !== undefined) return;
    if (at > 0 || bytes > binaryBytes) throw badModel('a buffer is longer than its data');
  });
  let total = 0;
  for (const view of partsOf(document, 'bufferViews')) {
    const buffer = buffers[indexOf(view, 'buffer', buffers.length) ?? -1];
    if (!buffer) throw badModel('a buffer view has no buffer');
    const end = countOf(view, 'byteOffset', 0) + countOf(view, 'byteLength');
    if (end > countOf(buffer, 'byteLength')) throw badModel('a buffer view exceeds its buffer');
    // The loader copies each view, and many may be of the same bytes.
    total += countOf(view, 'byteLength');
    if (total > maxUnpackedBytes) throw tooComplex('its data unpack to more than 256 MB');
    if (countOf(view, 'byteStride', 0) > 252) throw badModel('a buffer view has too wide a stride');
  }
};

const componentBytes = (part: Part): number => {
  const bytes = bytesOfComponent[countOf(part, 'componentType')];
  if (bytes) return bytes;
  throw badModel('an accessor has an unknown component type');
};

const checkExtent = (
  part: Part,
  views: readonly Part[],
  count: number,
  elementBytes: number,
): void => {
  const view = views[indexOf(part, 'bufferView', views.length) ?? -1];
  if (!view) return;
  const stride = countOf(view, 'byteStride', 0) || elementBytes;
  const bytes = count ? stride * (count - 1) + elementBytes : 0;
  const end = countOf(part, 'byteOffset', 0) + bytes;
  if (end > countOf(view, 'byteLength')) throw badModel('an accessor exceeds its buffer view');
};

const checkSparse = (accessor: Part, views: readonly Part[], elementBytes: number): void => {
  if (accessor['sparse'] === undefined) return;
  const sparse = partOf(accessor, 'sparse');
  const count = countOf(sparse, 'count');
  if (count > countOf(accessor, 'count')) throw badModel('a sparse accessor has too many values');
  const indices = partOf(sparse, 'indices');
  checkExtent(indices, views, count, componentBytes(indices));
  checkExtent(partOf(sparse, 'values'), views, count, elementBytes);
};

/**
 * Checks that everything the accessors read lies in the file, and that unpacking them takes a sane
 * amount of memory: an accessor without data of its own is all zeros, as many as it says.
 */
export const checkAccessors = (document: Part, binaryBytes: number): void => {
  checkUris(document);
  checkViews(document, binaryBytes);
  const views = partsOf(document, 'bufferViews');
  let bytes = 0;
  for (const accessor of partsOf(document, 'accessors')) {
    const type = componentsOfType[String(accessor['type'])];
    if (!type) throw badModel('an accessor has an unknown type');
    const elementBytes = type * componentBytes(accessor);
    const count = countOf(accessor, 'count');
    bytes += count * elementBytes;
    if (bytes > maxUnpackedBytes) throw tooComplex('its geometry unpacks to more than 256 MB');
    checkExtent(accessor, views, count, elementBytes);
    checkSparse(accessor, views, elementBytes);
  }
};
