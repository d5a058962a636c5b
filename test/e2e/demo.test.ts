import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startCommand, temporaryFolder } from '../support/command.ts';
import {
  allInState,
  axeViolations,
  gatherHosts,
  gatherProblems,
  nextEvent,
  startBrowser,
} from '../support/page.ts';

/** Root mean square of 16-bit samples behind a WAV header: 0 is silence. */
const loudness = (wav: Buffer): number => {
  const start = wav.indexOf('data') + 8;
  const samples = new Int16Array(
    wav.buffer.slice(wav.byteOffset + start, wav.byteOffset + start + ((wav.length - start) & ~1)),
  );
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return Math.sqrt(energy / samples.length);
};

describe('the demo in a browser', () => {
  let data: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Awaited<ReturnType<typeof startCommand>>;
  let browser: Browser;
  let page: Page;
  let problems: string[];
  let hosts: Set<string>;

  before(async () => {
    data = await temporaryFolder();
    server = await startCommand(['start', '--port', '0', '--data', data.path]);
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(20_000);
    problems = gatherProblems(page);
    hosts = gatherHosts(page);
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, hadRecentInput } = entry as unknown as {
            value: number;
            hadRecentInput: boolean;
          };
          if (!hadRecentInput) shifts.push(value);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(server.url);
  });
  after(async () => {
    await browser.close();
    await server.stop();
    await data[Symbol.asyncDispose]();
  });

  test('all five elements become ready, without a layout shift', async () => {
    await allInState(page, 'ready');
    const shift = await page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.reduce((sum, it) => sum + it, 0),
    );
    assert.equal(shift, 0);
  });

  test('axe finds nothing, in light and in dark', async () => {
    // The page's own policy would not let axe in.
    const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
    const other = await context.newPage();
    await other.goto(server.url);
    await allInState(other, 'ready');
    for (const colorScheme of ['light', 'dark'] as const) {
      await other.emulateMedia({ colorScheme });
      assert.deepEqual(await axeViolations(other), [], colorScheme);
    }
    await context.close();
  });

  test('the model turns under the mouse: its pixels change', async () => {
    const viewer = page.locator('fae-model-viewer');
    await viewer.scrollIntoViewIfNeeded();
    await viewer.evaluate((element) => element.removeAttribute('auto-rotate'));
    const still = await viewer.screenshot();
    const box = await viewer.boundingBox();
    assert.ok(box);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const turned = nextEvent(viewer, 'camera-change');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 160, y, { steps: 4 });
    await page.mouse.up();
    await turned;
    assert.notDeepEqual(await viewer.screenshot(), still);
  });

  test('the gallery finds an NFT and opens it with its traits', async () => {
    const gallery = page.locator('fae-nft-gallery');
    const cards = gallery.getByRole('listitem');
    await cards.first().waitFor();
    const all = await cards.count();
    const name = (await cards.nth(2).getByRole('heading').textContent())?.trim() ?? '';
    assert.notEqual(name, '');
    await gallery.getByRole('searchbox').fill(name);
    await page.waitForFunction(
      ([element, before]) =>
        (element as Element).shadowRoot!.querySelectorAll('li').length < before,
      [await gallery.elementHandle(), all] as const,
    );
    await cards.first().getByRole('button').click();
    const dialog = gallery.getByRole('dialog');
    await dialog.getByRole('heading', { name }).waitFor();
    assert.ok((await dialog.locator('dt').count()) > 0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await gallery.getByRole('searchbox').fill('');
  });

  test('the character answers', async () => {
    const chat = page.locator('fae-character-chat');
    const replied = chat.evaluate(
      (element) =>
        new Promise<string>((resolve) => {
          element.addEventListener(
            'fae-character-chat-reply',
            (event) => resolve((event as Event & { text: string }).text),
            { once: true },
          );
        }),
    );
    await chat.getByRole('textbox').fill('Are you a bot?');
    await chat.getByRole('textbox').press('Enter');
    const reply = await replied;
    assert.match(reply, /script/i);
    await chat.getByText('Are you a bot?').waitFor();
  });

  test('the player speaks: its audio is not silent', async () => {
    const player = page.locator('fae-tts-player');
    const answer = page.waitForResponse(
      (response) => response.url().endsWith('/fae/tts') && response.request().method() === 'POST',
    );
    const playing = nextEvent(player, 'fae-tts-player-play');
    await player.getByRole('button', { name: /^(play|listen)/i }).click();
    const audio = await (await answer).body();
    assert.ok(loudness(audio) > 300, `${loudness(audio)}`);
    await playing;
    await player.getByRole('button', { name: /pause/i }).click();
  });

  const openCheckout = async (): Promise<void> => {
    await page.goto(server.url);
    const checkout = page.locator('fae-checkout[state="ready"]');
    await checkout.waitFor();
    await checkout.getByRole('button').last().click();
    await page.waitForURL(/\/checkout\//);
    await page.getByText(/test/i).first().waitFor();
  };

  test('the buyer cancels, and is back', async () => {
    await openCheckout();
    await page.getByRole('button', { name: /cancel/i }).click();
    await page.waitForURL(/fae-checkout=cancelled/);
  });

  test('the buyer pays, and is back', async () => {
    await openCheckout();
    await page.getByRole('button', { name: /^pay/i }).click();
    await page.waitForURL(/fae-checkout=success/);
  });

  test('no host but this one was asked, and nothing went against the page’s policy', () => {
    assert.deepEqual([...hosts], [new URL(server.url).host]);
    assert.deepEqual(problems, []);
  });
});

test('the demo’s page fits a phone: nothing is wider than the screen', async () => {
  await using data = await temporaryFolder();
  const server = await startCommand(['start', '--port', '0', '--data', data.path]);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await page.goto(server.url);
    await allInState(page, 'ready');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${width}`);
  } finally {
    await browser.close();
    await server.stop();
  }
});

test('the demo is stopped while a stream is open, and ends at once', async () => {
  await using data = await temporaryFolder();
  const server = await startCommand(['start', '--port', '0', '--data', data.path]);
  const sample = (await (await fetch(`${server.origin}/sample.json`)).json()) as Record<
    string,
    string
  >;
  const model = await fetch(`${server.origin}/fae/models/${sample['modelId'] ?? ''}/content`);
  assert.equal(model.status, 200);
  assert.equal(await server.stop(), 0);
  await model.body?.cancel().catch(() => undefined);
});
