import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import webpack from 'webpack';
import { root } from './packed.ts';

const sources = {
  'an element': `import '${root}dist/define/fae-checkout.js';`,
  'the client': `import { createClient } from '${root}dist/client/index.js';
    globalThis.client = createClient({ endpoint: '/fae' });`,
  'the classes': `import { FaeCheckoutElement } from '${root}dist/index.js';
    globalThis.FaeCheckoutElement = FaeCheckoutElement;`,
};

/** Which modules each bundler takes into the bundle, by their path. */
const bundlers: Record<string, (entry: string, folder: string) => Promise<string[]>> = {
  rolldown: async (entry) => {
    const bundle = await rolldown({ input: entry, platform: 'browser' });
    const { output } = await bundle.generate();
    return output.flatMap((it) =>
      it.type === 'chunk'
        ? Object.entries(it.modules)
            .filter(([, module]) => module.renderedLength > 0)
            .map(([id]) => id)
        : [],
    );
  },
  esbuild: async (entry, folder) => {
    const { metafile } = await esbuild({
      entryPoints: [entry],
      bundle: true,
      splitting: true,
      format: 'esm',
      write: false,
      outdir: folder,
      metafile: true,
      treeShaking: true,
      absWorkingDir: root,
    });
    return Object.values(metafile.outputs).flatMap((output) =>
      Object.entries(output.inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([path]) => path),
    );
  },
  webpack: (entry, folder) =>
    new Promise((resolve, reject) => {
      webpack(
        {
          mode: 'production',
          context: root,
          entry,
          target: 'web',
          output: { path: folder },
          performance: false,
        },
        (error, stats) => {
          const problems = error ?? stats?.toJson().errors?.[0];
          if (problems) return reject(new Error(problems.message));
          interface Module {
            readonly name?: string;
            readonly modules?: readonly Module[];
          }
          const names = (module: Module): string[] => [
            module.name ?? '',
            ...(module.modules ?? []).flatMap(names),
          ];
          const { modules } =
            stats?.toJson({ all: false, modules: true, nestedModules: true }) ?? {};
          return resolve((modules ?? []).flatMap((it) => names(it as Module)));
        },
      );
    }),
};

describe('bundled by others', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fae-bundles-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [bundler, modulesOf] of Object.entries(bundlers)) {
    for (const [what, source] of Object.entries(sources)) {
      test(`${what} carries no schema, ${bundler}`, async () => {
        const entry = join(folder, `${bundler}-${what.replaceAll(' ', '-')}.js`);
        await writeFile(entry, source);
        const modules = await modulesOf(entry, join(folder, 'out'));
        assert.ok(modules.some((path) => path.includes('dist')));
        assert.deepEqual(
          modules.filter((path) => /valibot|\.schemas\./.test(path)),
          [],
        );
      });
    }

    test(`the classes alone register nothing, ${bundler}`, async () => {
      const entry = join(folder, `${bundler}-classes-only.js`);
      await writeFile(entry, sources['the classes']);
      const modules = await modulesOf(entry, join(folder, 'out'));
      assert.deepEqual(
        modules.filter((path) => /dist\/define\/fae-/.test(path)),
        [],
      );
    });
  }
});
