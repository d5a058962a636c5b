import { engineMode } from '../engines/mode.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import type { Payments } from './payments.ts';
import { createStripePayments } from './stripe-payments.ts';
import { stripeSettings } from './stripe-settings.ts';
import { createTestPayments } from './test-payments.ts';

/**
 * Where buyers pay: at Stripe where it is configured, on the test page where that is wanted.
 *
 * @returns `undefined` where nobody can pay
 * @throws {TypeError} for a setting that makes no sense, or without Stripe's library
 */
export const createPayments = async (
  store: Store,
  { env, log, publicUrl, testPayments }: Settings,
): Promise<Payments | undefined> => {
  if (testPayments) return createTestPayments(store, publicUrl);
  const stripe = engineMode(env, 'FAE_PAYMENTS') === 'off' ? undefined : stripeSettings(env);
  return stripe && createStripePayments(stripe, { store, log });
};
