// Builds dist/ when it is missing or older than what it is made from.
import { statSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built');
const makers = [
  'scripts/make-sample.ts',
  'scripts/make-reference.ts',
  'scripts/openapi.ts',
  'scripts/openapi',
];
const sources = ['src', 'demo', ...makers, 'vite.config.ts', 'tsconfig.json'];
const manifests = ['package.json', 'package-lock.json'];

const newest = async (path) => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const entries = await readdir(path, { recursive: true });
  return Math.max(stat.mtimeMs, ...entries.map((entry) => statSync(join(path, entry)).mtimeMs));
};

const isFresh = async () => {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (!built) return false;
  const times = await Promise.all([...sources, ...manifests].map((it) => newest(join(root, it))));
  return Math.max(...times) < built;
};

/** @param {{ force?: boolean }} options */
export const ensureBuild = async ({ force = false } = {}) => {
  if (!force && (await isFresh())) return;
  console.log('Building …');
  await rm(join(root, 'dist'), { recursive: true, force: true });
  const builder = await createBuilder({ root, logLevel: 'warn' });
  await builder.buildApp();
  // Vite sets it for this process, and what runs after the build would inherit it.
  delete process.env.NODE_ENV;
  writeFileSync(stamp, '');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureBuild({ force: true });
}
