import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describedApis } from '../../scripts/openapi/document.ts';
import type { ApiName } from '../../src/api/operations.ts';
import { axeViolations, gatherHosts, gatherProblems, startBrowser } from '../support/page.ts';
import { startServers, type Servers } from '../support/servers.ts';

/**
 * What axe finds in the library's own parts, each time that it is shown: nothing that a style can mend.
 */
const ofTheLibrary = new Set([
  'aria-input-field-name',
  'aria-required-attr',
  'button-name',
  'label-content-name-mismatch',
  'scrollable-region-focusable',
]);

/** Opens the form for requests. The page lays itself out late, and a click that met it moving is lost. */
const openForm = async (region: Locator): Promise<void> => {
  const form = region.page().getByRole('dialog').first();
  const isOpen = async () => {
    await region.getByRole('button', { name: 'Test Request' }).click({ timeout: 2_000 });
    await form.waitFor({ timeout: 2_000 });
  };
  await isOpen()
    .catch(isOpen)
    .catch(() => form.waitFor());
};

describe('The reference page in a browser', () => {
  let server: Servers;
  let browser: Browser;
  before(async () => {
    server = await startServers([]);
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  const newPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(20_000);
    await page.addInitScript(() => {
      const violations: string[] = [];
      Object.assign(window, { violations });
      window.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        violations.push(`${effectiveDirective} ${blockedURI}`);
      });
    });
    return page;
  };
  const violationsOn = (page: Page): Promise<string[]> =>
    page.evaluate(() => (window as unknown as { violations: string[] }).violations);

  const regionOf = async (page: Page, title: string) => {
    const region = page.getByRole('region', { name: title, exact: true });
    await region.getByRole('heading', { name: title }).waitFor();
    return region;
  };
  /** Opens the page at an operation, by its address. */
  const open = async (page: Page, place: string, title: string) => {
    await page.goto(`${server.origin}/api/reference#${place}`);
    return regionOf(page, title);
  };
  const listCharacters = (page: Page) =>
    open(page, 'fae/tag/characters/GET/characters', 'List characters');
  const health = (page: Page) => open(page, 'fae/tag/status/GET/health', 'Health');
  const keyField = (page: Page) =>
    page.getByRole('region', { name: 'Authentication' }).getByRole('textbox', { name: 'Value' });

  test('asks no other host, and nothing goes against its policy', async () => {
    const page = await newPage();
    const problems = gatherProblems(page);
    const hosts = gatherHosts(page);
    const region = await listCharacters(page);
    await keyField(page).fill(server.key);
    await openForm(region);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Send get/ }).click();
    await dialog.getByText('200 OK').first().waitFor();
    await dialog.getByText('"Ilse Varga"').first().waitFor();
    assert.deepEqual([...hosts], [new URL(server.origin).host]);
    assert.deepEqual(problems, []);
    assert.deepEqual(await violationsOn(page), []);
    await page.context().close();
  });

  /** Makes sure that the sidebar has the groups of a document, in its order. */
  const seeGroups = async (page: Page, api: ApiName) => {
    const { tagGroups } = describedApis[api];
    const sidebar = page.getByRole('complementary');
    const links = await sidebar
      .getByRole('link')
      .evaluateAll((found) =>
        found
          .filter((link) => /#\w+\/tag\/[^/]+$/.test((link as HTMLAnchorElement).href))
          .map((link) => link.textContent.trim()),
      );
    assert.deepEqual(
      links,
      tagGroups.flatMap(({ tags }) => tags),
    );
    for (const { name } of tagGroups) await sidebar.getByText(name).first().waitFor();
  };

  const titled = (page: Page, title: string) =>
    page.getByRole('heading', { name: title, level: 1 }).waitFor();
  /** Goes over from the FAE API. */
  const chooseFleek = async (page: Page) => {
    await page.getByRole('button', { name: 'FAE API' }).click();
    await page.getByRole('option', { name: 'Fleek AI Agents API' }).click();
    await titled(page, 'Fleek AI Agents API');
  };

  test('begins with the FAE API, and offers the other one', async () => {
    const page = await newPage();
    await page.goto(`${server.origin}/api/reference`);
    await titled(page, 'FAE API');
    await seeGroups(page, 'fae');
    await chooseFleek(page);
    assert.match(page.url(), /#fleek/);
    await seeGroups(page, 'fleek');
    await page.context().close();
  });

  test('opens at an operation of either API', async () => {
    const page = await newPage();
    const place = 'fleek/tag/conversations/POST/v1/ai-agents/{agentId}/api/{peerId}/message';
    await open(page, place, 'Say something to an agent');
    await seeGroups(page, 'fleek');
    await page.context().close();
  });

  /** A key of the sample’s project, made by the owner of the platform. */
  const newProjectKey = async (): Promise<string> => {
    const post = (path: string, fields: Readonly<Record<string, string>>, cookie = '') =>
      fetch(`${server.origin}/api${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Origin: server.origin,
          'x-api-key': server.key,
          ...(cookie && { Cookie: cookie }),
        },
        body: JSON.stringify(fields),
      });
    const owner = { email: 'ann@shop.example', password: 'correct horse battery' };
    const [cookie = ''] = (await post('/auth/register', owner)).headers.getSetCookie();
    const answer = await post('/v1/tokens', { name: 'Reference' }, cookie.split(';')[0]);
    const { token = '' } = (await answer.json()) as { token?: string };
    return token;
  };

  test('sends live requests to each API with a key of its own', async () => {
    const key = await newProjectKey();
    const page = await newPage();
    const problems = gatherProblems(page);
    const sent: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      const given = request.headers()['x-api-key'];
      if (given !== undefined) sent.push(`${request.method()} ${pathname}${search} ${given}`);
    });
    const send = async (title: string, said: string) => {
      await openForm(await regionOf(page, title));
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /^Send get/ }).click();
      await dialog.getByText('200 OK').first().waitFor();
      await dialog.getByText(said).first().waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    };
    await listCharacters(page);
    await keyField(page).fill(server.key);
    await send('List characters', '"Ilse Varga"');

    await chooseFleek(page);
    const sidebar = page.getByRole('complementary');
    await sidebar.getByRole('link', { name: 'Agents', exact: true }).click();
    await sidebar.getByRole('link', { name: /^List agents/ }).click();
    assert.doesNotMatch((await keyField(page).textContent()) ?? '', new RegExp(server.key));
    await keyField(page).fill(key);
    await send('List agents', '"Pip"');
    assert.deepEqual(sent, [`GET /api/characters ${server.key}`, `GET /api/v1/ai-agents ${key}`]);
    assert.deepEqual(problems, []);
    assert.deepEqual(await violationsOn(page), []);
    await page.context().close();
  });

  test('shows the platform’s health without any key, by the keyboard alone', async () => {
    const page = await newPage();
    const region = await health(page);
    await region.getByRole('button', { name: 'Test Request' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Send get/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('200 OK').first().waitFor();
    await dialog.getByText('"ok"').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('forgets the key with the page', async () => {
    const page = await newPage();
    await listCharacters(page);
    await keyField(page).fill(server.key);
    await page.reload();
    await listCharacters(page);
    assert.equal((await keyField(page).textContent())?.includes(server.key), false);
    const kept = await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      return JSON.stringify([localStorage, sessionStorage, document.cookie, databases]);
    });
    assert.equal(kept.includes(server.key), false);
    assert.match(kept, /,\[\]\]$/, 'no database');
    await page.context().close();
  });

  test('shows examples, and what is answered when something is wrong', async () => {
    const page = await newPage();
    const region = await listCharacters(page);
    await region.getByText('"Mira"').first().waitFor();
    await region.getByRole('tab', { name: '403' }).click();
    await region.getByText('"forbidden"').first().waitFor();
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has enough contrast where it is ${colorScheme}, and axe finds nothing new`, async () => {
      // The page's own policy would not let axe in.
      const page = await newPage({ bypassCSP: true, reducedMotion: 'reduce', colorScheme });
      await listCharacters(page);
      // What fades in has every contrast on its way.
      await page.waitForFunction(() => document.getAnimations().length === 0);
      const found = (await axeViolations(page)).filter(
        (line) => !ofTheLibrary.has(line.split(' ')[0] ?? ''),
      );
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  test('fits a phone, the form for requests included', async () => {
    const page = await newPage({ viewport: { width: 390, height: 844 } });
    const region = await listCharacters(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    await openForm(region);
    const send = page
      .getByRole('dialog')
      .getByRole('button', { name: /^Send get/ })
      .first();
    await send.waitFor();
    const box = await send.boundingBox();
    assert.ok(box && box.x + box.width <= 390, JSON.stringify(box));
    await page.context().close();
  });

  test('tells whoever has no JavaScript where the documents are', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(`${server.origin}/api/reference`);
    const links = page.getByRole('listitem').getByRole('link');
    assert.deepEqual(await links.allTextContents(), ['FAE API', 'Fleek AI Agents API']);
    await links.last().click();
    assert.equal(page.url(), `${server.origin}/api/openapi/fleek.json`);
    await page.context().close();
  });
});
