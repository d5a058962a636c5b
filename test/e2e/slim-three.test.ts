import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import test, { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { startCommand, temporaryFolder } from '../support/command.ts';
import { startBrowser } from '../support/page.ts';
import { startSite } from '../support/site.ts';

const element = fileURLToPath(new URL('../../dist/define/fae-model-viewer.js', import.meta.url));

/** The element with three as it comes, as an app's bundler makes it. */
const bundleWhole = async (): Promise<Map<string, string>> => {
  const bundle = await rolldown({ input: element, platform: 'browser' });
  const { output } = await bundle.generate({ entryFileNames: 'viewer.js' });
  return new Map(output.flatMap((it) => (it.type === 'chunk' ? [[it.fileName, it.code]] : [])));
};

const page = (script: string, endpoint: string, id: string): string => `<!doctype html>
<html lang="en"><head><title>Model</title>${script}</head><body>
<fae-model-viewer endpoint="${endpoint}" model-id="${id}" alt="A model" loading="eager"
  camera-orbit="35deg 70deg 105%"></fae-model-viewer></body></html>`;

/** The picture's pixels, four bytes each. */
const pixels = async (browserPage: Page): Promise<number[]> => {
  const viewer = browserPage.locator('fae-model-viewer[state="ready"]');
  await viewer.waitFor();
  return viewer.evaluate(async (it) => {
    const picture = await (it as unknown as { toBlob(): Promise<Blob> }).toBlob();
    const bitmap = await createImageBitmap(picture);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    return [...(context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [])];
  });
};

describe('three as the script build slims it', () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  test('draws the sample’s models as the whole three does', async () => {
    await using data = await temporaryFolder();
    let html = '';
    await using site = await startSite(() => html);
    const server = await startCommand(['start', '--port', '0', '--data', data.path], {
      env: { FAE_ALLOWED_ORIGINS: site.origin },
    });
    try {
      const endpoint = `${server.origin}/fae`;
      const models = (await (await fetch(`${endpoint}/models`)).json()) as {
        id: string;
        name: string;
      }[];
      assert.ok(models.length >= 3);
      const whole = await bundleWhole();
      for (const { id, name } of models) {
        const draw = async (script: string): Promise<number[]> => {
          html = page(script, endpoint, id);
          const tab = await browser.newPage({ viewport: { width: 400, height: 400 } });
          await tab.route(`${site.origin}/*.js`, (route) =>
            route.fulfill({
              contentType: 'text/javascript',
              body: whole.get(new URL(route.request().url()).pathname.slice(1)) ?? '',
            }),
          );
          await tab.goto(site.origin);
          const drawn = await pixels(tab);
          await tab.close();
          return drawn;
        };
        const slim = await draw(`<script async src="${endpoint}/fae.js"></script>`);
        const plain = await draw('<script type="module" src="/viewer.js"></script>');
        assert.ok(new Set(slim).size > 32, `${name} is drawn`);
        assert.equal(slim.length, plain.length);
        const differences = slim.filter((value, at) => Math.abs(value - (plain[at] ?? 0)) > 1);
        assert.equal(differences.length, 0, `${name}: ${differences.length} values differ`);
      }
    } finally {
      await server.stop();
    }
  });
});
