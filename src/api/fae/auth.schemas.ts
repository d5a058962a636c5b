import * as v from 'valibot';
import { email, nonEmpty, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as auth from './auth.operations.ts';
import { role } from './members.schemas.ts';

/** Long rather than odd: NIST SP 800-63B, 3.1.1. The upper bound is for the machine that hashes it. */
const newPassword = v.pipe(
  v.string(),
  v.minLength(10, 'must be at least 10 characters'),
  v.maxLength(200, 'must be at most 200 characters'),
);

const token = v.pipe(v.string(), v.regex(/^[\w-]{16,256}$/, 'is not valid'));

/** Who is logged in, and where that person may do what. */
export const account = v.object({
  id: v.string(),
  email: v.string(),
  name: v.optional(v.string()),
  workspaces: v.array(v.object({ id: v.string(), name: v.string(), role })),
});

export const authSchemas = {
  register: {
    body: v.object({
      email,
      password: newPassword,
      name: v.optional(v.pipe(nonEmpty, v.maxLength(100))),
      /** Needed by all but the first, unless everyone may register. */
      invitation: v.optional(token),
    }),
    answer: account,
  },
  login: {
    body: v.object({
      email,
      password: v.pipe(v.string(), v.maxLength(200)),
      /** To a further workspace. */
      invitation: v.optional(token),
    }),
    answer: account,
  },
  logout: { answer: success },
  /** With the token of a link that the operator has made. */
  resetPassword: { body: v.object({ token, password: newPassword }), answer: success },
} satisfies SchemasOf<typeof auth>;
