import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { folderSize, importPaths, installed, manifest, packAndInstall, root } from './packed.ts';

const run = promisify(execFile);
const megabyte = 1024 * 1024;

/** What there is to import, pinned: a path that vanishes breaks somebody's page. */
const paths = [
  'fae-widgets',
  'fae-widgets/all',
  'fae-widgets/client',
  'fae-widgets/define/fae-character-chat',
  'fae-widgets/define/fae-checkout',
  'fae-widgets/define/fae-model-viewer',
  'fae-widgets/define/fae-nft-gallery',
  'fae-widgets/define/fae-tts-player',
  'fae-widgets/platform',
  'fae-widgets/proxy',
  'fae-widgets/proxy/jwt',
  'fae-widgets/proxy/node',
  'fae-widgets/proxy/redis',
];

const top = /^(dist\/.+|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;

describe('the packed package', () => {
  let packed: Awaited<ReturnType<typeof packAndInstall>>;
  before(async () => {
    packed = await packAndInstall();
  });
  after(() => packed.remove());

  /** Runs a module in the folder where the package is installed. */
  const inFolder = async (code: string): Promise<string> => {
    const file = join(packed.folder, 'check.mjs');
    await writeFile(file, code);
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', file]);
    return stdout.trim();
  };

  test('holds what it should and nothing else', () => {
    assert.deepEqual(
      packed.files.filter((path) => !top.test(path) || /\.(tsbuildinfo|test\.)/.test(path)),
      [],
    );
    for (const path of ['dist/cli/bin.js', 'dist/script/fae.js', 'dist/demo/index.html']) {
      assert.ok(packed.files.includes(path), path);
    }
  });

  test('names no path of the machine that built it', async () => {
    const { stdout } = await run('grep', ['-rlF', root, join(packed.folder, 'node_modules')], {
      encoding: 'utf8',
    }).catch((error: { stdout: string }) => error);
    assert.equal(stdout, '');
  });

  test('offers the import paths that are promised', async () => {
    assert.deepEqual((await importPaths()).toSorted(), paths);
  });

  /** The optional peer that a path needs. */
  const peers: Readonly<Record<string, string>> = { 'fae-widgets/proxy/jwt': 'jose' };

  for (const path of paths) {
    test(`imports ${path} in Node, where there is no DOM`, async () => {
      const peer = peers[path];
      if (peer) {
        const folder = `node_modules/${peer}`;
        await symlink(join(root, folder), join(packed.folder, folder));
      }
      const code = `const it = await import('${path}'); console.log(Object.keys(it).length >= 0);`;
      assert.equal(await inFolder(code), 'true');
    });
  }

  test('registers nothing when only its classes are imported', async () => {
    const defined = await inFolder(`
      const defined = [];
      globalThis.customElements = { get: () => undefined, define: (tag) => defined.push(tag) };
      await import('fae-widgets');
      const before = defined.length;
      await import('fae-widgets/all');
      console.log(before, defined.toSorted().join());
    `);
    const tags = 'fae-character-chat,fae-checkout,fae-model-viewer,fae-nft-gallery,fae-tts-player';
    assert.equal(defined, `0 ${tags}`);
  });

  test('runs its command', async () => {
    const { stdout } = await run(process.execPath, [
      join(packed.folder, 'node_modules/fae-widgets/dist/cli/bin.js'),
      '--help',
    ]);
    assert.match(stdout, /start[\s\S]+proxy[\s\S]+platform/);
  });

  test('satisfies publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  test('has types that resolve wherever its ES modules do', async () => {
    const data = new Uint8Array(await readFile(packed.tarball));
    const analysis = await checkPackage(createPackageFromTarballData(data));
    assert.ok(analysis.types, 'the package has types');
    // It is ESM only, with `exports`: what CommonJS and the oldest resolution find is no concern.
    const problems = analysis.problems.filter(
      (problem) =>
        problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && problem.resolutionKind === 'node10') &&
        !('entrypoint' in problem && problem.entrypoint === './fae.css'),
    );
    assert.deepEqual(problems, []);
  });
});

describe('what an installation costs', () => {
  test('is at most 45 MB, package included', async () => {
    const sizes = [...(await installed()).keys()].map((path) => folderSize(join(root, path)));
    const own = await folderSize(join(root, 'dist'));
    const sum = (await Promise.all(sizes)).reduce((total, size) => total + size, own);
    assert.ok(sum <= 45 * megabyte, `${(sum / megabyte).toFixed(1)} MB`);
  });

  test('is no GPL code and no install script', async () => {
    for (const [path, { license, hasInstallScript }] of await installed()) {
      assert.doesNotMatch(license ?? 'none given', /GPL|none given/, path);
      assert.notEqual(hasInstallScript, true, path);
    }
  });

  test('is nothing optional: users would download it', () => {
    assert.equal(manifest.optionalDependencies, undefined);
  });
});
