import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { installed, packAndInstall, root, type Packed } from '../package/packed.ts';
import type { Running, Variables } from '../runtimes/process.ts';
import { startUpstream, type Upstream } from '../runtimes/upstream.ts';
import { ask, shop } from '../runtimes/visitor.ts';

const runtimes = join(root, 'test/runtimes/node_modules');

export const key = 'sentinel-Key_0123456789abcdef';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A folder of deploy/ as somebody has copied it, with what `npm install` would bring. */
export interface Project {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly remove: () => Promise<void>;
}

const linkAll = async (from: string, to: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(dirname(join(to, name)), { recursive: true });
    await symlink(join(from, name), join(to, name), 'junction');
  }
};

/** The packages that only these tests need have a folder of their own. */
const onlyHere = new Set(['express', 'fastify', 'next', 'react', 'react-dom']);

/** What `npm install` would bring: this package itself, and all others as links. */
const install = async (
  folder: string,
  dependencies: readonly string[],
  packed: Packed,
): Promise<void> => {
  const modules = join(folder, 'node_modules');
  const own = join(packed.folder, 'node_modules');
  await cp(join(own, 'fae-widgets'), join(modules, 'fae-widgets'), { recursive: true });
  const brought = [...(await installed()).keys()]
    .map((path) => path.slice('node_modules/'.length))
    .filter((name) => !name.includes('node_modules/'));
  const more = dependencies.filter((it) => it !== 'fae-widgets' && !brought.includes(it));
  const here = more.filter((it) => onlyHere.has(it));
  await linkAll(join(root, 'node_modules'), modules, [
    ...brought,
    ...more.filter((it) => !onlyHere.has(it)),
  ]);
  await linkAll(runtimes, modules, here);
};

let packing: Promise<Packed> | undefined;

/** The package as users get it, packed once for all tests of a file. */
const packedOnce = (): Promise<Packed> => (packing ??= packAndInstall());

after(async () => {
  await (await packing)?.remove();
});

export const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Copies a folder of deploy/ to where nothing of this repository is, and installs its packages. */
export const copyProject = async (name: string): Promise<Project> => {
  const folder = await mkdtemp(join(tmpdir(), `fae-deploy-${name}-`));
  await cp(join(root, 'deploy', name), folder, { recursive: true });
  const manifest = await readManifest(folder);
  await install(folder, Object.keys(manifest.dependencies), await packedOnce());
  return { folder, manifest, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** The settings that the owner of a shop would make. */
export const settings = (upstream: Upstream): Variables => ({
  FAE_API_URL: `${upstream.url}/api`,
  FAE_API_KEY: key,
  FAE_WORKSPACE: 'aaaaaaaaaaaaaaaaaaaaaaaa',
  FAE_ALLOWED_ORIGINS: shop,
  FAE_EXPOSE: 'nfts.listPublic,payments.*,tts.*',
  FAE_REDIS_URL: 'memory',
  HOST: '127.0.0.1',
  PORT: '0',
});

/** What every deployed proxy must do. */
export const assertServes = async (url: string): Promise<void> => {
  const ready = await ask(url, { path: '/fae/-/ready' });
  assert.equal(ready.status, 200, ready.body);
  const list = await ask(url, { path: '/fae/public/nfts' });
  assert.equal(list.status, 200, list.body);
  assert.equal(list.headers['access-control-allow-origin'], shop);
  assert.equal((JSON.parse(list.body) as unknown[]).length, 1);
  const headers = { Origin: 'https://elsewhere.example' };
  assert.equal((await ask(url, { path: '/fae/public/nfts', headers })).status, 403);
  assert.equal((await ask(url, { path: '/fae/characters' })).status, 403);
  assert.ok(!JSON.stringify([ready, list]).includes(key));
};

/** Any page may load the scripts. */
export const assertServesScripts = async (url: string): Promise<void> => {
  const headers = { Origin: 'https://elsewhere.example' };
  const script = await ask(url, { path: '/fae/fae.js', headers });
  assert.equal(script.status, 200);
  assert.match(script.headers['content-type'] ?? '', /javascript/);
  assert.equal(script.headers['access-control-allow-origin'], '*');
};

/** Where scripts are plain files, the platform's own configuration adds the headers. */
export const assertServesFiles = async (url: string): Promise<void> => {
  const script = await ask(url, { path: '/fae/fae.js' });
  assert.equal(script.status, 200);
  assert.match(script.body, /fae-checkout/);
};

/** How long a process has to end by itself, before the tests make it; milliseconds. */
const patience = 2_500;

/** Starts a project and asks it what every one must answer. */
export const describeProject = (
  name: string,
  start: (project: Project, env: Variables) => Promise<Running>,
  { scripts = assertServesScripts }: { readonly scripts?: typeof assertServesScripts } = {},
): void => {
  describe(`deploy/${name}`, () => {
    let upstream: Upstream;
    let project: Project;
    before(async () => {
      [project, upstream] = await Promise.all([copyProject(name), startUpstream()]);
    });
    after(async () => {
      await Promise.all([project.remove(), upstream.stop()]);
    });

    test('serves, and stops when it is told to', async () => {
      const proxy = await start(project, settings(upstream));
      try {
        await assertServes(proxy.url);
        await scripts(proxy.url);
      } finally {
        const begin = performance.now();
        await proxy.stop();
        assert.ok(performance.now() - begin < patience, 'it does not end by itself');
      }
    });
  });
};
