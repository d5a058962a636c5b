import type { CameraPosition } from '../model-viewer.events.ts';
import type { ModelViewerStrings } from '../model-viewer.strings.ts';

const turn = 2 * Math.PI;
const height = (phi: number, strings: ModelViewerStrings): string => {
  const degrees = (phi * 180) / Math.PI;
  if (degrees < 60) return strings.above;
  return degrees > 100 ? strings.below : strings.level;
};

/** What the viewer sees, in words: `front left, from above, 120%`. */
export const viewText = (position: CameraPosition, strings: ModelViewerStrings): string => {
  const sides = strings.sides.split(',');
  const eighth = Math.round((position.theta / turn) * 8);
  const side = sides[((eighth % 8) + 8) % 8] ?? '';
  return `${side}, ${height(position.phi, strings)}, ${Math.round(position.zoom * 100)}%`;
};
