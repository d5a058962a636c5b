// Runs a Worker in workerd as its wrangler.jsonc says, with the environment as its variables.
//   node workerd.js <folder>
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';

const { Miniflare } = createRequire(new URL('../../runtimes/package.json', import.meta.url))(
  'miniflare',
);
const [, , folder] = process.argv;
const lines = readFileSync(join(folder, 'wrangler.jsonc'), 'utf8').split('\n');
// JSON with comments on lines of their own; YAML takes the rest.
const config = parse(lines.filter((line) => !/^\s*\/\//.test(line)).join('\n'));

const [command, ...args] = config.build.command.split(' ');
execFileSync(command, args, { cwd: folder, stdio: 'ignore' });

const { outputFiles } = await build({
  entryPoints: [join(folder, config.main)],
  bundle: true,
  write: false,
  format: 'esm',
  target: 'es2023',
  conditions: ['workerd', 'worker', 'import'],
});
const variables = Object.entries(process.env).filter(([name]) => name.startsWith('FAE_'));

const workerd = new Miniflare({
  host: '127.0.0.1',
  port: 0,
  name: config.name,
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: config.compatibility_date,
  compatibilityFlags: config.compatibility_flags ?? [],
  bindings: { ...config.vars, ...Object.fromEntries(variables) },
  assets: {
    directory: join(folder, config.assets.directory),
    binding: config.assets.binding,
    routerConfig: {
      has_user_worker: true,
      invoke_user_worker_ahead_of_assets: config.assets.run_worker_first,
    },
  },
});
console.log((await workerd.ready).href);
process.once('SIGTERM', () => workerd.dispose());
