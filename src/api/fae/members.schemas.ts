import * as v from 'valibot';
import { email, objectId, params, recordFields, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as members from './members.operations.ts';

/** An owner also has the key and the members; an editor writes; a viewer reads. */
export const role = v.picklist(['owner', 'editor', 'viewer']);

export const member = v.looseObject({
  ...recordFields,
  email: v.optional(v.string()),
  name: v.optional(v.string()),
  role: v.optional(role),
});

const memberId = v.object({ id: objectId, memberId: objectId });

export const membersSchemas = {
  list: { params: params.id, answer: v.array(member) },
  invite: {
    params: params.id,
    body: v.object({ email, role }),
    /** `invitation`, shown once, is what that person registers with, or logs in. */
    answer: v.looseObject({ ...member.entries, invitation: v.optional(v.string()) }),
  },
  update: { params: memberId, body: v.object({ role }), answer: member },
  delete: { params: memberId, answer: success },
} satisfies SchemasOf<typeof members>;
