import { objectId } from '../ids.ts';
import { hashOf, newToken } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';
import type { Role } from './tables/accounts.ts';

/** One who is in a workspace, or has been invited. */
export interface Member {
  readonly id: string;
  /** `undefined` till an invitation is taken. */
  readonly account: string | undefined;
  readonly email: string;
  readonly name: string | undefined;
  readonly role: Role;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const invitationLifetime = 7 * 24 * 60 * 60 * 1000;

const selectMembers = (store: Store, workspace: string) =>
  store.db
    .selectFrom('members')
    .leftJoin('accounts', 'accounts.id', 'members.account')
    .select([
      'members.id as id',
      'members.account as account',
      'members.email as email',
      'members.role as role',
      'members.created_at as created_at',
      'members.updated_at as updated_at',
      'accounts.name as name',
    ])
    .where('members.workspace', '=', workspace)
    .orderBy('members.created_at')
    .orderBy('members.id');

type MemberRow = Awaited<ReturnType<ReturnType<typeof selectMembers>['execute']>>[number];

const memberOf = (row: MemberRow): Member => ({
  id: row.id,
  account: row.account ?? undefined,
  email: row.email,
  name: row.name ?? undefined,
  role: row.role,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** In the order in which they came or were invited. */
export const listMembers = async (store: Store, workspace: string): Promise<Member[]> =>
  (await selectMembers(store, workspace).execute()).map(memberOf);

export const findMember = async (
  store: Store,
  workspace: string,
  id: string,
): Promise<Member | undefined> => {
  const row = await selectMembers(store, workspace).where('members.id', '=', id).executeTakeFirst();
  return row && memberOf(row);
};

export const findMemberByEmail = async (
  store: Store,
  workspace: string,
  email: string,
): Promise<Member | undefined> => {
  const row = await selectMembers(store, workspace)
    .where('members.email', '=', email)
    .executeTakeFirst();
  return row && memberOf(row);
};

/** Makes somebody a member at once. */
export const insertMember = async (
  store: Store,
  workspace: string,
  { account, email, role }: { account: string; email: string; role: Role },
): Promise<void> => {
  const now = store.now();
  await store.db
    .insertInto('members')
    .values({
      id: objectId(now),
      workspace,
      account,
      email,
      role,
      created_at: isoTime(now),
      updated_at: isoTime(now),
    })
    .execute();
};

/**
 * Invites somebody who is not in the workspace; whoever has been invited before gets a new invitation
 * instead of the old one.
 *
 * @returns the token that the invitation is taken with, within a week
 */
export const inviteMember = async (
  store: Store,
  workspace: string,
  { email, role }: { email: string; role: Role },
): Promise<string> => {
  const token = newToken();
  const now = store.now();
  const invitation = {
    role,
    invitation_hash: hashOf(token),
    invited_until: isoTime(now + invitationLifetime),
    updated_at: isoTime(now),
  };
  await store.db
    .insertInto('members')
    .values({ ...invitation, id: objectId(now), workspace, email, created_at: isoTime(now) })
    .onConflict((it) => it.columns(['workspace', 'email']).doUpdateSet(invitation))
    .execute();
  return token;
};

/** The address that an invitation was made for; `undefined` where it is none, or has expired. */
export const emailOfInvitation = async (
  store: Store,
  token: string,
): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom('members')
    .select('email')
    .where('invitation_hash', '=', hashOf(token))
    .where('invited_until', '>', isoTime(store.now()))
    .executeTakeFirst();
  return row?.email;
};

/** Takes an invitation, which is of no use from then on. */
export const takeInvitation = async (
  store: Store,
  token: string,
  account: string,
): Promise<void> => {
  const time = isoTime(store.now());
  await store.db
    .updateTable('members')
    .set({ account, invitation_hash: null, invited_until: null, updated_at: time })
    .where('invitation_hash', '=', hashOf(token))
    .where('invited_until', '>', time)
    .execute();
};

export const setRole = async (store: Store, id: string, role: Role): Promise<void> => {
  await store.db
    .updateTable('members')
    .set({ role, updated_at: isoTime(store.now()) })
    .where('id', '=', id)
    .execute();
};

export const deleteMember = async (store: Store, id: string): Promise<void> => {
  await store.db.deleteFrom('members').where('id', '=', id).execute();
};

/** Whether a workspace has an owner beside this member; those who are merely invited do not count. */
export const hasOtherOwner = async (
  store: Store,
  workspace: string,
  member: string,
): Promise<boolean> => {
  const row = await store.db
    .selectFrom('members')
    .select('id')
    .where('workspace', '=', workspace)
    .where('role', '=', 'owner')
    .where('account', 'is not', null)
    .where('id', '!=', member)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
