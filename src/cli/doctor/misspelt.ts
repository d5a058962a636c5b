import { flagVariables } from '../proxy-options.ts';
import { platformSecrets, platformSettings } from '../platform-variables.ts';
import { secretVariables } from '../secrets.ts';
import { findingsAbout, type Environment, type Finding } from './finding.ts';

const { warning } = findingsAbout('Settings');

const secrets = [...secretVariables, ...platformSecrets];

const known: readonly string[] = [
  ...secrets,
  ...secrets.map((name) => `${name}_FILE`),
  ...flagVariables,
  ...platformSettings,
  ...['FAE_DRAIN', 'FAE_MAX_CONNECTIONS'],
];

/** What the names of ours begin with; other programs have variables with some of these, too. */
const ours = /^(FAE|FLEEK|S3|OLLAMA|OPENAI|KOKORO|STRIPE|MORALIS|DATABASE)_/;

/** How many letters have to change to make one word of the other (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** Variables that nothing reads, but whose names nearly are those of variables of ours. */
export const misspelt = (env: Environment): readonly Finding[] =>
  Object.keys(env)
    .filter((name) => ours.test(name) && !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((it) => distance(name, it) <= 2);
      return meant && !env[meant]
        ? [warning(`Nothing reads the variable ${name}.`, `Its name is ${meant}.`)]
        : [];
    });
