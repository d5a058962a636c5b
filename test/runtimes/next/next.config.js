import { fileURLToPath } from 'node:url';

// Here the package is this repository, outside of the application.
const root = fileURLToPath(new URL('../../..', import.meta.url));

export default {
  distDir: 'node_modules/.next',
  turbopack: { root },
  outputFileTracingRoot: root,
};
