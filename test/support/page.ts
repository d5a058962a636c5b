import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { chromeFlags, findChrome } from '../../scripts/chrome.js';

/** A browser with nothing in it. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChrome() ?? 'chromium', args: [...chromeFlags] });

export const tags = [
  'fae-model-viewer',
  'fae-checkout',
  'fae-nft-gallery',
  'fae-character-chat',
  'fae-tts-player',
] as const;

/** Waits until every element of the five is in a state. */
export const allInState = async (page: Page, state: string): Promise<void> => {
  for (const tag of tags) await page.locator(`${tag}[state="${state}"]`).first().waitFor();
};

/** What went wrong on the page, gathered from now on: exceptions, console errors. */
export const gatherProblems = (page: Page): string[] => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return problems;
};

/** The hosts that the page asked, gathered from now on. */
export const gatherHosts = (page: Page): Set<string> => {
  const hosts = new Set<string>();
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http')) hosts.add(url.host);
  });
  return hosts;
};

/** Resolves with the next event of a type on the element; start waiting before causing it. */
export const nextEvent = (element: Locator, type: string): Promise<void> =>
  element.evaluate(
    (target, name) =>
      new Promise<void>((resolve) => {
        target.addEventListener(name, () => resolve(), { once: true });
      }),
    type,
  );

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>;
}

/** What axe finds wrong with the page, one line each; needs a context that bypasses its policy. */
export const axeViolations = async (page: Page): Promise<string[]> => {
  await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('axe-core')) });
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run();
    return violations.map((it) => `${it.id} ${JSON.stringify(it.nodes.map((n) => n.target))}`);
  });
};
