import * as v from 'valibot';
import { nonEmpty, open, params, recordFields } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as models from './models.operations.ts';

const writable = {
  name: v.optional(nonEmpty),
  /** In bytes. */
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  mimeType: v.optional(v.pipe(v.string(), v.regex(/^[\w.+-]+\/[\w.+-]+$/))),
};

const httpsUrl = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.url(),
  v.startsWith('https:', 'must be an https URL'),
);

export const file = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  url: v.optional(v.string()),
  size: v.optional(v.number()),
  mimeType: v.optional(v.string()),
});

export const modelsSchemas = {
  list: { answer: v.array(file) },
  register: { body: open({ url: httpsUrl, ...writable }), answer: file },
  update: { params: params.id, body: open(writable), answer: file },
  delete: {
    params: params.id,
    answer: v.object({ success: v.literal(true), freed: v.number() }),
  },
  content: { params: params.id },
} satisfies SchemasOf<typeof models>;
