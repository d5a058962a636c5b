import * as v from 'valibot';
import type { SchemasOf } from '../schema.ts';
import type * as tts from './tts.operations.ts';

export const ttsSchemas = {
  status: {
    answer: v.object({
      available: v.boolean(),
      state: v.optional(v.string()),
      voices: v.array(v.object({ id: v.string(), label: v.string() })),
    }),
  },
  speak: {
    body: v.object({
      text: v.pipe(
        v.string(),
        v.trim(),
        v.nonEmpty('must not be empty'),
        v.maxLength(2000, 'must be at most 2,000 characters'),
      ),
      voice: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
      speed: v.optional(
        v.pipe(v.number(), v.minValue(0.5), v.maxValue(2, 'must be between 0.5 and 2.0')),
      ),
    }),
  },
} satisfies SchemasOf<typeof tts>;
