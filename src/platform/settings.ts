import { resolve } from 'node:path';
import type { RegistrationMode } from './accounts/registration.ts';
import { addressOf, type AddressOf } from './client-address.ts';
import { engineMode, type Env } from './engines/mode.ts';

export interface PlatformOptions {
  /** Data folder. Default: `FAE_DATA`, else `.fae`. */
  readonly data?: string;
  /**
   * Base of every absolute URL that is given out (files, checkout page). Default: `FAE_PUBLIC_URL`,
   * else `http://localhost:PORT`, port 4600. The `Host` header is never believed.
   */
  readonly publicUrl?: string;
  /** The sample workspace's key. Default: `FAE_PLATFORM_KEY`, else generated and kept in the data folder. */
  readonly key?: string;
  /** The sample workspace's id. Default: `FAE_PLATFORM_WORKSPACE`, else generated and kept likewise. */
  readonly workspace?: string;
  /**
   * Whether a stand-in answers where no engine is configured: scripted replies, espeak-ng's speech, a
   * test checkout page. `FAE_REPLIES`, `FAE_SPEECH` and `FAE_PAYMENTS` overrule it one by one.
   */
  readonly standIns?: boolean;
  /** Default: `process.env`. */
  readonly env?: Env;
  /** Takes structured events. No key, query or body is ever in one. */
  readonly log?: (event: Readonly<Record<string, unknown>>) => void;
}

/** What options and environment come to. */
export interface Settings {
  readonly key: string | undefined;
  readonly workspace: string | undefined;
  /** The sample project's, for the Fleek API. */
  readonly fleekKey: string | undefined;
  readonly fleekProject: string | undefined;
  /** Whether agents are published only as far as their seats are paid for. */
  readonly fleekBilling: 'off' | 'enforce';
  /** What secrets are encrypted with; made and kept in the data folder where it is not given. */
  readonly secret: string | undefined;
  readonly data: string;
  /** PostgreSQL's address, for messages never to be told; `undefined` for SQLite in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly standIns: boolean;
  /** Whether checkouts lead to the test page. */
  readonly testPayments: boolean;
  /** Hosts (`name` or `name:port`) whose registered files may be streamed, beside our own. */
  readonly mediaHosts: ReadonlySet<string>;
  readonly allowPrivateHosts: boolean;
  readonly registration: RegistrationMode;
  readonly addressOf: AddressOf;
  /** How long conversations, logs and ended jobs are kept. */
  readonly retainDays: number;
  readonly env: Env;
  readonly log: (event: Readonly<Record<string, unknown>>) => void;
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((it) => it.trim().toLowerCase())
    .filter(Boolean);

const httpUrl = (text: string): string => {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError(`The public URL must be an http or https URL, not "${text}".`);
  }
  return url.href.replace(/\/+$/, '');
};

const registrationOf = (text: string | undefined): RegistrationMode => {
  const mode = text?.trim().toLowerCase() || 'invite';
  if (mode === 'invite' || mode === 'open') return mode;
  throw new TypeError(`FAE_REGISTRATION must be invite or open, not "${mode}".`);
};

const retainDaysOf = (text: string | undefined): number => {
  const days = Number(text || 30);
  if (days > 0 && days <= 36_500) return days;
  throw new TypeError(`FAE_RETAIN_DAYS must be a number of days, not "${text}".`);
};

const fleekBillingOf = (text: string | undefined): Settings['fleekBilling'] => {
  const mode = text?.trim().toLowerCase() || 'off';
  if (mode === 'off' || mode === 'enforce') return mode;
  throw new TypeError(`FLEEK_BILLING must be off or enforce, not "${mode}".`);
};

/** Processes that share a database share what is encrypted in it and signed for it. */
const databaseUrlOf = (env: Env): string | undefined => {
  const url = env['DATABASE_URL'] || undefined;
  if (url !== undefined && !env['FAE_SECRET']) {
    throw new TypeError(
      'With DATABASE_URL set, FAE_SECRET must be set to the same long random text everywhere.',
    );
  }
  return url;
};

/** @throws {TypeError} for a public URL or an engine's switch that makes no sense */
export const readSettings = (options: PlatformOptions): Settings => {
  const env = options.env ?? process.env;
  const standIns = options.standIns ?? false;
  const payments = engineMode(env, 'FAE_PAYMENTS');
  const hosts = listOf(env['FAE_MEDIA_HOSTS']);
  return {
    key: options.key ?? (env['FAE_PLATFORM_KEY'] || undefined),
    workspace: options.workspace ?? (env['FAE_PLATFORM_WORKSPACE'] || undefined),
    fleekKey: env['FLEEK_PLATFORM_KEY'] || undefined,
    fleekProject: env['FLEEK_PLATFORM_PROJECT'] || undefined,
    fleekBilling: fleekBillingOf(env['FLEEK_BILLING']),
    secret: env['FAE_SECRET'] || undefined,
    data: resolve(options.data ?? (env['FAE_DATA'] || '.fae')),
    databaseUrl: databaseUrlOf(env),
    publicUrl: httpUrl(
      options.publicUrl ?? (env['FAE_PUBLIC_URL'] || `http://localhost:${env['PORT'] || 4600}`),
    ),
    standIns,
    // A Stripe key says that real money is meant: then the test page must not step in.
    testPayments:
      payments === 'test' || (payments === 'auto' && standIns && !env['STRIPE_SECRET_KEY']),
    mediaHosts: new Set(hosts.length > 0 ? hosts : ['storage.googleapis.com']),
    registration: registrationOf(env['FAE_REGISTRATION']),
    addressOf: addressOf(env['FAE_TRUST_PROXY']?.trim() ?? ''),
    allowPrivateHosts: ['1', 'true', 'yes'].includes(env['FAE_ALLOW_PRIVATE_HOSTS'] ?? ''),
    retainDays: retainDaysOf(env['FAE_RETAIN_DAYS']),
    env,
    log: options.log ?? (() => undefined),
  };
};
