import type { ProxyOptions } from '../../proxy/index.ts';
import { createProxy } from '../../proxy/node.ts';
import { flagVariables } from '../proxy-options.ts';
import { secretVariables } from '../secrets.ts';
import { findingsAbout, only, type Check, type Environment, type Finding } from './finding.ts';
import { misspelt } from './misspelt.ts';

const { ok, warning, problem } = findingsAbout('Settings');

/** What the proxy says of settings that it does not take; `undefined` when it takes them. */
export const refusal = async (options: ProxyOptions): Promise<string | undefined> => {
  try {
    await createProxy(options).close();
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
};

/** Variables that are checked together, because one says how another is meant. */
const groups: readonly (readonly string[])[] = [
  ['FAE_BASE_PATH'],
  ['FAE_EXPOSE', 'FAE_OPERATOR_TOKEN'],
  ['FAE_LIMITS'],
  ['FAE_TRUST_PROXY'],
  ['FAE_REDIS_URL', 'FAE_INSTANCES'],
  ['FAE_TURNSTILE_SITE_KEY', 'FAE_TURNSTILE_SECRET'],
  ['FAE_METRICS_TOKEN'],
];

const refused = async (env: Environment): Promise<readonly Finding[]> => {
  const found = await Promise.all(
    groups.map(async (names) => {
      const reason = await refusal({ env: only(env, names) });
      const set = names.filter((name) => env[name]).join(' and ');
      return reason === undefined ? [] : [problem(reason, `Mend ${set}.`)];
    }),
  );
  return found.flat();
};

const apiSecrets = secretVariables.filter((name) => /_KEY(_NEXT)?$|_COOKIE$/.test(name));

/** A key that a bundler would put into a script for everyone. */
const published = async (env: Environment): Promise<readonly Finding[]> => {
  const others = Object.keys(env).filter((name) => !/^(FAE|FLEEK)_/.test(name));
  const reason = await refusal({ env: only(env, [...apiSecrets, ...others]) });
  return reason === undefined ? [] : [problem(reason, 'Take the key out of that variable.')];
};

/** Files of variables are no shell scripts: there, quotes belong to the value. */
const quoted = (env: Environment): readonly Finding[] =>
  [...secretVariables, ...flagVariables]
    .filter((name) => /^(["']).*\1$/s.test(env[name] ?? ''))
    .map((name) => problem(`The value of ${name} stands in quotes.`, 'Take the quotes off.'));

const uncounted = (env: Environment): readonly Finding[] => {
  const url = env['FAE_REDIS_URL'];
  if (!(Number(env['FAE_INSTANCES']) > 1) || (url && url !== 'memory')) return [];
  return [
    warning(
      `Each of the ${env['FAE_INSTANCES'] ?? ''} instances counts budgets for itself.`,
      'Set FAE_REDIS_URL to a Redis that all of them reach.',
    ),
  ];
};

/** Whether the proxy takes every variable, and whether what is set is what was meant. */
export const settings: Check = async ({ env }) => {
  const found = [
    ...(await refused(env)),
    ...(await published(env)),
    ...quoted(env),
    ...misspelt(env),
    ...uncounted(env),
  ];
  return found.length > 0 ? found : [ok('All variables can be read.')];
};
