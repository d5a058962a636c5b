import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flagVariables } from '../../src/cli/proxy-options.ts';
import { secretVariables } from '../../src/cli/secrets.ts';
import { root } from '../package/packed.ts';

/** A file below deploy/. */
export const deployFile = (...path: readonly string[]): Promise<string> =>
  readFile(join(root, 'deploy', ...path), 'utf8');

/** The lines of a file of variables, without comments. */
export const variablesIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** Everything that the proxy command reads from its environment. */
export const knownVariables: ReadonlySet<string> = new Set([
  ...flagVariables,
  ...secretVariables,
  ...secretVariables.map((name) => `${name}_FILE`),
  ...['FAE_DRAIN', 'FAE_MAX_CONNECTIONS', 'HOST', 'PORT', 'NODE_ENV'],
]);
