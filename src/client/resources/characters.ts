import type { Schemas } from '../../api/all.schemas.ts';
import { list, response } from '../../api/fae/characters.operations.ts';
import * as reads from '../../api/fae/characters.read.ts';
import { method } from '../method.ts';
import type { Target } from '../transport.ts';

/** What a page may ask of characters. */
export const characters = (target: Target) => ({
  list: method<Schemas['characters']['list']>(target, list, reads.list),
  response: method<Schemas['characters']['response']>(target, response, reads.response),
});
