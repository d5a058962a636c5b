import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm } from '../../scripts/npm.js';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Installs what the benchmarks compare with, unless that is what was installed last. */
export const ensurePeers = (): void => {
  const lock = readFileSync(`${folder}package-lock.json`, 'utf8');
  const stamp = `${folder}node_modules/.installed-lock.json`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing what is compared with …');
  npm(['ci', '--ignore-scripts'], folder);
  writeFileSync(stamp, lock);
};
