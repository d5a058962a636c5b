import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import test, { after, before, describe } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createPlatform } from '../../src/platform/index.ts';
import { createProxy } from '../../src/proxy/index.ts';
import { folderAssets } from '../../src/proxy/node.ts';
import { temporaryFolder } from '../support/command.ts';
import { gatherProblems, nextEvent, startBrowser } from '../support/page.ts';
import { listen } from '../support/servers.ts';
import { startSite } from '../support/site.ts';

const cloudflare = 'https://challenges.cloudflare.com';
const apiScript = `${cloudflare}/turnstile/v0/api.js?render=explicit`;
const standIn = new URL('../elements/captcha/turnstile/', import.meta.url);
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' };

/** Stands in for Cloudflare towards the page. */
const withCloudflare = (page: Page) =>
  page.route(`${cloudflare}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    const body = await readFile(new URL(name, standIn), 'utf8');
    await route.fulfill({ body, contentType: types[extname(name)] ?? '' });
  });

/** Stands in for Cloudflare towards the proxy; counts what it is asked. */
const siteverify = () => {
  const asked: unknown[] = [];
  const verify: typeof fetch = async (_, init) => {
    const sent: unknown = await new Request('https://cloudflare.example', init ?? {}).json();
    const { secret, response } = sent as { secret?: unknown; response?: unknown };
    asked.push(response);
    const success = secret === 'secret' && response === 'XXXX.DUMMY.TOKEN.XXXX';
    return Response.json({ success, hostname: 'localhost', action: 'fae', 'error-codes': [] });
  };
  return { asked, verify };
};

/** A platform, and before it a proxy that lets nobody spend anything without a captcha. */
const startGuarded = async (site: string) => {
  const data = await temporaryFolder();
  const { asked, verify } = siteverify();
  let handle: (request: Request) => Response | Promise<Response> = () => new Response();
  const server = await listen((request) => handle(request));
  const platform = await createPlatform({
    data: data.path,
    publicUrl: server.origin,
    standIns: true,
  });
  const proxy = createProxy({
    origins: [site],
    publicUrl: server.origin,
    fae: { url: `${server.origin}/api`, key: platform.key, workspace: platform.workspace },
    expose: { '*': true },
    captcha: {
      provider: 'turnstile',
      siteKey: '3x00000000000000000000FF',
      secret: 'secret',
      fetch: verify,
    },
    assets: folderAssets(new URL('../../dist/script', import.meta.url)),
    log: () => undefined,
  });
  handle = (request) =>
    new URL(request.url).pathname.startsWith('/fae/')
      ? proxy.fetch(request, { address: '127.0.0.1' })
      : platform.fetch(request);
  return {
    origin: server.origin,
    sample: platform.sample,
    asked,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await platform.close();
      await data[Symbol.asyncDispose]();
    },
  };
};

type Guarded = Awaited<ReturnType<typeof startGuarded>>;

/** A page that allows what the README says, and nothing else. */
const pageFor = ({ origin, sample }: Guarded, policies = 'lit-html fae-captcha'): string => `
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none';
  script-src 'nonce-n' 'strict-dynamic'; frame-src ${cloudflare}; connect-src ${origin} blob:;
  img-src ${origin} data: blob:; media-src blob:;
  trusted-types ${policies}; require-trusted-types-for 'script'">
<script async nonce="n" src="${origin}/fae/fae.js"></script></head><body>
<fae-tts-player text="Hello there."></fae-tts-player>
<fae-character-chat character-id="${sample['characterId'] ?? ''}"></fae-character-chat>
<fae-checkout product-id="${sample['productId'] ?? ''}"></fae-checkout>
</body></html>`;

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'A quick check' });

/** Does what the widget asks for. */
const solve = async (page: Page): Promise<void> => {
  await dialogOf(page).waitFor();
  const frame = page.frames().find((it) => it.url().startsWith(cloudflare));
  assert.ok(frame);
  // By key: a frame of another process may not be hit yet in the moment in which it is shown.
  await frame.getByRole('checkbox', { name: 'Verify you are human' }).press('Space');
};

const say = async (page: Page, text: string): Promise<void> => {
  const field = page.locator('fae-character-chat').getByRole('textbox');
  await field.fill(text);
  await field.press('Enter');
};

describe('a page behind a captcha', () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  /** Opens the page, and notes what goes wrong and who is asked for anything. */
  const open = async (origin: string) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    const problems = gatherProblems(page);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(cloudflare)) asked.push(request.url());
    });
    await withCloudflare(page);
    await page.goto(origin);
    for (const tag of ['fae-tts-player', 'fae-character-chat', 'fae-checkout']) {
      await page.locator(`${tag}[state="ready"]`).waitFor();
    }
    return { page, problems, asked };
  };

  test('asks its visitor once for all that costs, and Cloudflare not before', async () => {
    let html = '';
    await using site = await startSite(() => html);
    await using guarded = await startGuarded(site.origin);
    html = pageFor(guarded);
    const { page, problems, asked } = await open(site.origin);
    assert.equal(asked.length, 0);

    const player = page.locator('fae-tts-player');
    const spoken = nextEvent(player, 'fae-tts-player-end');
    await player.getByRole('button', { name: 'Play' }).click();
    await solve(page);
    await spoken;
    assert.equal(await dialogOf(page).count(), 0);

    const replied = nextEvent(page.locator('fae-character-chat'), 'fae-character-chat-reply');
    await say(page, 'Hello');
    await replied;
    await page.locator('fae-checkout').getByRole('button').last().click();
    await page.waitForURL(/\/checkout\//);

    assert.deepEqual(guarded.asked, ['XXXX.DUMMY.TOKEN.XXXX']);
    const scripts = asked.filter((it) => it.includes('api.js'));
    assert.deepEqual(scripts, [apiScript]);
    const others = problems.filter((it) => !it.includes('403 (Forbidden)'));
    assert.deepEqual(others, []);
    await page.close();
  });

  test('can be used again once the script can be had', async () => {
    let html = '';
    await using site = await startSite(() => html);
    await using guarded = await startGuarded(site.origin);
    html = pageFor(guarded);
    const { page } = await open(site.origin);
    await page.route(`${cloudflare}/turnstile/**`, (route) => route.abort(), { times: 1 });
    await say(page, 'Hello');
    const chat = page.locator('fae-character-chat');
    await chat.getByText('Please confirm that you are human, and try again.').first().waitFor();

    const replied = nextEvent(chat, 'fae-character-chat-reply');
    await chat.getByRole('button', { name: 'Send again' }).click();
    await solve(page);
    await replied;
    await page.close();
  });

  test('says in the console what its policy has to allow', async () => {
    let html = '';
    await using site = await startSite(() => html);
    await using guarded = await startGuarded(site.origin);
    html = pageFor(guarded, 'lit-html');
    const { page, asked } = await open(site.origin);
    const warned = page.waitForEvent('console', (it) => it.text().includes('captcha was not'));
    await say(page, 'Hello');
    assert.match((await warned).text(), /fae-captcha/);
    await page
      .locator('fae-character-chat')
      .getByText('Please confirm that you are human, and try again.')
      .first()
      .waitFor();
    assert.equal(asked.length, 0);
    await page.close();
  });
});
