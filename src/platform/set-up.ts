import { resolve } from 'node:path';
import { appAddresses } from './apps/app-addresses.ts';
import { assertBilling } from './billing/create-billing.ts';
import { precisionIn } from './engines/kokoro-model.ts';
import { engineMode, type Env } from './engines/mode.ts';
import { ollamaHosts } from './engines/ollama-hosts.ts';
import { createReplies } from './engines/replies.ts';
import { s3Settings, type S3Settings } from './files/s3-settings.ts';
import { assertIds } from './keys.ts';
import { stripeSettings } from './payments/stripe-settings.ts';
import { readSettings } from './settings.ts';
import { assertPostgresUrl, postgresPlace } from './store/postgres-url.ts';

/** What an environment sets up for a platform; what is absent is not set, or is refused. */
export interface SetUp {
  /** Why settings are refused, one line each, without any secret. */
  readonly refusals: readonly string[];
  readonly database: { readonly url: string; readonly place: string } | undefined;
  readonly bucket: S3Settings | undefined;
  readonly replies:
    | { readonly engine: 'ollama'; readonly hosts: readonly string[] }
    | { readonly engine: 'openai'; readonly base: string; readonly key: string | undefined }
    | undefined;
  /** Whether the folder has all that is needed. */
  readonly kokoro: { readonly folder: string; readonly isComplete: boolean } | undefined;
  readonly stripe: { readonly hasWebhook: boolean; readonly isLive: boolean } | undefined;
}

const given = (env: Env, name: string): string | undefined => env[name]?.trim() || undefined;

const databaseOf = (env: Env): SetUp['database'] => {
  const url = env['DATABASE_URL'] || undefined;
  if (url === undefined) return undefined;
  assertPostgresUrl(url);
  return { url, place: postgresPlace(url) };
};

const repliesOf = (env: Env): SetUp['replies'] => {
  if (engineMode(env, 'FAE_REPLIES') !== 'auto') return undefined;
  createReplies({ env, standIns: false });
  const hosts = given(env, 'OLLAMA_HOST');
  if (hosts) return { engine: 'ollama', hosts: ollamaHosts(hosts) };
  const base = given(env, 'OPENAI_BASE_URL')?.replace(/\/+$/, '');
  return base ? { engine: 'openai', base, key: given(env, 'OPENAI_API_KEY') } : undefined;
};

const stripeOf = (env: Env): SetUp['stripe'] => {
  if (engineMode(env, 'FAE_PAYMENTS') !== 'auto') return undefined;
  const stripe = stripeSettings(env);
  return stripe && { hasWebhook: stripe.webhookSecrets.length > 0, isLive: stripe.isLive };
};

const kokoroOf = async (env: Env): Promise<SetUp['kokoro']> => {
  const model = given(env, 'KOKORO_MODEL');
  if (!model || given(env, 'FAE_SPEECH') === 'off') return undefined;
  const folder = resolve(model);
  return { folder, isComplete: (await precisionIn(folder)) !== undefined };
};

/** Reads what a platform would be set up with. Nothing is opened, started or asked. */
export const readSetUp = async (env: Env): Promise<SetUp> => {
  const refusals = new Set<string>();
  const attempt = <T>(read: (env: Env) => T): T | undefined => {
    try {
      return read(env);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refusals.add(error.message);
      return undefined;
    }
  };
  const settings = attempt(() => readSettings({ env }));
  if (settings) {
    attempt(() => appAddresses(settings.publicUrl, env));
    attempt(() => assertBilling(settings));
    attempt(() => assertIds(settings));
  }
  for (const name of ['FAE_SPEECH', 'FAE_PRICES']) attempt(() => engineMode(env, name));
  return {
    database: attempt(databaseOf),
    bucket: attempt(s3Settings),
    replies: attempt(repliesOf),
    kokoro: await kokoroOf(env),
    stripe: attempt(stripeOf),
    refusals: [...refusals],
  };
};
