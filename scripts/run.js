// Runs a script of the project on the engine of the project, with the dependencies in place:
//   node scripts/run.js scripts/test.js …
// Plain JavaScript for Node 20: it runs before anything is set up.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureEngine } from './engine.js';
import { npm } from './npm.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs what the lock file says, unless that is what was installed last. */
const ensureDependencies = () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = join(root, 'node_modules', '.installed-lock.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing dependencies …');
  npm(['ci', '--ignore-scripts', '--include=dev'], root);
  writeFileSync(stamp, lock);
};

ensureDependencies();
const engine = ensureEngine();
const child = spawn(engine, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(engine)}${delimiter}${process.env.PATH ?? ''}` },
});
// The child decides how to end; this process only passes the word on and waits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
// npm passes a signal on to its shell, and the shell to nobody: once that is gone, so are we.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 500).unref();
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
