import * as v from 'valibot';
import { nonEmpty } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as apiTokens from './api-tokens.operations.ts';
import { uuid } from './fields.schemas.ts';

export const apiToken = v.looseObject({
  id: v.string(),
  name: v.optional(v.string()),
  token_prefix: v.optional(v.string()),
  created_at: v.optional(v.string()),
  expires_at: v.optional(v.nullable(v.string())),
  last_used_at: v.optional(v.nullable(v.string())),
  /** In the answer to `create` alone. */
  token: v.optional(v.string()),
});

export const apiTokensSchemas = {
  list: { answer: v.array(apiToken) },
  create: {
    body: v.object({
      name: v.pipe(nonEmpty, v.maxLength(200)),
      expires_in_days: v.optional(
        v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650))),
      ),
    }),
    answer: apiToken,
  },
  revoke: {
    params: v.object({ tokenId: uuid }),
    answer: v.object({ success: v.literal(true) }),
  },
} satisfies SchemasOf<typeof apiTokens>;
