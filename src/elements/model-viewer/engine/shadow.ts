import {
  DataTexture,
  DoubleSide,
  LinearFilter,
  Mesh,
  MeshBasicMaterial,
  MeshDepthMaterial,
  OrthographicCamera,
  PlaneGeometry,
  Vector3,
  WebGLRenderTarget,
  type Scene,
  type WebGLRenderer,
} from 'three';
import type { Bounds } from './framing.ts';

/** Texels of the shadow's picture along one side: it is blurred anyway. */
const size = 96;
/** The shadow's side as a multiple of the model's: room for it to fade out. */
const spread = 1.6;
const blurTexels = 4;
const darkness = 0.5;

/** Puts the model into a position. */
export type Pose = () => void;

/** One pass along the rows, written transposed, so that two passes blur both ways. */
const blurRows = (from: Float32Array): Float32Array => {
  const to = new Float32Array(from.length);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      const first = Math.max(0, column - blurTexels);
      const last = Math.min(size - 1, column + blurTexels);
      for (let at = first; at <= last; at += 1) sum += from[row * size + at] ?? 0;
      to[column * size + row] = sum / (2 * blurTexels + 1);
    }
  }
  return to;
};

/** Three box blurs are as good as a Gaussian one. */
const blur = (values: Float32Array): Float32Array => {
  let blurred = values;
  for (let pass = 0; pass < 6; pass += 1) blurred = blurRows(blurred);
  return blurred;
};

/** How near to the floor the model is above each place of it, from 0 to 1: seen from below. */
const nearness = (
  renderer: WebGLRenderer,
  scene: Scene,
  bounds: Bounds,
  side: number,
  poses: readonly Pose[],
): Float32Array => {
  const { box, centre } = bounds;
  const height = Math.max(box.max.y - box.min.y, side * 0.01);
  const camera = new OrthographicCamera(-side / 2, side / 2, side / 2, -side / 2, 0, height);
  camera.position.set(centre.x, box.min.y - height * 0.001, centre.z);
  camera.up.set(0, 0, 1);
  camera.lookAt(new Vector3(centre.x, box.max.y, centre.z));
  const target = new WebGLRenderTarget(size, size);
  const depth = new MeshDepthMaterial({ side: DoubleSide });
  const texels = new Uint8Array(size * size * 4);
  const sum = new Float32Array(size * size);
  scene.overrideMaterial = depth;
  try {
    for (const pose of poses) {
      pose();
      renderer.setRenderTarget(target);
      renderer.render(scene, camera);
      renderer.readRenderTargetPixels(target, 0, 0, size, size, texels);
      sum.forEach((before, at) => {
        // Seen from below, front and back are swapped.
        const row = size - 1 - Math.floor(at / size);
        sum[at] = before + ((texels[(row * size + (at % size)) * 4] ?? 0) / 255) ** 2;
      });
    }
  } finally {
    // The scene and the renderer are not this model's alone.
    renderer.setRenderTarget(null);
    scene.overrideMaterial = null;
    target.dispose();
    depth.dispose();
  }
  return sum.map((value) => value / poses.length);
};

/**
 * A soft shadow where the model stands: taken once and kept as a plain picture. A model that moves
 * is put into each of its `poses` in turn, and the shadow is the mean of theirs.
 */
export const createShadow = (
  renderer: WebGLRenderer,
  scene: Scene,
  bounds: Bounds,
  poses: readonly Pose[],
): Mesh => {
  const { box, centre, radius } = bounds;
  const side = spread * Math.max(box.max.x - box.min.x, box.max.z - box.min.z, radius * 0.2);
  const texels = new Uint8Array(size * size * 4);
  blur(nearness(renderer, scene, bounds, side, poses)).forEach((value, at) => {
    texels[at * 4 + 3] = Math.round(255 * darkness * Math.min(1, value));
  });
  const picture = new DataTexture(texels, size, size);
  picture.magFilter = LinearFilter;
  picture.minFilter = LinearFilter;
  picture.needsUpdate = true;
  const material = new MeshBasicMaterial({
    map: picture,
    transparent: true,
    depthWrite: false,
    toneMapped: false,
  });
  const shadow = new Mesh(new PlaneGeometry(side, side), material);
  shadow.rotation.x = -Math.PI / 2;
  // A little below the floor, so that flat undersides do not flicker through it.
  shadow.position.set(centre.x, box.min.y - radius * 0.002, centre.z);
  shadow.renderOrder = -1;
  return shadow;
};
