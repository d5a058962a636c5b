import { PerspectiveCamera, Scene, type Object3D, type Texture } from 'three';
import { fieldOfView } from './framing.ts';

/** The scene and the camera that all views use in turn. */
export interface FilmSet {
  readonly camera: PerspectiveCamera;
  /** The scene with this in it and nothing else. */
  show(content: Object3D): Scene;
}

/**
 * Makes the one set. To look through glass, three keeps a large picture for each pair of a scene
 * and a camera, and frees none of them: with a pair to each model, they would add up.
 */
export const createSet = (environment: Texture): FilmSet => {
  const scene = new Scene();
  scene.environment = environment;
  return {
    camera: new PerspectiveCamera(fieldOfView),
    show(content) {
      if (content.parent === scene) return scene;
      scene.clear();
      return scene.add(content);
    },
  };
};
