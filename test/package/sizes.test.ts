import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parse } from 'es-module-lexer';
import { rolldown } from 'rolldown';
import { manifest, root } from './packed.ts';

/** As the proxy serves it: the loader, and the elements under their version. */
const script = join(root, 'dist/script');
const elements = join(script, `@${manifest.version}`);

const zipped = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length;

/** What a page fetches for a module: itself and what it imports statically, once each. */
const closure = async (path: string, seen = new Map<string, number>()) => {
  if (seen.has(path)) return seen;
  const code = await readFile(path, 'utf8');
  seen.set(path, zipped(code));
  for (const { type, specifier } of parse(code)[0]) {
    if (type === 'static') await closure(join(path, '..', specifier), seen);
  }
  return seen;
};

const sum = (modules: ReadonlyMap<string, number>): number =>
  [...modules.values()].reduce((total, bytes) => total + bytes, 0);

const dynamicImports = async (path: string): Promise<string[]> =>
  parse(await readFile(path, 'utf8'))[0].flatMap(({ type, specifier }) =>
    type === 'dynamic' && specifier ? [join(path, '..', specifier)] : [],
  );

/** An element as an app's bundler delivers it: Lit included, what it loads later left out. */
const bundledAlone = async (tag: string): Promise<number> => {
  const bundle = await rolldown({
    input: join(root, `dist/define/${tag}.js`),
    platform: 'browser',
  });
  const { output } = await bundle.generate({ minify: true });
  const entry = output.find((it) => it.type === 'chunk' && it.isEntry);
  assert.ok(entry?.type === 'chunk');
  const needed = [entry.fileName, ...entry.imports];
  return output
    .filter((it) => it.type === 'chunk')
    .filter((it) => needed.includes(it.fileName))
    .reduce((total, it) => total + zipped(it.code), 0);
};

/** Bytes after gzip, all JavaScript with Lit: the budgets of CONTRIBUTING.md. */
const budgets = {
  'fae-checkout': 14_000,
  'fae-nft-gallery': 16_000,
  'fae-tts-player': 15_000,
  'fae-character-chat': 22_000,
  'fae-model-viewer': 10_000,
};

/**
 * By script tag the elements share files, so that Lit comes once for all of them; apart, the files
 * compress a little worse than together.
 */
const priceOfSharing = 1.12;

describe('bytes after gzip', () => {
  test('of the loader are at most 2,500', async (t) => {
    const bytes = zipped(await readFile(join(script, 'fae.js')));
    t.diagnostic(`fae.js ${bytes}`);
    assert.ok(bytes <= 2_500, `${bytes}`);
  });

  for (const [tag, budget] of Object.entries(budgets)) {
    test(`of ${tag} are at most ${budget.toLocaleString('en')}`, async (t) => {
      const alone = await bundledAlone(tag);
      const shared = sum(await closure(join(elements, `${tag}.js`)));
      t.diagnostic(`${tag} bundled ${alone}, by script tag ${shared}`);
      assert.ok(alone <= budget, `bundled ${alone}`);
      assert.ok(shared <= budget * priceOfSharing, `by script tag ${shared}`);
    });
  }

  test('of everything until the first 3D frame are at most 165,000', async (t) => {
    const modules = await closure(join(elements, 'fae-model-viewer.js'));
    for (const path of [...modules.keys()]) {
      for (const engine of await dynamicImports(path)) await closure(engine, modules);
    }
    t.diagnostic(`fae-model-viewer with its engine ${sum(modules)}`);
    assert.ok(sum(modules) <= 165_000, `${sum(modules)}`);
  });
});

describe('the script build', () => {
  test('carries no schema library, no key and no way to other hosts', async () => {
    const pages = await Promise.all(
      Object.keys(budgets).map((tag) => closure(join(elements, `${tag}.js`))),
    );
    for (const path of new Set(pages.flatMap((modules) => [...modules.keys()]))) {
      const code = await readFile(path, 'utf8');
      assert.doesNotMatch(code, /valibot|x-api-key|gstatic|unpkg|jsdelivr|cloudflare/, path);
    }
  });

  test('loads three only with the engine', async () => {
    for (const path of (await closure(join(elements, 'fae-model-viewer.js'))).keys()) {
      assert.doesNotMatch(await readFile(path, 'utf8'), /WebGLRenderer/, path);
    }
  });
});
