import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before, describe } from 'node:test';
import type { Browser } from 'playwright-core';
import { startCommand, temporaryFolder } from '../support/command.ts';
import { allInState, nextEvent, startBrowser, tags } from '../support/page.ts';
import { startSite } from '../support/site.ts';

/** A page with only the loader script and the five tags. */
const pageWith = (endpoint: string, ids: Readonly<Record<string, string>>): string => `
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<script async src="${endpoint}/fae.js"></script></head><body>
<fae-model-viewer model-id="${ids['modelId'] ?? ''}" alt="A model" loading="eager"><span>model fallback</span></fae-model-viewer>
<fae-checkout product-id="${ids['productId'] ?? ''}"><span>checkout fallback</span></fae-checkout>
<fae-nft-gallery><span>gallery fallback</span></fae-nft-gallery>
<fae-character-chat character-id="${ids['characterId'] ?? ''}"><span>chat fallback</span></fae-character-chat>
<fae-tts-player text="Hello there."><span>speech fallback</span></fae-tts-player>
</body></html>`;

/** An upstream that counts who comes. */
const startUpstream = async () => {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('[]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    count: () => count,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

describe('a page on another origin', () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  test('that is allowed works with the loader script and the five tags alone', async () => {
    await using data = await temporaryFolder();
    // The site's origin must be known before the server starts, and the server's before the page.
    let html = '';
    await using site = await startSite(() => html);
    const server = await startCommand(['start', '--port', '0', '--data', data.path], {
      env: { FAE_ALLOWED_ORIGINS: site.origin },
    });
    try {
      const ids = (await (await fetch(`${server.origin}/sample.json`)).json()) as Record<
        string,
        string
      >;
      html = pageWith(`${server.origin}/fae`, ids);
      const page = await browser.newPage();
      await page.goto(site.origin);
      await allInState(page, 'ready');

      const chat = page.locator('fae-character-chat');
      const replied = nextEvent(chat, 'fae-character-chat-reply');
      await chat.getByRole('textbox').fill('Hello');
      await chat.getByRole('textbox').press('Enter');
      await replied;
      await page.locator('fae-checkout').getByRole('button').last().click();
      await page.waitForURL(/\/checkout\//);
      await page.getByRole('button', { name: /cancel/i }).click();
      await page.waitForURL(`${site.origin}/**`);
    } finally {
      await server.stop();
    }
  });

  test('that is not allowed gets 403 before anything goes upstream, and shows its fallback', async () => {
    await using data = await temporaryFolder();
    await using upstream = await startUpstream();
    let html = '';
    await using site = await startSite(() => html);
    const server = await startCommand(['start', '--port', '0', '--data', data.path], {
      env: { FAE_API_URL: upstream.url, FAE_API_KEY: 'key' },
    });
    try {
      const id = '64b7f0c2a1d3e4f5a6b7c8d9';
      html = pageWith(`${server.origin}/fae`, {
        modelId: id,
        productId: id,
        characterId: id,
      });
      // The start itself looks at what there is to show.
      const before = upstream.count();
      const page = await browser.newPage();
      const answered: string[] = [];
      page.on('response', (response) => {
        if (!/\.(js|css)$/.test(response.url())) answered.push(response.url());
      });
      await page.goto(site.origin);
      await allInState(page, 'error');
      for (const tag of tags) {
        assert.ok(await page.locator(`${tag} > span`).isVisible(), `the fallback of ${tag}`);
      }
      // Without CORS headers the page does not even learn the status; a program does.
      assert.deepEqual(answered, [`${site.origin}/`]);
      const asked = await fetch(`${server.origin}/fae/public/nfts`, {
        headers: { Origin: site.origin },
      });
      assert.equal(asked.status, 403);
      assert.match(await asked.text(), /origin_not_allowed.+FAE_ALLOWED_ORIGINS/s);
      assert.equal(upstream.count(), before);
    } finally {
      await server.stop();
    }
  });

  test('shows its fallback where a later part of the script cannot be had', async () => {
    await using data = await temporaryFolder();
    let html = '';
    await using site = await startSite(() => html);
    const server = await startCommand(['start', '--port', '0', '--data', data.path], {
      env: { FAE_ALLOWED_ORIGINS: site.origin },
    });
    try {
      html = pageWith(`${server.origin}/fae`, { modelId: '64b7f0c2a1d3e4f5a6b7c8d9' });
      const page = await browser.newPage();
      await page.route(/chunks\/model-viewer/, (route) => route.abort());
      await page.goto(site.origin);
      const viewer = page.locator('fae-model-viewer[state="error"]');
      await viewer.locator('> span').waitFor();
      await page.locator('fae-nft-gallery[state="ready"]').waitFor();
    } finally {
      await server.stop();
    }
  });
});
