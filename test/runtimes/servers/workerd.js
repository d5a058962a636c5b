// Runs worker.js in workerd, as `wrangler dev` does: bundled, with the environment as its variables and
// public/ as its static assets.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [here('worker.js')],
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
  name: 'proxy',
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: '2026-01-01',
  bindings: Object.fromEntries(variables),
  assets: {
    directory: here('public'),
    binding: 'ASSETS',
    // What wrangler makes of `run_worker_first = true`.
    routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
  },
});
console.log((await workerd.ready).href);
process.once('SIGTERM', () => workerd.dispose());
