import { readdirSync } from 'node:fs';
import { builtFolder, version } from '../package.ts';
import { findingsAbout, type Check, type Finding } from './finding.ts';

const { ok, note, problem } = findingsAbout('This machine');

export const isInstalled = (name: string): boolean => {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
};

/** The packages that only some set-ups need, and for what. */
const optional: readonly { readonly name: string; readonly needed: string }[] = [
  { name: 'jose', needed: 'checks JSON Web Tokens (fae-widgets/proxy/jwt)' },
  { name: '@echogarden/espeak-ng-emscripten', needed: 'gives the platform a voice' },
  { name: 'jsonata', needed: 'reckons in the platform’s bots' },
];

const scripts = (): Finding => {
  const reinstall = 'Install fae-widgets again.';
  try {
    const files = readdirSync(builtFolder('script'));
    if (files.includes('fae.js') && files.includes(`@${version()}`)) {
      return ok(`fae-widgets ${version()}, with the scripts that it hands out`);
    }
    return problem('The scripts of this version are missing from the package.', reinstall);
  } catch {
    return problem('The folder of the scripts is missing from the package.', reinstall);
  }
};

/** Node.js, this package, and the packages that it can do without. */
export const machine: Check = async () => [
  ok(`Node.js ${process.versions.node}`),
  scripts(),
  ...optional
    .filter(({ name }) => !isInstalled(name))
    .map(({ name, needed }) =>
      note(`The package ${name} is not installed. It ${needed}: npm install ${name}`),
    ),
];
