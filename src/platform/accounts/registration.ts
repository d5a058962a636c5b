import { HttpError } from '../../http/problem.ts';
import { findAccount, hasAccounts, insertAccount } from '../store/accounts.ts';
import { emailOfInvitation, insertMember, takeInvitation } from '../store/members.ts';
import { transact, type Store } from '../store/store.ts';
import { workspaceOfKey } from '../store/workspaces.ts';
import type { Passwords } from './passwords.ts';

/** Who may make an account once there is one: those who have been invited, or everybody. */
export type RegistrationMode = 'invite' | 'open';

export interface RegistrationRules {
  readonly mode: RegistrationMode;
  /** What the first account owns. */
  readonly workspace: string;
  /**
   * Whether others reach this server: then the first account is for whoever has the workspace's key,
   * and not for the stranger who comes first.
   */
  readonly isPublic: boolean;
}

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  readonly invitation?: string | undefined;
  /** A workspace's key that came with the request. */
  readonly key: string | undefined;
}

const forbidden = (message: string): HttpError => new HttpError(403, 'forbidden', message);

/**
 * Makes sure that an invitation is one, for this address.
 *
 * @throws {HttpError} 403
 */
export const checkInvitation = async (
  store: Store,
  invitation: string,
  email: string,
): Promise<void> => {
  const invited = await emailOfInvitation(store, invitation);
  if (invited === undefined) throw forbidden('The invitation is not valid, or has expired.');
  if (invited !== email) throw forbidden('The invitation is for another email address.');
};

/** @returns whether it is the first account */
const checkAdmission = async (
  store: Store,
  { mode, workspace, isPublic }: RegistrationRules,
  { email, invitation, key }: Registration,
): Promise<boolean> => {
  if (!(await hasAccounts(store))) {
    if (isPublic && (!key || (await workspaceOfKey(store, key)) !== workspace)) {
      throw forbidden(
        'The first account is for the owner of this server: send the sample workspace’s key in the ' +
          'x-api-key header ("fae-widgets platform keys" prints it).',
      );
    }
    return true;
  }
  if (invitation !== undefined) await checkInvitation(store, invitation, email);
  else if (mode === 'invite') throw forbidden('An account is made by invitation only.');
  if (await findAccount(store, email)) {
    throw new HttpError(409, 'conflict', 'There is an account of this address: log in.');
  }
  return false;
};

/**
 * Makes an account: the first one owns the sample workspace, a later one is in the workspace that it
 * was invited to.
 *
 * @returns its id
 * @throws {HttpError} 403 for whoever may not have one, 409 `conflict` where there is one
 */
export const register = async (
  store: Store,
  passwords: Passwords,
  rules: RegistrationRules,
  registration: Registration,
): Promise<string> => {
  // Strangers must not keep the machine busy with hashing.
  await checkAdmission(store, rules, registration);
  const { email, name, password, invitation } = registration;
  const passwordHash = await passwords.hash(password);
  return transact(store, async (inner) => {
    const isFirst = await checkAdmission(inner, rules, registration);
    const account = await insertAccount(inner, { email, name, passwordHash });
    if (isFirst) await insertMember(inner, rules.workspace, { account, email, role: 'owner' });
    else if (invitation !== undefined) await takeInvitation(inner, invitation, account);
    return account;
  });
};
