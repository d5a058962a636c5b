import type { CommandOptions, OptionValues } from './command.ts';
import { secretVariables } from './secrets.ts';
import { UsageError } from './usage-error.ts';

interface ProxyFlag {
  readonly variable: string;
  readonly value: string;
  readonly help: string;
  /** What holds without it. */
  readonly otherwise?: string;
}

/** The proxy's settings that are no secrets: each flag stands for one variable, and wins over it. */
const flags: Readonly<Record<string, ProxyFlag>> = {
  'public-url': {
    variable: 'FAE_PUBLIC_URL',
    value: 'url',
    help: 'where browsers reach it',
  },
  'base-path': {
    variable: 'FAE_BASE_PATH',
    value: 'path',
    help: 'path of the endpoint',
    otherwise: '/fae',
  },
  'api-url': {
    variable: 'FAE_API_URL',
    value: 'url',
    help: 'the FAE API, /api included',
    otherwise: 'the documented one',
  },
  workspace: { variable: 'FAE_WORKSPACE', value: 'id', help: 'the workspace of the key' },
  'fleek-api-url': {
    variable: 'FLEEK_API_URL',
    value: 'url',
    help: 'the Fleek AI Agents API',
    otherwise: 'the documented one',
  },
  'fleek-project': { variable: 'FLEEK_PROJECT', value: 'id', help: 'the project of its key' },
  origins: {
    variable: 'FAE_ALLOWED_ORIGINS',
    value: 'list',
    help: 'origins whose pages may use it, with commas between',
    otherwise: 'its own',
  },
  expose: {
    variable: 'FAE_EXPOSE',
    value: 'list',
    help: 'visitor operations that it lets through, "payments.*" for all of one kind',
    otherwise: 'free reads',
  },
  'return-urls': {
    variable: 'FAE_RETURN_URLS',
    value: 'list',
    help: 'origins that a checkout may lead back to',
    otherwise: 'the allowed ones',
  },
  limits: {
    variable: 'FAE_LIMITS',
    value: 'list',
    help: 'budgets, as in chat=60,chat.day=200,global.chat=3000,requests=300',
  },
  'trust-proxy': {
    variable: 'FAE_TRUST_PROXY',
    value: 'who',
    help: 'who stands in front and says whom a request is from: loopback, 10.0.0.0/8, cloudflare',
    otherwise: 'nobody',
  },
  'redis-url': {
    variable: 'FAE_REDIS_URL',
    value: 'url',
    help: 'Redis for budgets and kept answers; with a password only by the variable',
    otherwise: 'memory',
  },
  instances: {
    variable: 'FAE_INSTANCES',
    value: 'number',
    help: 'how many proxies share that Redis',
    otherwise: '1',
  },
  cache: {
    variable: 'FAE_CACHE',
    value: 'on|off',
    help: 'whether answers to free reads are kept',
    otherwise: 'on',
  },
  'turnstile-site-key': {
    variable: 'FAE_TURNSTILE_SITE_KEY',
    value: 'key',
    help: 'asks visitors for a captcha before what costs; with FAE_TURNSTILE_SECRET',
  },
};

/** The same as options of a command. */
export const proxyOptions: CommandOptions = Object.fromEntries(
  Object.entries(flags).map(([name, { variable, value, help, otherwise }]) => {
    const set = otherwise === undefined ? variable : `${variable}, ${otherwise}`;
    return [name, { type: 'string', value, help: `${help} (${set})` }];
  }),
);

/** Which variables have no flag, for the help. */
export const secretsNote = `Secrets are read from the environment alone, or from a file that the same name with _FILE
names:
${secretVariables.map((name) => `  ${name}`).join('\n')}`;

/** The variables that a flag stands for. */
export const flagVariables: readonly string[] = Object.values(flags).map((it) => it.variable);

/**
 * The environment as the flags change it.
 *
 * @throws {UsageError} for a password on the command line, and a value that the variable does not have
 */
export const proxyEnvironment = (
  values: OptionValues,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => {
  if (URL.parse(values['redis-url'] ?? '')?.password) {
    throw new UsageError(
      'Others on this machine can read a command line: set FAE_REDIS_URL instead of --redis-url.',
    );
  }
  const given = Object.entries(flags).flatMap(([name, { variable }]) => {
    const value = values[name];
    return value === undefined ? [] : [[variable, value] as const];
  });
  const changed = { ...env, ...Object.fromEntries(given) };
  if (!['on', 'off', '', undefined].includes(changed['FAE_CACHE'])) {
    throw new UsageError(`FAE_CACHE is on or off; it is "${changed['FAE_CACHE'] ?? ''}".`);
  }
  return changed;
};
