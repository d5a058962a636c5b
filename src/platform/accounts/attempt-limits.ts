import { addressKey } from '../../http/address.ts';
import { seconds } from '../../http/limits.ts';
import { HttpError } from '../../http/problem.ts';
import { countAttempt, forgetAttempts, type AttemptLimit } from '../store/attempts.ts';
import type { Store } from '../store/store.ts';

const minute = 60_000;

/** From one address: many people may sit behind it. */
const perAddress: AttemptLimit = { limit: 100, window: 15 * minute };
/** At one account from one address: somebody who tries to remember. */
const perBoth: AttemptLimit = { limit: 10, window: 15 * minute };
/** At one account from everywhere: less would let anybody lock the owner out with ease. */
const perAccount: AttemptLimit = { limit: 100, window: 15 * minute };
/** What makes accounts, or sets their passwords anew. */
const perAddressAndHour: AttemptLimit = { limit: 60, window: 60 * minute };

const check = async (store: Store, key: string, limit: AttemptLimit): Promise<void> => {
  const wait = await countAttempt(store, key, limit);
  if (wait === 0) return;
  const minutes = Math.ceil(wait / minute);
  throw new HttpError(
    429,
    'rate_limited',
    `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    { headers: { 'Retry-After': String(seconds(wait)) } },
  );
};

/** IPv6 by its /64; all that cannot be told apart count as one. */
const nameOf = (address: string | undefined): string =>
  (address === undefined ? undefined : addressKey(address)) ?? 'unknown';

/**
 * Counts an attempt to log in, whether there is such an account or not.
 *
 * @returns what forgets the attempts at this account, for when it was its owner
 * @throws {HttpError} 429 `rate_limited` with `Retry-After`
 */
export const countLogin = async (
  store: Store,
  email: string,
  address: string | undefined,
): Promise<() => Promise<void>> => {
  const from = nameOf(address);
  const account = `login account ${email}`;
  const both = `login ${from} ${email}`;
  if (address !== undefined) await check(store, `login address ${from}`, perAddress);
  await check(store, both, perBoth);
  await check(store, account, perAccount);
  return () => forgetAttempts(store, [account, both]);
};

/**
 * Counts an attempt to register, or to set a password anew.
 *
 * @throws {HttpError} 429 `rate_limited` with `Retry-After`
 */
export const countRegistration = async (
  store: Store,
  address: string | undefined,
): Promise<void> => {
  if (address === undefined) return;
  await check(store, `register address ${nameOf(address)}`, perAddressAndHour);
};
