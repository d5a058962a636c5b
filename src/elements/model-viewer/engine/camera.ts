import { MathUtils, type PerspectiveCamera } from 'three';
import type { CameraPosition } from '../model-viewer.events.ts';
import type { Orbit } from './camera-orbit.ts';
import type { Aim } from './controls.ts';
import { fittingDistance, type Bounds } from './framing.ts';

/** The nearest and farthest that a camera may start, in radii of the model: else it shows nothing. */
const nearest = 0.1;
const farthest = 100;

/** Puts the camera where it is aimed from, and gives where that is. */
export const placeCamera = (
  camera: PerspectiveCamera,
  bounds: Bounds,
  start: Orbit['radius'],
  { theta, phi, zoom }: Aim,
): CameraPosition => {
  const wanted =
    'metres' in start ? start.metres : start.share * fittingDistance(bounds, camera.aspect);
  const radius =
    (MathUtils.clamp(wanted / bounds.radius, nearest, farthest) * bounds.radius) / zoom;
  camera.near = Math.max(radius - bounds.radius * 1.5, radius * 0.01);
  camera.far = radius + bounds.radius * 4;
  camera.position.setFromSphericalCoords(radius, phi, theta).add(bounds.centre);
  camera.lookAt(bounds.centre);
  camera.updateProjectionMatrix();
  return { theta, phi, radius, zoom };
};
