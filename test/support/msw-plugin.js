import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const bundle = async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from 'msw'; export * from 'msw/browser';`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0].text;
};

/**
 * Serves Mock Service Worker to test pages: its worker where browsers look for it, and its modules
 * as one bundle, since one of their dependencies is CommonJS, which no browser loads.
 */
export const mswPlugin = () => {
  let body;
  return {
    name: 'msw',
    resolveImport: ({ source }) => (/^msw(\/browser)?$/.test(source) ? '/msw.js' : undefined),
    serve: async ({ path }) => {
      if (path === '/msw.js') return { body: await (body ??= bundle()), type: 'js' };
      if (path !== '/mockServiceWorker.js') return undefined;
      const file = new URL(import.meta.resolve('msw/mockServiceWorker.js'));
      return { body: await readFile(file, 'utf8'), type: 'js' };
    },
  };
};
