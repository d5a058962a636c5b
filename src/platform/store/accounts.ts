import { objectId } from '../ids.ts';
import { hashOf, newToken } from './secret-tokens.ts';
import { isoTime, type Store } from './store.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string | undefined;
  readonly passwordHash: string;
}

/** @param email in lower case, as all of them are kept */
export const findAccount = async (store: Store, email: string): Promise<Account | undefined> => {
  const row = await store.db
    .selectFrom('accounts')
    .select(['id', 'email', 'name', 'password_hash'])
    .where('email', '=', email)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      email: row.email,
      name: row.name ?? undefined,
      passwordHash: row.password_hash,
    }
  );
};

export const hasAccounts = async (store: Store): Promise<boolean> => {
  const row = await store.db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
};

/** @returns its id */
export const insertAccount = async (
  store: Store,
  {
    email,
    name,
    passwordHash,
  }: Pick<Account, 'email' | 'passwordHash'> & { readonly name?: string | undefined },
): Promise<string> => {
  const now = store.now();
  const id = objectId(now);
  await store.db
    .insertInto('accounts')
    .values({
      id,
      email,
      name: name ?? null,
      password_hash: passwordHash,
      created_at: isoTime(now),
      updated_at: isoTime(now),
    })
    .execute();
  return id;
};

/**
 * Puts another hash in a hash's place.
 *
 * @param before what is there, where it must not have changed meanwhile
 */
export const setPasswordHash = async (
  store: Store,
  id: string,
  passwordHash: string,
  before?: string,
): Promise<void> => {
  let query = store.db
    .updateTable('accounts')
    .set({ password_hash: passwordHash, updated_at: isoTime(store.now()) })
    .where('id', '=', id);
  if (before !== undefined) query = query.where('password_hash', '=', before);
  await query.execute();
};

const resetLifetime = 60 * 60 * 1000;

/**
 * Makes a token with which the account's password is set anew, once and within an hour. An older one
 * is of no use any more.
 */
export const insertPasswordReset = async (
  store: Store,
  account: string,
): Promise<{ readonly token: string; readonly expiresAt: string }> => {
  const token = newToken();
  const row = { token_hash: hashOf(token), expires_at: isoTime(store.now() + resetLifetime) };
  await store.db
    .insertInto('password_resets')
    .values({ ...row, account })
    .onConflict((it) => it.column('account').doUpdateSet(row))
    .execute();
  return { token, expiresAt: row.expires_at };
};

/** The account whose password a token sets anew. */
export const accountOfReset = async (store: Store, token: string): Promise<string | undefined> => {
  const row = await store.db
    .selectFrom('password_resets')
    .select('account')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', isoTime(store.now()))
    .executeTakeFirst();
  return row?.account;
};

export const deletePasswordReset = async (store: Store, account: string): Promise<void> => {
  await store.db.deleteFrom('password_resets').where('account', '=', account).execute();
};
