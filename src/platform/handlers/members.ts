import { HttpError } from '../../http/problem.ts';
import {
  deleteMember,
  findMember,
  findMemberByEmail,
  hasOtherOwner,
  inviteMember,
  listMembers,
  setRole,
  type Member,
} from '../store/members.ts';
import { transact, type Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

/** Without the account's id, which is nobody's business; `invited` till the invitation is taken. */
const answerOf = ({ account, ...member }: Member) => ({
  ...member,
  ...(account === undefined && { invited: true }),
});

const requireMember = async (store: Store, workspace: string, id: string): Promise<Member> => {
  const member = await findMember(store, workspace, id);
  if (!member) throw notFound('member');
  return member;
};

/** @throws {HttpError} 409 where nobody would own the workspace without this member */
const requireOtherOwner = async (
  store: Store,
  workspace: string,
  { id, role, account }: Member,
): Promise<void> => {
  if (role !== 'owner' || account === undefined) return;
  if (await hasOtherOwner(store, workspace, id)) return;
  throw new HttpError(409, 'conflict', 'A workspace has at least one owner.');
};

export const memberHandlers = ({ store }: Services): Handlers['members'] => ({
  list: async ({ params }) => JSON.stringify((await listMembers(store, params.id)).map(answerOf)),

  invite: ({ params, body }) =>
    transact(store, async (inner) => {
      const before = await findMemberByEmail(inner, params.id, body.email);
      if (before?.account !== undefined) {
        throw new HttpError(409, 'conflict', `${body.email} is in this workspace already.`);
      }
      const invitation = await inviteMember(inner, params.id, body);
      const member = await findMemberByEmail(inner, params.id, body.email);
      if (!member) throw new Error('A new invitation cannot be read.');
      return JSON.stringify({ ...answerOf(member), invitation });
    }),

  update: ({ params, body }) =>
    transact(store, async (inner) => {
      const member = await requireMember(inner, params.id, params.memberId);
      if (body.role !== 'owner') await requireOtherOwner(inner, params.id, member);
      await setRole(inner, member.id, body.role);
      return JSON.stringify(answerOf(await requireMember(inner, params.id, member.id)));
    }),

  delete: ({ person, params }) =>
    transact(store, async (inner) => {
      const member = await requireMember(inner, params.id, params.memberId);
      const isOwner = person.memberships.some(
        ({ workspace, role }) => workspace === params.id && role === 'owner',
      );
      if (!isOwner && member.account !== person.id) {
        throw new HttpError(403, 'forbidden', 'Only an owner removes others.');
      }
      await requireOtherOwner(inner, params.id, member);
      await deleteMember(inner, member.id);
      return success;
    }),
});
