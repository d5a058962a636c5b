import {
  CompressedCubeTexture,
  CompressedTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  LinearMipmapLinearFilter,
  LinearSRGBColorSpace,
  RGBAFormat,
} from 'three';
import { irradianceOf } from './irradiance.ts';
import { studioRadiance, type Rgb, type Vector } from './studio.ts';

/**
 * Face sizes and the roughness that each level is blurred for, as three's shaders expect them of a
 * prefiltered environment: `roughness = 1 - sqrt(1 - level / last)`. The last one holds the light
 * that a matt surface gathers.
 */
const faceSize = 64;
const levels = [faceSize, 32, 16, 8].map((size, level, all) => ({
  size,
  roughness: 1 - Math.sqrt(1 - level / (all.length - 1)),
}));

/** The direction that a texel of a cube's face looks to (OpenGL ES 3.0, table 3.11). */
const faces: readonly ((s: number, t: number) => Vector)[] = [
  (s, t) => [1, -t, -s],
  (s, t) => [-1, -t, s],
  (s, t) => [s, 1, t],
  (s, t) => [s, -1, -t],
  (s, t) => [s, -t, 1],
  (s, t) => [-s, -t, -1],
];

const directionOf = (face: number, x: number, y: number, size: number): Vector => {
  const place = (at: number) => (2 * at + 1) / size - 1;
  const [dx, dy, dz] = faces[face]?.(place(x), place(y)) ?? [0, 1, 0];
  const length = Math.hypot(dx, dy, dz);
  // three mirrors x where it looks up a cube texture that it has not drawn itself.
  return [-dx / length, dy / length, dz / length];
};

const paint = (face: number, size: number, radiance: (direction: Vector) => Rgb): Uint16Array => {
  const texels = new Uint16Array(size * size * 4);
  let at = 0;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      for (const value of radiance(directionOf(face, x, y, size))) {
        texels[at] = DataUtils.toHalfFloat(value);
        at += 1;
      }
      texels[at] = DataUtils.toHalfFloat(1);
      at += 1;
    }
  }
  return texels;
};

/**
 * A photo studio as light for all models: computed in its final, prefiltered form while the model
 * is on its way, where letting three blur a scene takes seconds on a software GPU. Being plain
 * data, it also comes back by itself after a lost graphics context.
 */
export const createEnvironment = (): CompressedCubeTexture => {
  const irradiance = irradianceOf((direction) => studioRadiance(direction, 0.3));
  const images = faces.map((_, face) => {
    const mipmaps = levels.map(({ size, roughness }) => ({
      data: paint(face, size, (direction) =>
        roughness < 1 ? studioRadiance(direction, roughness) : irradiance(direction),
      ),
      width: size,
      height: size,
    }));
    return new CompressedTexture(mipmaps, faceSize, faceSize);
  });
  // Of three's cube textures only the "compressed" one takes its levels ready-made; that it takes
  // plain half floats too is missing in its types.
  const texture = new CompressedCubeTexture(images);
  Object.assign(texture, { format: RGBAFormat, type: HalfFloatType });
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  texture.colorSpace = LinearSRGBColorSpace;
  texture.isPMREMTexture = true;
  texture.needsUpdate = true;
  return texture;
};
