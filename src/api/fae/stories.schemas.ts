import * as v from 'valibot';
import { open, params, recordFields, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as stories from './stories.operations.ts';

const fields = {
  title: v.optional(v.string()),
  subtitle: v.optional(v.string()),
  author: v.optional(v.string()),
  description: v.optional(v.string()),
  summary: v.optional(v.string()),
  cover: v.optional(v.string()),
  language: v.optional(v.string()),
  genre: v.optional(v.string()),
  status: v.optional(v.string()),
  published: v.optional(v.boolean()),
};

export const story = v.looseObject({ ...recordFields, ...fields });

export const storiesSchemas = {
  list: { answer: v.array(story) },
  get: { params: params.id, answer: story },
  create: { body: open(fields), answer: story },
  update: { params: params.id, body: open(fields), answer: story },
  delete: { params: params.id, answer: success },
} satisfies SchemasOf<typeof stories>;
