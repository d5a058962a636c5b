/** The platform's variables that hold a secret: each may come from a file, as the proxy's. */
export const platformSecrets = [
  'FAE_PLATFORM_KEY',
  'FLEEK_PLATFORM_KEY',
  'FAE_SECRET',
  'DATABASE_URL',
  'S3_KEY',
  'S3_SECRET',
  'OPENAI_API_KEY',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'MORALIS_API_KEY',
] as const;

/** All of the platform's variables that are no secret. */
export const platformSettings = [
  'PORT',
  'HOST',
  'FAE_PUBLIC_URL',
  'FAE_DATA',
  'FAE_PLATFORM_WORKSPACE',
  'FLEEK_PLATFORM_PROJECT',
  'FAE_REGISTRATION',
  'FAE_TRUST_PROXY',
  'FAE_RETAIN_DAYS',
  'FAE_MEDIA_HOSTS',
  'FAE_ALLOW_PRIVATE_HOSTS',
  'FAE_APPS_URL',
  'FLEEK_BILLING',
  'S3_ENDPOINT',
  'S3_BUCKET',
  'S3_REGION',
  'FAE_REPLIES',
  'FAE_SPEECH',
  'FAE_PAYMENTS',
  'FAE_PRICES',
  'OLLAMA_HOST',
  'OPENAI_BASE_URL',
  'OPENAI_MODEL',
  'KOKORO_MODEL',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_API_BASE',
] as const;

/** For the help. */
export const platformSecretsNote = `Engines, database and file storage are set in the environment; docs/platform.md tells of each
variable. A secret is taken from a file where the same name with _FILE names one:
${platformSecrets.map((name) => `  ${name}`).join('\n')}`;
