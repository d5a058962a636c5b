import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { packAndInstall, root } from './packed.ts';

/** An app of somebody's, written against the package's types. */
const app = `
import 'fae-widgets/define/fae-checkout';
import { FaeModelViewerElement } from 'fae-widgets';
import { ApiError, createClient } from 'fae-widgets/client';
import { createPlatform } from 'fae-widgets/platform';
import { createProxy } from 'fae-widgets/proxy';

const client = createClient({ endpoint: '/fae' });
const [nft] = await client.nfts.listPublic();
export const name: string | undefined = nft?.name;
export const nothing: FaeModelViewerElement | undefined = undefined;
export const proxy = createProxy({ expose: ['nfts.listPublic', 'payments.*'] });
export const platform = await createPlatform({ publicUrl: 'https://shop.example' });

document.querySelector('fae-checkout')?.addEventListener('fae-checkout-redirect', (event) => {
  event.preventDefault();
  location.assign(event.url);
});

try {
  const urls = { successUrl: 'https://shop.example/yes', cancelUrl: 'https://shop.example/no' };
  await client.payments.checkout({ productId: '64…', ...urls }, { timeout: 5_000 });
} catch (error) {
  if (error instanceof ApiError && error.code === 'sold_out') console.log(error.message);
}

// @ts-expect-error There is no such operation.
createProxy({ expose: ['nfts.everything'] });
// @ts-expect-error The return addresses are missing.
await client.payments.checkout({ productId: '64…' });
// @ts-expect-error There is no such code.
export const wrong = new ApiError('unheard_of', '');
`;

const settings = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  },
  files: ['app.ts'],
};

test('the packed package’s types serve a strict app, libraries checked too', async () => {
  const packed = await packAndInstall();
  try {
    const modules = join(packed.folder, 'node_modules');
    await mkdir(join(modules, '@types'), { recursive: true });
    for (const name of ['@types/node', 'undici-types']) {
      await symlink(join(root, 'node_modules', name), join(modules, name));
    }
    await writeFile(join(packed.folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(packed.folder, 'tsconfig.json'), JSON.stringify(settings));
    await writeFile(join(packed.folder, 'app.ts'), app);
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', packed.folder], {
      encoding: 'utf8',
    });
    assert.equal(stdout, '');
  } finally {
    await packed.remove();
  }
});
