import { commonStrings, mergeStrings } from '../../ui/strings.ts';
import { shellStrings } from './model-viewer.view.ts';

/** The element's texts; each may be replaced through `strings`. */
export const modelViewerStrings = {
  ...commonStrings,
  ...shellStrings,
  loading: 'Loading 3D model',
  help: 'Use the arrow keys to turn, plus and minus to zoom, Home to start over.',
  pause: 'Pause movement',
  play: 'Play movement',
  /** Where one looks from: eighths of a turn, from the front over the right as one faces the model. */
  sides: 'front,front right,right,back right,back,back left,left,front left',
  above: 'from above',
  level: 'level',
  below: 'from below',
  failures: {
    ...commonStrings.failures,
    not_glb: 'This is not a 3D model.',
    truncated: 'The 3D model did not arrive whole.',
    too_large: 'This 3D model is too large to be shown here.',
    too_complex: 'This 3D model is too complex to be shown here.',
    unsupported_version: 'This kind of 3D model cannot be shown.',
    unsupported_extension: 'This kind of 3D model cannot be shown.',
    external_uri: 'This 3D model is incomplete: parts of it are elsewhere.',
    bad_model: 'This 3D model is damaged.',
    empty_model: 'There is nothing in this 3D model.',
    no_webgl: 'This browser cannot show 3D models.',
    context_lost: 'The graphics of this device were interrupted.',
  } as Readonly<Record<string, string>>,
};

export type ModelViewerStrings = typeof modelViewerStrings;

/** The texts with the owner's in their place. */
export const textsWith = (overrides: Partial<ModelViewerStrings> | undefined): ModelViewerStrings =>
  mergeStrings(modelViewerStrings, overrides);
