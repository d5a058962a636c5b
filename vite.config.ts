import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { parse } from 'es-module-lexer';
import { minifyHTMLLiterals } from 'minify-literals';
import { defineConfig, type Plugin } from 'vite';
import { slimThree } from './scripts/slim-three.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

const sourcesIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(root, folder)))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name));

const tags = (await sourcesIn('src/define')).filter((path) => basename(path).startsWith('fae-'));

const entries = [
  ...['index', 'all', 'client/index', 'proxy/index', 'proxy/node', 'platform/index'],
  ...['proxy/redis', 'proxy/jwt'],
  ...['platform/engines/speech-worker', 'platform/engines/kokoro-process'],
  ...['platform/bots/expression-process', 'platform/agents/conversation/reply-process'],
  ...['cli/main', 'cli/bin'],
].map((name) => join(root, 'src', `${name}.ts`));

/** Takes the white space out of Lit's templates and styles, which no JavaScript minifier touches. */
const minifyTemplates: Plugin = {
  name: 'minify-templates',
  transform: {
    filter: { id: /\/src\/(elements|ui)\/.+\.ts$/ },
    handler: async (code, id) => {
      // SVG in a template needs its closing slashes: without them a path swallows the next one.
      const options = { fileName: id, html: { keepClosingSlash: true }, sourceMap: false };
      return (await minifyHTMLLiterals(code, options))?.code;
    },
  },
};

/** The files that a built script needs besides itself, by their paths in its folder. */
const importsOf = async (folder: string, file: string, seen = new Set<string>()) => {
  const [imports] = parse(await readFile(join(folder, file), 'utf8'));
  for (const { type, specifier } of imports) {
    if (type !== 'static') continue;
    const path = posix.join(posix.dirname(file), specifier);
    if (seen.has(path)) continue;
    seen.add(path);
    await importsOf(folder, path, seen);
  }
  return seen;
};

/** Tells the loader, which is built after the elements, which files they share. */
const tellShared: Plugin = {
  name: 'tell-shared',
  applyToEnvironment: ({ name }) => name === 'loader',
  transform: {
    filter: { id: /\/embed\/loader\.ts$/ },
    handler: async (code) => {
      const lists = await Promise.all(
        tags.map(async (path) => {
          const tag = basename(path, '.ts');
          return [tag, [...(await importsOf(forPages.build.outDir, `${tag}.js`))]];
        }),
      );
      return code.replace('__FAE_SHARED__', JSON.stringify(Object.fromEntries(lists)));
    },
  },
};

/** One output file per module, dependencies left to the importer: for npm. */
const forNpm = {
  consumer: 'server' as const,
  resolve: { noExternal: [], external: true as const },
  build: {
    outDir: dist,
    emptyOutDir: false,
    minify: false,
    target: 'es2023',
    copyPublicDir: false,
    rolldownOptions: {
      input: [...entries, ...tags],
      external: /^[^./]|^\.\.\/package\.json/,
      preserveEntrySignatures: 'strict' as const,
      output: {
        preserveModules: true,
        preserveModulesRoot: join(root, 'src'),
        entryFileNames: '[name].js',
      },
    },
  },
};

/** What every element carries from the beginning. */
const core =
  /\/node_modules\/(lit|lit-html|lit-element|@lit)\/|\/src\/(define\/define|ui\/(connection|events|failure|json-attribute|load-controller|tokens\.styles|url))\.ts$/;

/** Everything bundled under names that stay the same within a version: for script tags. */
const forPages = {
  // Not `client`: that wraps each `import()` in a helper that preloads style sheets. There are none.
  consumer: 'server' as const,
  resolve: { noExternal: true as const, conditions: ['browser', 'module', 'production', 'import'] },
  define: { 'process.env.NODE_ENV': '"production"', __FAE_VERSION__: JSON.stringify(version) },
  build: {
    outDir: join(dist, 'script', `@${version}`),
    emptyOutDir: false,
    target: 'es2022',
    minify: true,
    copyPublicDir: false,
    cssMinify: false,
    // three and what draws with it: loaded when a model is shown.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: Object.fromEntries(tags.map((path) => [basename(path, '.ts'), path])),
      preserveEntrySignatures: 'strict' as const,
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        // Several small files compress worse than one. What all elements need is one file, what
        // nearly all but the 3D viewer's shell need is another.
        codeSplitting: {
          groups: [
            { name: 'core', test: core, priority: 1 },
            { name: 'common', test: /\/src\/(ui|client|api)\//, minShareCount: 3 },
          ],
        },
      },
    },
  },
};

const classic = (name: string, input: string, outDir: string) => ({
  ...forPages,
  build: {
    ...forPages.build,
    outDir,
    rolldownOptions: {
      input: { [name]: input },
      output: { format: 'iife' as const, entryFileNames: '[name].js' },
    },
  },
});

/** Compressed siblings, made once here rather than at every request. */
const compress = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!/\.(js|css)$/.test(entry)) continue;
    const path = join(folder, entry);
    const bytes = await readFile(path);
    const [zipped, brotli] = await Promise.all([
      promisify(gzip)(bytes, { level: 9 }),
      promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }),
    ]);
    await Promise.all([writeFile(`${path}.gz`, zipped), writeFile(`${path}.br`, brotli)]);
  }
};

/** Runs a tool on this very Node.js; what it printed is the error when it fails. */
const run = (what: string, ...args: string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, args).catch(
    (error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(`${what} failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    },
  );

const declarations = () =>
  run(
    'writing the declarations',
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['--project', join(root, 'tsconfig.build.json')],
  );

const sample = () =>
  run('making the sample', join(root, 'scripts/make-sample.ts'), join(dist, 'sample'));

const openApi = () =>
  run('writing the OpenAPI documents', join(root, 'scripts/openapi.ts'), join(dist, 'openapi'));

const reference = () =>
  run('making the reference', join(root, 'scripts/make-reference.ts'), join(dist, 'reference'));

export default defineConfig({
  root,
  appType: 'custom',
  publicDir: false,
  plugins: [minifyTemplates, slimThree('pages'), tellShared],
  environments: {
    npm: forNpm,
    pages: forPages,
    loader: classic('fae', join(root, 'src/embed/loader.ts'), join(dist, 'script')),
    demo: classic('demo', join(root, 'demo/demo.ts'), join(dist, 'demo')),
  },
  builder: {
    async buildApp(builder) {
      const beside = Promise.all([declarations(), sample(), openApi(), reference()]);
      for (const name of ['npm', 'pages', 'loader', 'demo']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
      await mkdir(join(dist, 'script'), { recursive: true });
      await copyFile(join(root, 'src/embed/fae.css'), join(dist, 'script/fae.css'));
      for (const file of ['index.html', 'demo.css']) {
        await cp(join(root, 'demo', file), join(dist, 'demo', file));
      }
      await Promise.all([compress(join(dist, 'script')), compress(join(dist, 'demo')), beside]);
    },
  },
});
