import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { root } from '../package/packed.ts';
import { complete, program, start, type Variables } from '../runtimes/process.ts';
import { assertServesFiles, describeProject, type Project } from './project.ts';

const server = (name: string): string => fileURLToPath(new URL(`servers/${name}`, import.meta.url));

describeProject('deno', async ({ folder }, env) => {
  const { tasks } = JSON.parse(await readFile(join(folder, 'deno.json'), 'utf8')) as {
    readonly tasks: { readonly start: string };
  };
  const [, ...args] = tasks.start.replace('--port 8787', '--port 0 --cached-only').split(' ');
  const cache = { DENO_DIR: join(tmpdir(), 'fae-widgets-deno'), DENO_NO_UPDATE_CHECK: '1' };
  return start(program('@deno', 'deno'), args, { ...env, ...cache }, folder);
});

describeProject('cloudflare', ({ folder }, env) =>
  start(process.execPath, [server('workerd.js'), folder], env),
);

/** Builds, as the platform does, and serves the function beside the files. */
const startFunction = async ({ folder }: Project, path: string, env: Variables) => {
  await complete('npm', ['run', 'build'], {}, folder);
  return start(process.execPath, [server('function.js'), folder, path], env);
};

describeProject(
  'vercel',
  (project, env) => startFunction(project, 'api/fae.js', { ...env, VERCEL: '1' }),
  { scripts: assertServesFiles },
);

describeProject(
  'netlify',
  (project, env) =>
    startFunction(project, 'netlify/functions/fae.mjs', { ...env, NETLIFY: 'true' }),
  { scripts: assertServesFiles },
);

interface Rule {
  readonly source: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

interface VercelConfig {
  readonly functions: Readonly<Record<string, unknown>>;
  readonly rewrites: readonly { readonly source: string; readonly destination: string }[];
  readonly headers: readonly Rule[];
}

describe('deploy/vercel/vercel.json', async () => {
  const text = await readFile(join(root, 'deploy/vercel/vercel.json'), 'utf8');
  const { functions, rewrites, headers } = JSON.parse(text) as VercelConfig;
  const fits = (source: string, path: string): boolean => new RegExp(`^${source}$`).test(path);

  test('leads every path of the proxy to the function', () => {
    const [rule] = rewrites;
    for (const path of ['/fae/public/nfts', '/fae/-/ready', '/fae/payments/embed/checkout']) {
      assert.ok(fits(rule?.source ?? '', path), path);
    }
    assert.deepEqual(Object.keys(functions), [`${rule?.destination.slice(1) ?? ''}.js`]);
  });

  test('lets any page load the scripts, and keep those of a version', () => {
    const headersAt = (path: string) =>
      Object.fromEntries(
        headers
          .filter(({ source }) => fits(source, path))
          .flatMap((rule) => rule.headers.map(({ key, value }) => [key, value] as const)),
      );
    assert.equal(headersAt('/fae/fae.js')['Access-Control-Allow-Origin'], '*');
    assert.doesNotMatch(headersAt('/fae/fae.js')['Cache-Control'] ?? '', /immutable/);
    assert.match(headersAt('/fae/@1.2.3/fae-checkout.js')['Cache-Control'] ?? '', /immutable/);
    assert.deepEqual(headersAt('/fae/public/nfts'), {});
  });
});

describe('deploy/netlify/netlify.toml', async () => {
  const text = await readFile(join(root, 'deploy/netlify/netlify.toml'), 'utf8');

  test('builds the scripts, and lets any page load them', () => {
    assert.match(text, /^ {2}command = "npm run build"\n {2}publish = "public"$/m);
    assert.match(
      text,
      /for = "\/fae\/\*"\n {2}\[headers\.values\]\n {4}Access-Control-Allow-Origin/,
    );
  });
});
