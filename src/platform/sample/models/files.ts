import { crystalPot } from './crystal-pot.ts';
import type { Model } from './glb.ts';
import { lantern } from './lantern.ts';
import { pip } from './pip.ts';

/** Every model of the sample, by its file name. */
export const modelFiles: Readonly<Record<string, Model>> = {
  'model-lantern.glb': lantern,
  'model-crystal-pot.glb': crystalPot,
  'model-pip.glb': pip,
};
