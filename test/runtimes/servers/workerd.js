// Runs worker.js in workerd, as `wrangler dev` does: bundled, with the environment as its bindings.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('worker.js', import.meta.url))],
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
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: '2026-01-01',
  bindings: Object.fromEntries(variables),
});
console.log((await workerd.ready).href);
