import { readFileSync } from 'node:fs';

/** The package's folder, the same from the sources and from what was built of them. */
export const packageRoot = new URL('../../', import.meta.url);

/** A folder of what was built. */
export const builtFolder = (name: string): URL => new URL(`dist/${name}/`, packageRoot);

/** The package's version. */
export const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8'));
  return (manifest as { version: string }).version;
};
