import type { Schemas } from '../../api/all.schemas.ts';
import { content } from '../../api/fae/models.operations.ts';
import { method } from '../method.ts';
import type { Target } from '../transport.ts';

/** What a page may ask of 3D models. */
export const models = (target: Target) => ({
  /** Gives the `Response` with the GLB's bytes. */
  content: method<Schemas['models']['content']>(target, content),
});
