// `npm test`: everything that is checked, and one line at the end that counts it.
//   node scripts/run.js scripts/test.js [--only format|lint|imports|types|node|postgres|elements|e2e|runtimes|deploy|package]
import { spawn } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuild } from './build.js';
import { ensureChrome } from './chrome.js';
import { ensureRuntimes } from './runtimes.js';
import { ensureService, seekService } from './services.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' } } });

const chrome = ensureChrome();
if (!chrome) {
  console.error('The tests need Chrome or Chromium: install one, or set CHROME_PATH to its path.');
  process.exit(2);
}
const redis = ensureService('redis');
ensureService('nginx');
ensureService('caddy');
// Where there is none, the tests that need one are skipped, and named.
const postgres = seekService('postgres');

const variables = { CHROME_PATH: chrome, REDIS_SERVER: redis, FORCE_COLOR: '0' };

/** Runs a tool of the project with further variables; gives how it ended and what it printed. */
const runWith = (more, file, ...args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...variables, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });

const run = (file, ...args) => runWith({}, file, ...args);

const bin = (path) => `node_modules/${path}`;

/** A check that passes or fails as a whole. */
const check =
  (file, ...args) =>
  async () => {
    const { ok, output } = await run(file, ...args);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
  };

/** The last number that a pattern finds: runners print their totals at the end. */
const last = (output, pattern) => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);

/** A run that ended badly without naming a failed test has failed all the same. */
const counted = ({ ok, output }, passed, failed) => ({
  passed,
  failed: ok ? failed : Math.max(failed, 1),
  output,
});

/** The names of the tests that were not run, each with the reason. */
const skippedIn = (output) =>
  [...output.matchAll(/^ *﹣ (.+) \([\d.]+ms\) # (.+)$/gm)].map(
    ([, name, reason]) => `${name}: ${reason}`,
  );

const filesOf = async (patterns) =>
  (await Array.fromAsync(glob(patterns, { cwd: root }))).toSorted();

const nodeTestsWith =
  (more, ...patterns) =>
  async () => {
    const flags = ['--test', '--test-reporter=spec', '--test-timeout=120000'];
    const result = await runWith(more, ...flags, ...(await filesOf(patterns)));
    const passed = last(result.output, /^ℹ pass (\d+)/gm);
    const failed =
      last(result.output, /^ℹ fail (\d+)/gm) + last(result.output, /^ℹ cancelled (\d+)/gm);
    return {
      ...counted(result, passed, passed === 0 ? Math.max(failed, 1) : failed),
      skipped: skippedIn(result.output),
    };
  };

const nodeTests = (...patterns) => nodeTestsWith({}, ...patterns);

/** Tests that ran on SQLite among the others, on PostgreSQL. */
const onPostgres =
  (...patterns) =>
  async () => {
    if (postgres) return nodeTestsWith({ FAE_TEST_DATABASE: 'postgres' }, ...patterns)();
    const files = await filesOf(patterns);
    const skipped = files.map((file) => `${file}: PostgreSQL is not installed`);
    return { passed: 0, failed: 0, output: '', skipped };
  };

const elementTests = async () => {
  const result = await run(bin('@web/test-runner/dist/bin.js'));
  const passed = last(result.output, /counted: (\d+) passed/g);
  const failed = last(result.output, /counted: \d+ passed, (\d+) failed/g);
  return counted(result, passed, passed === 0 ? Math.max(failed, 1) : failed);
};

/** Tests of what runs on the servers and runtimes that `test/runtimes` brings. */
const withRuntimes = (patterns) => () => {
  ensureRuntimes();
  return nodeTests(patterns)();
};

const steps = {
  format: check(bin('prettier/bin/prettier.cjs'), '--check', '.'),
  lint: check(bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'),
  imports: check(
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    ...['src', 'demo', '--config', '.dependency-cruiser.cjs'],
  ),
  types: check(bin('typescript/bin/tsc'), '-p', '.'),
  node: nodeTests('test/{api,bench,cli,client,conformance,http,platform,proxy}/**/*.test.ts'),
  // What is PostgreSQL's own, the store, the jobs and several processes are tested on it above. These
  // are the requests that write most.
  postgres: onPostgres(
    'test/platform/{characters,expiry,file-uses,media,nfts,orders,products,sessions,stories}.test.ts',
    'test/platform/{access-roles,accounts-members,stripe-webhook}.test.ts',
    'test/platform/bots/{flow,restart,triggers}.test.ts',
    'test/platform/agents/{access,crud,states}.test.ts',
    'test/platform/billing/{api,portal}.test.ts',
    'test/platform/documented-examples-fleek.test.ts',
  ),
  elements: elementTests,
  e2e: nodeTests('test/e2e/**/*.test.ts'),
  runtimes: withRuntimes('test/runtimes/*.test.ts'),
  deploy: withRuntimes('test/deploy/*.test.ts'),
  package: nodeTests('test/package/**/*.test.ts'),
};

if (values.only && !Object.hasOwn(steps, values.only)) {
  console.error(`There is no "${values.only}"; there are: ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

await ensureBuild();
let passed = 0;
let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  if (values.only && values.only !== name) continue;
  const begin = performance.now();
  const result = await step();
  passed += result.passed;
  failed += result.failed;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${name.padEnd(9)} ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
  for (const test of result.skipped ?? []) console.log(`  skipped: ${test}`);
  if (result.failed > 0) console.log(result.output);
}
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
