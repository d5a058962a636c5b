import { namedOperations, type NamedOperation } from '../api/operations.ts';

/** Logging in and out, and what is left to a person who is logged in. */
const isForPeople = ({ name, auth }: NamedOperation): boolean =>
  name.startsWith('auth.') || auth === 'account';

/**
 * The operations that a proxy can offer. Accounts do not exist behind it, for nobody: it passes no
 * cookie on in either direction, and a key opens no account.
 */
export const proxiedOperations: readonly NamedOperation[] = namedOperations.filter(
  (operation) => !isForPeople(operation),
);
