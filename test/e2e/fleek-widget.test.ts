/** Fleek's own chat widget, as it was published, on somebody's page: it talks to a platform instead. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { after, before, describe, type TestContext } from 'node:test';
import type { Browser, Page, Request } from 'playwright-core';
import { startCommand, temporaryFolder } from '../support/command.ts';
import { until } from '../platform/until.ts';
import { startBrowser } from '../support/page.ts';

const widget = await readFile(
  new URL(
    '../../node_modules/@fleek-platform/agents-chatbox-widget/dist/chatbox.min.js',
    import.meta.url,
  ),
);

type Keys = Readonly<Record<'fleekKey' | 'fleekProject', string>>;

interface Agent {
  readonly id: string;
  readonly name: string;
  readonly publicToken: string;
  readonly status: string;
}

/**
 * A shop's page with the widget's script tag, on an origin of its own. Not `async`, which its README
 * shows: the widget waits for the page to be read, and comes too late where that is so already.
 */
const startShop = async (script: () => string) => {
  const server = createServer((request, response) => {
    const isScript = request.url?.startsWith('/chatbox.min.js') ?? false;
    const type = isScript ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` });
    response.end(
      isScript
        ? widget
        : `<!doctype html><html lang="en"><head><title>Shop</title></head><body>
           <script src="${script()}" defer></script></body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

describe('Fleek’s chat widget with a platform as its host', () => {
  let data: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Awaited<ReturnType<typeof startCommand>>;
  let shop: Awaited<ReturnType<typeof startShop>>;
  let browser: Browser;
  let keys: Keys;
  let pip: Agent;
  let token: string;

  /** What the owner of the agents asks. */
  const asOwner = async <T = Agent>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server.origin}/api/v1/ai-agents${path}`, {
      method,
      headers: { 'X-Api-Key': keys.fleekKey, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert.equal(response.status, 200, `${method} ${path}`);
    return response.json() as Promise<T>;
  };

  before(async () => {
    data = await temporaryFolder();
    server = await startCommand(['start', '--port', '0', '--data', data.path]);
    keys = JSON.parse(await readFile(join(data.path, 'keys.json'), 'utf8')) as Keys;
    const { data: agents } = await asOwner<{ readonly data: readonly Agent[] }>('GET', '');
    const found = agents.find(({ name }) => name === 'Pip');
    assert.ok(found);
    pip = found;
    shop = await startShop(() => {
      const colors = JSON.stringify({ 'accent-9': '#123456' });
      const query = { agentId: pip.id, token, restApiHost: server.origin };
      return `/chatbox.min.js?${new URLSearchParams({ ...query, colors }).toString()}`.replaceAll(
        '&',
        '&amp;',
      );
    });
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await shop.close();
    await server.stop();
    await data[Symbol.asyncDispose]();
  });

  /** The shop's page in a browser of its own, and what it asks the platform. */
  const opened = async (t: TestContext, withToken = pip.publicToken) => {
    token = withToken;
    const context = await browser.newContext();
    t.after(() => context.close());
    // It asks Fleek for a picture before it knows the agent's.
    await context.route(
      (url) => ![server.origin, shop.origin].includes(url.origin),
      (route) => route.abort(),
    );
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const asked: Request[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(server.origin)) asked.push(request);
    });
    await page.goto(shop.origin);
    await page.getByRole('button', { name: 'Open Chat' }).click();
    return { page, asked };
  };

  const say = async (page: Page, text: string): Promise<string> => {
    const box = page.getByPlaceholder('Message Pip...');
    await page.waitForFunction(() => document.querySelector('textarea')?.disabled === false);
    await box.fill(text);
    const answered = page.waitForResponse(
      (it) => it.url().endsWith('/message') && it.request().method() === 'POST',
    );
    await box.press('Enter');
    const response = await answered;
    assert.equal(response.status(), 200);
    const [content] = (await response.json()) as { readonly text: string }[];
    assert.ok(content?.text);
    await page.getByText(content.text).first().waitFor();
    return content.text;
  };

  /** Below the agent's own address. */
  const calls = (asked: readonly Request[]): string[] =>
    asked
      .filter((it) => it.url().includes('/api/v1/ai-agents/'))
      .map((it) => `${it.method()} ${new URL(it.url()).pathname.split('/').slice(5).join('/')}`);

  const sent = (request: Request | undefined) =>
    JSON.parse(request?.postData() ?? '{}') as Readonly<Record<string, string>>;

  test('chats: status, profile, messages in one room, and replies that remember', async (t) => {
    const { page, asked } = await opened(t);
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByText('Pip', { exact: true }).first().waitFor();
    await say(page, 'Hello, my name is Marigold.');
    assert.match(await say(page, 'What is my name?'), /Marigold/);
    const messages = asked.filter((it) => it.url().endsWith('/message') && it.method() === 'POST');
    const [first, second] = messages.map(sent);
    assert.equal(messages.length, 2);
    assert.ok(first?.['roomId']);
    assert.equal(second?.['roomId'], first['roomId']);
    const peer = /api\/([^/]+)\/message$/.exec(messages[0]?.url() ?? '')?.[1] ?? '';
    assert.deepEqual([...new Set(calls(asked))].toSorted(), [
      'GET api/agents',
      'GET public',
      'GET status',
      `POST api/${peer}/message`,
    ]);
    const picture = page.getByAltText("Pip's avatar").first();
    assert.ok(await picture.evaluate((it: HTMLImageElement) => it.decode().then(() => it.width)));
  });

  test('shows what has been said after the page is loaded anew, and goes on', async (t) => {
    const { page } = await opened(t);
    const reply = await say(page, 'Call me Tansy.');
    await page.reload();
    await page.getByRole('button', { name: 'Open Chat' }).click();
    await page.getByText(reply).first().waitFor();
    assert.match(await say(page, 'What is my name?'), /Tansy/);
  });

  test('does not know in one browser what was said in another', async (t) => {
    const { page } = await opened(t);
    assert.doesNotMatch(await say(page, 'What is my name?'), /Marigold|Tansy/);
  });

  test('shows that the agent is stopped, and chats once it runs again', async (t) => {
    await asOwner('POST', `/${pip.id}/stop`);
    const { page } = await opened(t);
    await page.getByText('offline', { exact: true }).waitFor();
    assert.ok(await page.getByPlaceholder('Message').isDisabled());
    await asOwner('POST', `/${pip.id}/start`);
    await until(async () => (await asOwner('GET', `/${pip.id}`)).status === 'Running');
    await page.reload();
    await page.getByRole('button', { name: 'Open Chat' }).click();
    await page.getByText('live', { exact: true }).waitFor();
  });

  test('says that it failed while nobody may chat, and goes on when everybody may', async (t) => {
    await asOwner('PUT', `/${pip.id}`, { publicChat: false });
    const { page, asked } = await opened(t);
    const retry = page.getByRole('button', { name: 'Retry' });
    await retry.waitFor();
    const refused = await asked.find((it) => it.method() === 'GET')?.response();
    assert.equal(refused?.status(), 403);
    await asOwner('PUT', `/${pip.id}`, { publicChat: true });
    await retry.click();
    await say(page, 'Hello again.');
  });

  test('says that it failed with a token that is not the agent’s', async (t) => {
    const { page } = await opened(t, `${pip.publicToken}x`);
    await page.getByText('Failed to fetch agent status').waitFor();
  });
});
