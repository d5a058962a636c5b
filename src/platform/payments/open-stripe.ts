import type Stripe from 'stripe';
import type { StripeSettings } from './stripe-settings.ts';

const importStripe = async () => {
  try {
    return (await import('stripe')).default;
  } catch (cause) {
    throw new TypeError('Payments through Stripe need its library: run "npm install stripe".', {
      cause,
    });
  }
};

/**
 * Opens Stripe's library, which is installed by whoever wants it.
 *
 * @param timeout milliseconds that one request may take
 * @throws {TypeError} where it is not installed
 */
export const openStripe = async (
  { secretKey, apiBase }: StripeSettings,
  timeout: number,
): Promise<Stripe> => {
  const Library = await importStripe();
  return new Library(secretKey, {
    timeout,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(apiBase && {
      protocol: apiBase.protocol === 'http:' ? 'http' : 'https',
      host: apiBase.hostname,
      port: apiBase.port || (apiBase.protocol === 'http:' ? '80' : '443'),
    }),
  });
};
