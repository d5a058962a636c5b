import { resolve } from 'node:path';
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
  readonly data: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly standIns: boolean;
  /** Whether checkouts lead to the test page. */
  readonly testPayments: boolean;
  /** Hosts (`name` or `name:port`) whose registered files may be streamed, beside our own. */
  readonly mediaHosts: ReadonlySet<string>;
  readonly allowPrivateHosts: boolean;
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

/** @throws {TypeError} for a public URL or an engine's switch that makes no sense */
export const readSettings = (options: PlatformOptions): Settings => {
  const env = options.env ?? process.env;
  const standIns = options.standIns ?? false;
  const payments = engineMode(env, 'FAE_PAYMENTS');
  const hosts = listOf(env['FAE_MEDIA_HOSTS']);
  return {
    key: options.key ?? (env['FAE_PLATFORM_KEY'] || undefined),
    workspace: options.workspace ?? (env['FAE_PLATFORM_WORKSPACE'] || undefined),
    data: resolve(options.data ?? (env['FAE_DATA'] || '.fae')),
    publicUrl: httpUrl(
      options.publicUrl ?? (env['FAE_PUBLIC_URL'] || `http://localhost:${env['PORT'] || 4600}`),
    ),
    standIns,
    // A Stripe key says that real money is meant: then the test page must not step in.
    testPayments:
      payments === 'test' || (payments === 'auto' && standIns && !env['STRIPE_SECRET_KEY']),
    mediaHosts: new Set(hosts.length > 0 ? hosts : ['storage.googleapis.com']),
    allowPrivateHosts: ['1', 'true', 'yes'].includes(env['FAE_ALLOW_PRIVATE_HOSTS'] ?? ''),
    env,
    log: options.log ?? (() => undefined),
  };
};
