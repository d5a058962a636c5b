import { engineMode } from '../engines/mode.ts';
import { notConfigured } from '../handlers/refusals.ts';
import { stripeSettings } from '../payments/stripe-settings.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import type { Billing } from './billing.ts';
import { createStripeBilling } from './stripe-billing.ts';
import { createTestBilling } from './test-billing.ts';

const refuse = async (): Promise<never> => {
  throw notConfigured('Billing is not set up: set STRIPE_SECRET_KEY.');
};

const noBilling: Billing = {
  plans: refuse,
  subscriptions: refuse,
  subscription: refuse,
  create: refuse,
  previewQuantity: refuse,
  updateQuantity: refuse,
  cancel: refuse,
  resume: refuse,
  paymentMethods: refuse,
  manage: refuse,
  freeSeats: async () => undefined,
};

type BillingSettings = Pick<
  Settings,
  'env' | 'log' | 'publicUrl' | 'testPayments' | 'fleekBilling'
>;

const stripeIn = (env: BillingSettings['env']) =>
  engineMode(env, 'FAE_PAYMENTS') === 'off' ? undefined : stripeSettings(env);

/** @throws {TypeError} where seats are to be counted, but nobody can pay for one */
export const assertBilling = ({
  env,
  testPayments,
  fleekBilling,
}: Pick<BillingSettings, 'env' | 'testPayments' | 'fleekBilling'>): void => {
  if (fleekBilling !== 'enforce' || testPayments || stripeIn(env)) return;
  throw new TypeError('FLEEK_BILLING=enforce needs STRIPE_SECRET_KEY, or FAE_PAYMENTS=test.');
};

/**
 * Where projects pay for seats: at Stripe where it is configured, nowhere where a test is wanted.
 *
 * @throws {TypeError} for a setting that makes no sense, or without Stripe's library
 */
export const createBilling = async (store: Store, settings: BillingSettings): Promise<Billing> => {
  const { env, log, publicUrl, testPayments, fleekBilling } = settings;
  assertBilling(settings);
  const enforces = fleekBilling === 'enforce';
  if (testPayments) return createTestBilling(store, { publicUrl, enforces });
  const stripe = stripeIn(env);
  return stripe ? createStripeBilling(stripe, { store, log, publicUrl, enforces }) : noBilling;
};
