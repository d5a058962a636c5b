import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromeFlags, findChrome } from './scripts/chrome.js';
import { mswPlugin } from './test/support/msw-plugin.js';
import { startServers } from './test/support/servers.ts';

const port = Number(process.env.WTR_PORT ?? 4650);
const servers = await startServers([`http://localhost:${port}`]);

/** Lets a test ask the platform as its owner would, with the key, and tells it where things are. */
const platformPlugin = {
  name: 'platform',
  serve: async ({ path }) => {
    if (path !== '/servers.json') return undefined;
    const { endpoint, origin, sample } = servers;
    return { body: JSON.stringify({ endpoint, origin, sample }), type: 'json' };
  },
  executeCommand: async ({ command, payload }) => {
    if (command !== 'platform') return undefined;
    const { method, path, body } = payload;
    const response = await fetch(`${servers.origin}/api${path}`, {
      method,
      headers: { 'x-api-key': servers.key, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify({ workspace: servers.workspace, ...body }) }),
    });
    return { status: response.status, body: await response.json() };
  },
  serverStop: () => servers.close(),
};

const testsIn = (suite) => [...(suite?.tests ?? []), ...(suite?.suites ?? []).flatMap(testsIn)];

/** One line at the end that counts, whether somebody watches or a log is written. */
const countReporter = {
  onTestRunFinished: ({ sessions }) => {
    const tests = sessions.flatMap((it) => testsIn(it.testResults));
    const passed = tests.filter((it) => it.passed && !it.skipped).length;
    const failed = tests.filter((it) => !it.passed && !it.skipped).length;
    const broken = sessions.filter((it) => !it.passed && testsIn(it.testResults).length === 0);
    console.log(`counted: ${passed} passed, ${failed + broken.length} failed`);
  },
};

export default {
  files: ['test/ui/**/*.test.ts', 'test/elements/**/*.test.ts', 'test/embed/**/*.browser.test.ts'],
  port,
  nodeResolve: true,
  concurrency: 2,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 15_000 } },
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: findChrome(), args: chromeFlags },
      // A window each: a page in a background tab gets no animation frames.
      createPage: ({ context }) => context.newPage({ type: 'window' }),
    }),
  ],
  reporters: [defaultReporter(), countReporter],
  plugins: [esbuildPlugin({ ts: true, target: 'es2022' }), mswPlugin(), platformPlugin],
};
