import * as v from 'valibot';
import { nonEmpty, open, params, recordFields, recordId, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as characters from './characters.operations.ts';

const writable = {
  title: v.optional(v.string()),
  avatar: v.optional(v.string()),
  greeting: v.optional(v.string()),
  /** What a visitor might ask: offered as buttons. */
  prompts: v.optional(v.array(v.string())),
  traits: v.optional(v.array(v.string())),
  publicTraits: v.optional(v.boolean()),
  background: v.optional(v.string()),
  /** The Ollama model that answers. */
  model: v.optional(v.string()),
};

export const character = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  ...writable,
});

export const charactersSchemas = {
  list: { answer: v.array(character) },
  create: { body: open({ name: nonEmpty, ...writable }), answer: character },
  response: {
    body: v.object({
      characterId: recordId,
      text: v.pipe(
        v.string(),
        v.trim(),
        v.nonEmpty('must not be empty'),
        v.maxLength(2000, 'must be at most 2,000 characters'),
      ),
      model: v.optional(v.pipe(v.string(), v.maxLength(200))),
      conversationId: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{16,128}$/))),
    }),
    answer: v.object({
      response: v.string(),
      characterId: v.optional(v.string()),
      model: v.optional(v.string()),
    }),
  },
  update: {
    params: params.id,
    body: open({ name: v.optional(nonEmpty), ...writable }),
    answer: character,
  },
  delete: { params: params.id, answer: success },
} satisfies SchemasOf<typeof characters>;
