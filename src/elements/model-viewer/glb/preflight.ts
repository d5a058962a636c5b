import { ElementError } from '../../../ui/failure.ts';
import { checkAccessors } from './accessors.ts';
import { badModel, isPart, partOf, partsOf, stringsOf, type Part } from './gltf.ts';
import { checkSceneGraph } from './scene-graph.ts';

const headerBytes = 12;
const chunkHeaderBytes = 8;
const jsonChunk = 0x4e4f534a;
const binaryChunk = 0x004e4942;

/** Entries that one list of the document may have. */
const maxEntries = 50_000;

/** What three's GLTFLoader knows without a decoder; of the rest a model may only suggest a use. */
const knownExtensions: ReadonlySet<string> = new Set([
  'EXT_materials_bump',
  'EXT_mesh_gpu_instancing',
  'EXT_texture_avif',
  'EXT_texture_webp',
  'KHR_lights_punctual',
  'KHR_materials_anisotropy',
  'KHR_materials_clearcoat',
  'KHR_materials_diffuse_roughness',
  'KHR_materials_dispersion',
  'KHR_materials_emissive_strength',
  'KHR_materials_ior',
  'KHR_materials_iridescence',
  'KHR_materials_sheen',
  'KHR_materials_specular',
  'KHR_materials_transmission',
  'KHR_materials_unlit',
  'KHR_materials_volume',
  'KHR_mesh_quantization',
  'KHR_texture_transform',
]);

/** GLTFLoader cannot do without a decoder for these, even where a model says that it could. */
const decodedExtensions: ReadonlySet<string> = new Set([
  'EXT_meshopt_compression',
  'KHR_draco_mesh_compression',
  'KHR_meshopt_compression',
]);

const checkExtensions = (document: Part): void => {
  const required = stringsOf(document, 'extensionsRequired').filter(
    (name) => !knownExtensions.has(name),
  );
  const decoded = stringsOf(document, 'extensionsUsed').filter((it) => decodedExtensions.has(it));
  const names = [...new Set([...required, ...decoded])];
  if (!names.length) return;
  const message = `The model needs what this viewer does not have: ${names.join(', ')}.`;
  throw new ElementError('unsupported_extension', message);
};

const checkCounts = (document: Part): void => {
  for (const [name, list] of Object.entries(document)) {
    if (!Array.isArray(list) || list.length <= maxEntries) continue;
    throw new ElementError('too_complex', `The model has ${list.length} ${name}.`);
  }
};

/** Where the chunk that begins at `offset` has its content. */
const chunkAt = (glb: ArrayBuffer, offset: number) => {
  if (offset + chunkHeaderBytes > glb.byteLength) return undefined;
  const view = new DataView(glb, offset);
  const start = offset + chunkHeaderBytes;
  const length = view.getUint32(0, true);
  if (start + length > glb.byteLength) throw badModel('a chunk is longer than the file');
  return { type: view.getUint32(4, true), start, length, end: start + length };
};

const documentIn = (json: Uint8Array): Part => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (isPart(value)) return value;
  } catch (cause) {
    throw badModel('its description is not JSON', cause);
  }
  throw badModel('its description is not an object');
};

/**
 * Looks through a GLB before a parser gets it: three's GLTFLoader trusts a file in what it says
 * about itself, follows its links, and runs out of memory or stack where it lies.
 *
 * @throws {ElementError} `bad_model`, `too_complex`, `external_uri`, `unsupported_version`,
 *   `unsupported_extension`, `empty_model`
 */
export const preflight = (glb: ArrayBuffer): void => {
  const first = chunkAt(glb, headerBytes);
  if (first?.type !== jsonChunk) throw badModel('it does not begin with its description');
  const document = documentIn(new Uint8Array(glb, first.start, first.length));
  const second = chunkAt(glb, first.end);

  const { version } = partOf(document, 'asset');
  if (typeof version !== 'string' || !/^2\.\d+$/.test(version)) {
    throw new ElementError('unsupported_version', `glTF ${String(version)} is not supported.`);
  }
  checkExtensions(document);
  checkCounts(document);
  checkAccessors(document, second?.type === binaryChunk ? second.length : 0);
  checkSceneGraph(document);
  if (!partsOf(document, 'scenes').length) {
    throw new ElementError('empty_model', 'The model has no scene.');
  }
};
