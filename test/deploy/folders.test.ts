import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { manifest, root } from '../package/packed.ts';
import { deployFile } from './files.ts';
import { readManifest } from './project.ts';

const entries = await readdir(join(root, 'deploy'), { withFileTypes: true });
const folders = entries.filter((it) => it.isDirectory()).map(({ name }) => name);

describe('deploy/', async () => {
  const readme = await deployFile('README.md');

  for (const folder of folders) {
    test(`README.md tells about ${folder}`, () => {
      assert.ok(readme.includes(`[${folder}](${folder}/)`));
    });

    const path = join(root, 'deploy', folder);
    if (!existsSync(join(path, 'package.json'))) continue;
    test(`${folder} takes this version of the package`, async () => {
      const { dependencies } = await readManifest(path);
      assert.equal(dependencies['fae-widgets'], `^${manifest.version}`);
    });
  }

  test('nothing in it looks like a key', async () => {
    for (const file of await readdir(join(root, 'deploy'), {
      recursive: true,
      withFileTypes: true,
    })) {
      if (!file.isFile()) continue;
      const text = await deployFile(file.parentPath.slice(join(root, 'deploy').length), file.name);
      assert.doesNotMatch(text, /(KEY|SECRET|TOKEN|PASSWORD)=[^\s…]{8,}/, file.name);
    }
  });
});
