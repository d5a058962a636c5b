import * as v from 'valibot';
import { nonEmpty, objectId } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as projects from './projects.operations.ts';

export const project = v.looseObject({
  id: v.string(),
  name: v.optional(v.string()),
  /** Whose people may look after it. */
  workspace: v.optional(v.string()),
  createdAt: v.optional(v.string()),
});

export const projectsSchemas = {
  list: { answer: v.array(project) },
  create: {
    body: v.object({ name: v.pipe(nonEmpty, v.maxLength(200)), workspace: v.optional(objectId) }),
    answer: project,
  },
} satisfies SchemasOf<typeof projects>;
