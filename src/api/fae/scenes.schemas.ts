import * as v from 'valibot';
import { open, params, recordFields, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import { sceneDefinition } from './scene-definition.schemas.ts';
import type * as scenes from './scenes.operations.ts';

const writable = {
  name: v.optional(v.string()),
  definition: v.optional(sceneDefinition),
};

/** What other tools have put there is shown as it is; what is drawn is checked when it is read. */
export const scene = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  definition: v.optional(v.record(v.string(), v.unknown())),
});

export const scenesSchemas = {
  list: { answer: v.array(scene) },
  create: { body: open(writable), answer: scene },
  update: { params: params.id, body: open(writable), answer: scene },
  delete: { params: params.id, answer: success },
} satisfies SchemasOf<typeof scenes>;
