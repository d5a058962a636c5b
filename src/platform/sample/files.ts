import { visitorsGuide } from './documents/visitors-guide.ts';
import { tidebells } from './sounds/tidebells.ts';

/** Sounds and documents of the sample, by their file names: how they are made. */
export const otherFiles: Readonly<Record<string, () => Uint8Array>> = {
  'tidebells.wav': tidebells,
  'visitors-guide.pdf': visitorsGuide,
};
