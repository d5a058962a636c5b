import * as v from 'valibot';
import { nonEmpty, params, recordFields } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import { role } from './members.schemas.ts';
import type * as workspaces from './workspaces.operations.ts';

const name = v.pipe(nonEmpty, v.maxLength(100));

export const workspace = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  /** That of the person who asks. */
  role: v.optional(role),
  /** The connected account that is paid. */
  stripeAccount: v.optional(v.nullable(v.string())),
});

export const workspacesSchemas = {
  list: { answer: v.array(workspace) },
  /** The key is shown this once. */
  create: {
    body: v.object({ name }),
    answer: v.looseObject({ ...workspace.entries, key: v.string() }),
  },
  update: {
    params: params.id,
    body: v.object({
      name: v.optional(name),
      stripeAccount: v.optional(
        v.nullable(v.pipe(v.string(), v.regex(/^acct_\w{1,64}$/, 'must be like "acct_1A2b3C"'))),
      ),
    }),
    answer: workspace,
  },
  /** The old key opens nothing from now on; the new one is shown this once. */
  regenerateKey: { params: params.id, answer: v.object({ id: v.string(), key: v.string() }) },
} satisfies SchemasOf<typeof workspaces>;
