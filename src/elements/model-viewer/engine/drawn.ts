import type { Line, Material, Mesh, Object3D, Points } from 'three';

type Drawn = (Mesh | Line | Points) & { readonly material: Material | Material[] };

/** Whether an object of a scene is something to be seen, and not a bone, a light or a group. */
export const isDrawn = (object: Object3D): object is Drawn =>
  'geometry' in object && 'material' in object;
