import type { Env } from '../engines/mode.ts';

/** What is configured for Stripe. No part of it may be logged or told. */
export interface StripeSettings {
  readonly secretKey: string;
  /** Several while they are changed, and one for each of Stripe's endpoints that sends here. */
  readonly webhookSecrets: readonly string[];
  /** For pages that show a checkout within themselves. */
  readonly publishableKey: string | undefined;
  /** Where Stripe's API is; its own address when absent. */
  readonly apiBase: URL | undefined;
  /** Whether money is real. */
  readonly isLive: boolean;
}

const local = new Set(['localhost', '127.0.0.1', '[::1]']);

const apiBaseOf = (text: string | undefined, isLive: boolean): URL | undefined => {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError('STRIPE_API_BASE must be an http or https URL.');
  }
  if (isLive && url.protocol === 'http:' && !local.has(url.hostname)) {
    throw new TypeError('STRIPE_API_BASE must be https: a live key must not be sent unencrypted.');
  }
  return url;
};

/**
 * @returns `undefined` where there is no `STRIPE_SECRET_KEY`
 * @throws {TypeError} for what cannot be meant; the message quotes no secret
 */
export const stripeSettings = (env: Env): StripeSettings | undefined => {
  const secretKey = env['STRIPE_SECRET_KEY']?.trim();
  if (!secretKey) return undefined;
  if (!/^(sk|rk)_\w+$/.test(secretKey)) {
    throw new TypeError('STRIPE_SECRET_KEY must be a secret key, which begins with sk_ or rk_.');
  }
  const isLive = /^(sk|rk)_live_/.test(secretKey);
  const secrets = (env['STRIPE_WEBHOOK_SECRET'] ?? '').split(',').map((it) => it.trim());
  return {
    secretKey,
    webhookSecrets: secrets.filter(Boolean),
    publishableKey: env['STRIPE_PUBLISHABLE_KEY']?.trim() || undefined,
    apiBase: apiBaseOf(env['STRIPE_API_BASE']?.trim(), isLive),
    isLive,
  };
};
