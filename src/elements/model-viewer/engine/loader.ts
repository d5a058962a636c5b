import { LoadingManager, Texture, type AnimationClip, type Group } from 'three';
import { GLTFLoader, type GLTFParser } from 'three/addons/loaders/GLTFLoader.js';
import { ElementError } from '../../../ui/failure.ts';
import { badModel, isPart, partsOf, type Part } from '../glb/gltf.ts';
import { preflight } from '../glb/preflight.ts';
import { disposeDeep } from './dispose.ts';

export interface Model {
  readonly scene: Group;
  readonly animations: readonly AnimationClip[];
}

/** Larger images are scaled down: beyond this they cost memory that phones do not have. */
const maxTextureSize = 4096;

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

/** The image's bytes: within the model, or spelled out in a `data:` address. */
const imageBlob = async (parser: GLTFParser, image: Part): Promise<Blob> => {
  const { uri, bufferView, mimeType } = image;
  if (typeof uri === 'string') return (await fetch(uri)).blob();
  const bytes = (await parser.getDependency('bufferView', Number(bufferView))) as ArrayBuffer;
  return new Blob([bytes], typeof mimeType === 'string' ? { type: mimeType } : {});
};

/**
 * Decodes images straight from their bytes, where the loader by itself fetches each from a `blob:`
 * address, which a strict Content-Security-Policy forbids.
 */
const directImages = (parser: GLTFParser): { name: string } => {
  const decoded = new Map<number, Promise<Texture>>();
  const document: unknown = parser.json;
  const images = isPart(document) ? partsOf(document, 'images') : [];
  const load = async (index: number): Promise<Texture> => {
    const image = images[index];
    if (!image) throw badModel('a texture has no image');
    const texture = new Texture(await decodeImage(await imageBlob(parser, image)));
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
  return { name: 'fae-direct-images' };
};

const offline = (): LoadingManager => {
  const manager = new LoadingManager();
  manager.setURLModifier((url) => {
    if (/^(blob|data):/i.test(url)) return url;
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
  const loader = new GLTFLoader(offline()).register(directImages);
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
