import { HttpError } from '../../http/problem.ts';
import { findAccount, setPasswordHash } from '../store/accounts.ts';
import { takeInvitation } from '../store/members.ts';
import { transact, type Store } from '../store/store.ts';
import { countLogin } from './attempt-limits.ts';
import type { Passwords } from './passwords.ts';
import { checkInvitation } from './registration.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
  /** To another workspace, which is joined with it. */
  readonly invitation?: string | undefined;
  readonly address: string | undefined;
}

/**
 * Checks who somebody is. A password whose hash is out of date is hashed anew.
 *
 * @returns the account's id
 * @throws {HttpError} 401 for a wrong password and for an unknown account alike, 403 for an invitation
 * that is not valid, 429 after too many attempts
 */
export const logIn = async (
  store: Store,
  passwords: Passwords,
  { email, password, invitation, address }: Login,
): Promise<string> => {
  const succeed = await countLogin(store, email, address);
  const account = await findAccount(store, email);
  const isRight = await passwords.verify(password, account?.passwordHash);
  if (!account || !isRight) {
    throw new HttpError(401, 'unauthenticated', 'The email address or the password is wrong.');
  }
  await succeed();
  if (passwords.isOutdated(account.passwordHash)) {
    const newHash = await passwords.hash(password);
    await setPasswordHash(store, account.id, newHash, account.passwordHash);
  }
  if (invitation !== undefined) {
    await transact(store, async (inner) => {
      await checkInvitation(inner, invitation, email);
      await takeInvitation(inner, invitation, account.id);
    });
  }
  return account.id;
};
