import { readFileSync } from 'node:fs';
import { folderAssets } from './assets.node.ts';
import type { ProxyOptions } from './options.ts';

/** The package's folder, the same from the sources and from what was built of them. */
const packageRoot = new URL('../../', import.meta.url);

/**
 * `assets` and `version` for the elements' scripts and styles that come with this package. They are read
 * once, whole, into memory.
 *
 * @example
 * createProxy({ ...packagedScripts() });
 *
 * @throws when they cannot be read: in a bundle the package has no folder
 */
export const packagedScripts = (): Required<Pick<ProxyOptions, 'assets' | 'version'>> => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8'));
  const { version } = manifest as { readonly version: string };
  return { assets: folderAssets(new URL('dist/script/', packageRoot)), version };
};
