// The runtimes and frameworks that the proxy is tested on: a package of its own, which only the tests
// need, installed from its lock file and without install scripts into test/runtimes/node_modules.
// Plain JavaScript for Node 20, as everything here that may run before anything is set up.
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test', 'runtimes');
const modules = join(folder, 'node_modules');

/** Installs them, unless that is what was installed last, and this package among them as users have it. */
export const ensureRuntimes = () => {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(modules, '.installed-lock.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing the runtimes that the proxy is tested on (700 MB) …');
  npm(['ci', '--ignore-scripts'], folder);
  symlinkSync(root, join(modules, 'fae-widgets'), 'junction');
  writeFileSync(stamp, lock);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureRuntimes();
