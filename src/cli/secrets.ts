import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The proxy's variables that hold a secret. They have no flag: a command line can be read by others. */
export const secretVariables = [
  'FAE_API_KEY',
  'FAE_API_KEY_NEXT',
  'FLEEK_API_KEY',
  'FLEEK_API_KEY_NEXT',
  'FAE_SESSION_COOKIE',
  'FAE_REDIS_URL',
  'FAE_TURNSTILE_SECRET',
  'FAE_METRICS_TOKEN',
  'FAE_OPERATOR_TOKEN',
] as const;

/**
 * Takes secrets out of files into the environment: `FAE_API_KEY_FILE=/run/secrets/key` stands for
 * `FAE_API_KEY`, as Docker and systemd hand secrets out. A line break at the end is not part of it.
 *
 * @throws {UsageError} for a file that cannot be read, and where both variables are set
 */
export const takeSecretFiles = (
  env: NodeJS.ProcessEnv,
  names: readonly string[] = secretVariables,
): void => {
  for (const name of names) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    if (env[name]) throw new UsageError(`Set ${name} or ${name}_FILE, not both.`);
    try {
      env[name] = readFileSync(file, 'utf8').trimEnd();
    } catch {
      throw new UsageError(`${name}_FILE names a file that cannot be read: ${file}`);
    }
  }
};

const isSecretName = (name: string): boolean =>
  /(KEY|SECRET|TOKEN|PASSWORD|COOKIE)/.test(name) && !/(SITE_KEY|_FILE)$/.test(name);

/** Shorter values are parts of ordinary words. */
const shortest = 6;

const passwordsIn = (value: string): readonly string[] => {
  const password = URL.parse(value)?.password ?? '';
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
};

/** Everything in the environment that must not be printed: keys, tokens, passwords in addresses. */
const secretsIn = (env: Env): readonly string[] =>
  Object.entries(env)
    .flatMap(([name, value = '']) => [
      ...(isSecretName(name) ? [value, ...value.split(',').map((it) => it.trim())] : []),
      ...passwordsIn(value),
    ])
    .filter((it) => it.length >= shortest)
    .toSorted((a, b) => b.length - a.length);

/** Takes every secret of the environment out of a text, in whatever case something has put it. */
export const withoutSecrets = (env: Env): ((text: string) => string) => {
  const patterns = secretsIn(env).map(
    (secret) => new RegExp(secret.replace(/[^\w]/g, '\\$&'), 'gi'),
  );
  return (text) => patterns.reduce((rest, pattern) => rest.replace(pattern, '[secret]'), text);
};
