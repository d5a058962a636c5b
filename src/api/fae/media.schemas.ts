import * as v from 'valibot';
import { nonEmpty, open, params, recordFields, upload } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as media from './media.operations.ts';

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

/** The same for images, videos, audios, documents and models. */
export const mediaSchemas = {
  list: { answer: v.array(file) },
  register: { body: open({ url: httpsUrl, ...writable }), answer: file },
  /** The type is found out from the bytes, whatever the form says. */
  upload: { body: v.object({ file: upload, name: v.optional(nonEmpty) }), answer: file },
  update: { params: params.id, body: open(writable), answer: file },
  delete: {
    params: params.id,
    answer: v.object({ success: v.literal(true), freed: v.number() }),
  },
} satisfies SchemasOf<(typeof media)['images']>;
