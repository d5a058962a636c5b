import { LoadingManager, Texture, type AnimationClip, type Group } from 'three';
import { GLTFLoader, type GLTFParser } from 'three/addons/loaders/GLTFLoader.js';
import { ElementError } from '../../../ui/failure.ts';
import { badModel, isPart, partsOf, type Part } from '../glb/gltf.ts';
import { preflight } from '../glb/preflight.ts';
import { dataIn } from './data-address.ts';
import { disposeDeep } from './dispose.ts';
import { imageSize } from './image-size.ts';

export interface Model {
  readonly scene: Group;
  readonly animations: readonly AnimationClip[];
}

/** Larger images are scaled down: beyond this they cost memory that phones do not have. */
const maxTextureSize = 4096;
/** Pixels of one image, and of all together, that are unpacked at all. */
const maxPixels = { image: 8192 ** 2, model: 16_384 ** 2 } as const;

const decode = (source: Blob | ImageBitmap, size?: { width: number; height: number }) =>
  createImageBitmap(source, {
    // As the values in the file are, they are what the shaders calculate with.
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
    ...(size && { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' }),
  });

const decodeImage = async (blob: Blob): Promise<ImageBitmap> => {
  const bitmap = await decode(blob);
  const scale = maxTextureSize / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return bitmap;
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const smaller = await decode(bitmap, { width, height });
  bitmap.close();
  return smaller;
};

const imageBytes = async (parser: GLTFParser, { uri, bufferView }: Part) => {
  if (typeof uri === 'string') return dataIn(uri);
  const bytes = (await parser.getDependency('bufferView', Number(bufferView))) as ArrayBuffer;
  return new Uint8Array(bytes);
};

/**
 * Takes buffers and images straight from their bytes, where the loader by itself fetches each from
 * a `blob:` or `data:` address, which a strict Content-Security-Policy forbids.
 */
const withoutFetching = (parser: GLTFParser): { name: string } => {
  const decoded = new Map<number, Promise<Texture>>();
  const document: unknown = parser.json;
  const images = isPart(document) ? partsOf(document, 'images') : [];
  let pixels = 0;
  const load = async (index: number): Promise<Texture> => {
    const image = images[index];
    if (!image) throw badModel('a texture has no image');
    const bytes = await imageBytes(parser, image);
    const { width, height } = imageSize(bytes) ?? { width: 0, height: 0 };
    pixels += width * height;
    if (width * height > maxPixels.image || pixels > maxPixels.model) {
      throw new ElementError('too_complex', `Image ${index} of ${width} × ${height} is too much.`);
    }
    const { mimeType } = image;
    const type = typeof mimeType === 'string' ? mimeType : '';
    const texture = new Texture(await decodeImage(new Blob([bytes], { type })));
    texture.anisotropy = 4;
    texture.needsUpdate = true;
    return texture;
  };
  parser.loadImageSource = async (index) => {
    const before = decoded.get(index);
    // One image under several samplers: the copies share its pixels.
    if (before) return (await before).clone();
    const texture = load(index);
    decoded.set(index, texture);
    return texture;
  };
  const loadBuffer = parser.loadBuffer.bind(parser);
  parser.loadBuffer = async (index) => {
    const uri = isPart(document) ? partsOf(document, 'buffers')[index]?.['uri'] : undefined;
    return typeof uri === 'string' ? dataIn(uri).buffer : loadBuffer(index);
  };
  return { name: 'fae-without-fetching' };
};

/** Whatever a model may still make the loader want to fetch is not fetched. */
const offline = (): LoadingManager => {
  const manager = new LoadingManager();
  manager.setURLModifier((url) => {
    throw new ElementError('external_uri', `The model refers to another file: ${url}`);
  });
  return manager;
};

/**
 * Turns a GLB into a scene. Nothing is fetched on the way.
 *
 * @throws {ElementError} what `preflight` throws; `bad_model`, `empty_model`
 */
export const loadModel = async (glb: ArrayBuffer, signal: AbortSignal): Promise<Model> => {
  preflight(glb);
  const loader = new GLTFLoader(offline()).register(withoutFetching);
  const model = await loader.parseAsync(glb, '').catch((cause: unknown) => {
    throw cause instanceof ElementError ? cause : badModel('it cannot be read', cause);
  });
  // Where a model names no scene to begin with, its first is meant; the types do not know that.
  const scene = (model.scene as Group | undefined) ?? model.scenes[0];
  if (signal.aborted && scene) disposeDeep(scene);
  signal.throwIfAborted();
  if (!scene) throw new ElementError('empty_model', 'The model has no scene.');
  return { scene, animations: model.animations };
};
