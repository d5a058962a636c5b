/** Secrets that can be recognised wherever they turn up, and a search for them. */

/** Each secret of a proxy, under the variable that holds it. */
export const secrets = {
  FAE_API_KEY: 'sentinel-Current-Key/0123+4=',
  FAE_API_KEY_NEXT: 'sentinel-Next-Key/5678+9=',
  FAE_SESSION_COOKIE: 'session=sentinel-cookie"0"',
  FLEEK_API_KEY: 'sentinel-fleek-key-01234',
  FAE_TURNSTILE_SECRET: 'sentinel-turnstile-secret',
  FAE_METRICS_TOKEN: 'sentinel-metrics-token-0123',
  FAE_OPERATOR_TOKEN: 'sentinel-operator-token-0123',
} as const;

export const redisPassword = 'sentinel-redis-password';
export const restToken = 'sentinel-rest-token';

const all: Readonly<Record<string, string>> = {
  ...secrets,
  'the password of Redis': redisPassword,
  'the token of Redis over REST': restToken,
};

/** The ways in which text is written elsewhere. */
const writings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => encodeURIComponent(secret),
  (secret) => Buffer.from(secret).toString('hex'),
  // In base64 the first characters depend on what stands before: whole groups are the same.
  ...[0, 1, 2].map(
    (skip) => (secret: string) =>
      Buffer.from(secret.slice(skip)).toString('base64').replace(/=+$/, '').slice(0, -2),
  ),
];

/** The names of the secrets that a text holds, in whatever case and writing. */
export const secretsIn = (text: string): readonly string[] => {
  const lower = text.toLowerCase();
  return Object.entries(all)
    .filter(([, secret]) => writings.some((write) => lower.includes(write(secret).toLowerCase())))
    .map(([name]) => name);
};
