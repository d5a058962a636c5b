import { Box3, InstancedMesh, Matrix4, Mesh, Vector3, type Object3D } from 'three';
import { ElementError } from '../../../ui/failure.ts';
import { isDrawn } from './drawn.ts';

/** What a model fills, in metres. */
export interface Bounds {
  readonly box: Box3;
  readonly centre: Vector3;
  /** Of the sphere around the centre that holds the model. */
  readonly radius: number;
  /** Of the upright cylinder that holds it: what it needs sideways, however it is turned. */
  readonly girth: number;
}

/** Vertical field of view, in degrees. */
export const fieldOfView = 30;

/** More vertices of one mesh than this are not looked at one by one. */
const maxVertices = 50_000;

const point = new Vector3();

/** Visits where the vertices of an object stand in the world, or enough of them. */
const visitVertices = (object: Object3D, visit: (point: Vector3) => void): void => {
  if (!isDrawn(object) || !object.geometry.hasAttribute('position')) return;
  const positions = object.geometry.getAttribute('position');
  const matrix = new Matrix4();
  const copies = object instanceof InstancedMesh ? object.count : 1;
  const stride = Math.ceil((copies * positions.count) / maxVertices);
  for (let copy = 0; copy < copies; copy += 1) {
    matrix.identity();
    if (object instanceof InstancedMesh) object.getMatrixAt(copy, matrix);
    matrix.premultiply(object.matrixWorld);
    for (let index = 0; index < positions.count; index += stride) {
      // Skinned and morphed meshes stand where their pose puts them.
      if (object instanceof Mesh) object.getVertexPosition(index, point);
      else point.fromBufferAttribute(positions, index);
      point.applyMatrix4(matrix);
      if (Number.isFinite(point.x + point.y + point.z)) visit(point);
    }
  }
};

/**
 * Measures a model by its vertices: the boxes that it states may be wrong, and turned boxes are
 * wider than what is in them.
 *
 * @throws {ElementError} `empty_model` when there is nothing to be seen
 */
export const boundsOf = (root: Object3D): Bounds => {
  root.updateMatrixWorld(true);
  const box = new Box3();
  root.traverse((object) => visitVertices(object, (it) => box.expandByPoint(it)));
  const centre = box.getCenter(new Vector3());
  let radius = 0;
  let girth = 0;
  root.traverse((object) =>
    visitVertices(object, ({ x, y, z }) => {
      const sideways = Math.hypot(x - centre.x, z - centre.z);
      girth = Math.max(girth, sideways);
      radius = Math.max(radius, Math.hypot(sideways, y - centre.y));
    }),
  );
  if (box.isEmpty() || !(radius > 0) || !Number.isFinite(radius)) {
    throw new ElementError('empty_model', 'There is nothing to be seen in the model.');
  }
  return { box, centre, radius, girth };
};

/** The distance at which the model just fits into a picture, whichever way it is turned. */
export const fittingDistance = ({ radius, girth }: Bounds, aspect: number): number => {
  const half = (fieldOfView * Math.PI) / 360;
  const halfAcross = Math.atan(Math.tan(half) * aspect);
  return Math.max(radius / Math.sin(half), girth / Math.sin(halfAcross));
};
