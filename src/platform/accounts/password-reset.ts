import { join } from 'node:path';
import { HttpError } from '../../http/problem.ts';
import { openDataFolder } from '../data-folder.ts';
import {
  accountOfReset,
  deletePasswordReset,
  findAccount,
  insertPasswordReset,
  setPasswordHash,
} from '../store/accounts.ts';
import { platformSecret } from '../secret.ts';
import { readSettings, type PlatformOptions } from '../settings.ts';
import { openDatabase } from '../store/database.ts';
import { ownUrls } from '../store/own-urls.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { transact, type Store } from '../store/store.ts';
import { createVault } from '../vault.ts';
import type { Passwords } from './passwords.ts';

/** Below the platform's own address; the token comes last. */
export const resetPath = '/account/password/';

/** A link to the page where an account's password is set anew. */
export interface PasswordResetLink {
  readonly url: string;
  /** ISO 8601; an hour from now. */
  readonly expiresAt: string;
}

/**
 * Makes a link with which an account's password is set anew, once. To be given to its owner in person:
 * whoever has it gets the account. An older link of the account is of no use any more.
 *
 * @param options those of the platform, which may be running meanwhile
 * @throws {TypeError} where there is no such account, and for a setting that makes no sense
 */
export const passwordResetLink = async (
  options: PlatformOptions,
  email: string,
): Promise<PasswordResetLink> => {
  const { data, databaseUrl, publicUrl, log, secret } = readSettings(options);
  await openDataFolder(data);
  const vault = createVault(await platformSecret(data, secret));
  const database = await openDatabase({ file: join(data, 'platform.db'), url: databaseUrl, log });
  try {
    const { db, notices } = database;
    const store: Store = { db, notices, urls: ownUrls(publicUrl), vault, now: Date.now };
    const account = await findAccount(store, email.trim().toLowerCase());
    if (!account) throw new TypeError(`There is no account of ${email}.`);
    const { token, expiresAt } = await insertPasswordReset(store, account.id);
    return { url: `${publicUrl}${resetPath}${token}`, expiresAt };
  } finally {
    await database.close();
  }
};

/**
 * Sets a password anew and logs its account out everywhere.
 *
 * @throws {HttpError} 403 where the token is not valid, has expired or has been used
 */
export const resetPassword = async (
  store: Store,
  passwords: Passwords,
  token: string,
  password: string,
): Promise<void> => {
  const accountOf = async (inner: Store): Promise<string> => {
    const account = await accountOfReset(inner, token);
    if (account !== undefined) return account;
    throw new HttpError(403, 'forbidden', 'The link is not valid, or has expired.');
  };
  await accountOf(store);
  const passwordHash = await passwords.hash(password);
  await transact(store, async (inner) => {
    const account = await accountOf(inner);
    await setPasswordHash(inner, account, passwordHash);
    await deletePasswordReset(inner, account);
    await deleteSessionsOf(inner, account);
  });
};
