import { hashOf, newToken } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';
import type { Role } from './tables/accounts.ts';

/** How long somebody stays logged in, in milliseconds: 14 days. */
export const sessionLifetime = 14 * 24 * 60 * 60 * 1000;

/** A workspace that a person is in. */
export interface Membership {
  readonly workspace: string;
  readonly name: string;
  readonly role: Role;
}

/** Who is logged in. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string | undefined;
  /** In the order in which the person came to them. */
  readonly memberships: readonly Membership[];
}

/** @returns the session's token, which is not kept here */
export const insertSession = async (store: Store, account: string): Promise<string> => {
  const token = newToken();
  const now = store.now();
  await store.db
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      account,
      created_at: isoTime(now),
      expires_at: isoTime(now + sessionLifetime),
    })
    .execute();
  return token;
};

export const deleteSession = async (store: Store, token: string): Promise<void> => {
  await store.db.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute();
};

/** Logs an account out everywhere. */
export const deleteSessionsOf = async (store: Store, account: string): Promise<void> => {
  await store.db.deleteFrom('sessions').where('account', '=', account).execute();
};

const selectPerson = (store: Store) =>
  store.db
    .selectFrom('accounts')
    .leftJoin('members', 'members.account', 'accounts.id')
    .leftJoin('workspaces', 'workspaces.id', 'members.workspace')
    .select([
      'accounts.id as id',
      'accounts.email as email',
      'accounts.name as name',
      'members.role as role',
      'workspaces.id as workspace',
      'workspaces.name as workspace_name',
    ])
    .orderBy('members.created_at')
    .orderBy('members.id');

type PersonRow = Awaited<ReturnType<ReturnType<typeof selectPerson>['execute']>>[number];

const personOf = (rows: readonly PersonRow[]): Person | undefined => {
  const [first] = rows;
  if (!first) return undefined;
  const memberships = rows.flatMap(({ workspace, workspace_name, role }) =>
    workspace !== null && workspace_name !== null && role !== null
      ? [{ workspace, name: workspace_name, role }]
      : [],
  );
  return { id: first.id, email: first.email, name: first.name ?? undefined, memberships };
};

/** Whose session a token is of, with the memberships of this moment; nobody's once it has expired. */
export const personOfSession = async (store: Store, token: string): Promise<Person | undefined> =>
  personOf(
    await selectPerson(store)
      .innerJoin('sessions', 'sessions.account', 'accounts.id')
      .where('sessions.token_hash', '=', hashOf(token))
      .where('sessions.expires_at', '>', isoTime(store.now()))
      .execute(),
  );

export const personOfAccount = async (store: Store, account: string): Promise<Person | undefined> =>
  personOf(await selectPerson(store).where('accounts.id', '=', account).execute());
