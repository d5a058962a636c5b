import { InstancedMesh, SkinnedMesh, type Material, type Object3D, type Texture } from 'three';
import { isDrawn } from './drawn.ts';

const isTexture = (value: unknown): value is Texture =>
  typeof value === 'object' && value !== null && 'isTexture' in value;

const disposeMaterial = (material: Material): void => {
  for (const texture of Object.values(material).filter(isTexture)) {
    texture.dispose();
    const image: unknown = texture.image;
    if (image instanceof ImageBitmap) image.close();
  }
  material.dispose();
};

/** Frees everything that an object and what is below it hold on the graphics card and beside it. */
export const disposeDeep = (root: Object3D): void => {
  root.traverse((object) => {
    if (isDrawn(object)) {
      object.geometry.dispose();
      for (const material of [object.material].flat()) disposeMaterial(material);
    }
    if (object instanceof SkinnedMesh) object.skeleton.dispose();
    if (object instanceof InstancedMesh) object.dispose();
  });
  root.removeFromParent();
};
