import { findingsAbout, type Check, type Environment } from '../finding.ts';
import { isInstalled } from '../machine.ts';

const { problem } = findingsAbout('Platform');

/** A package that only some set-ups need, and the variable by which one says so. */
interface Need {
  readonly name: string;
  readonly variable: string;
  readonly isMeant?: (value: string) => boolean;
}

const needs: readonly Need[] = [
  { name: 'pg', variable: 'DATABASE_URL' },
  { name: 'aws4fetch', variable: 'S3_ENDPOINT' },
  { name: 'stripe', variable: 'STRIPE_SECRET_KEY' },
  { name: 'kokoro-js', variable: 'KOKORO_MODEL' },
  {
    name: '@echogarden/espeak-ng-emscripten',
    variable: 'FAE_SPEECH',
    isMeant: (value) => value.trim().toLowerCase() === 'test',
  },
];

const isNeeded = (env: Environment, { variable, isMeant = () => true }: Need): boolean => {
  const value = env[variable];
  return Boolean(value) && isMeant(value ?? '');
};

/** The packages that what is set cannot do without. */
export const platformPackages: Check = async ({ env }) =>
  needs
    .filter((need) => isNeeded(env, need) && !isInstalled(need.name))
    .map(({ name, variable }) =>
      problem(`${variable} is set, but the package ${name} is missing.`, `npm install ${name}`),
    );
