/** What `npm start` runs in a clone. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCommand, temporaryFolder } from '../support/command.ts';

const script = fileURLToPath(new URL('../../scripts/start.js', import.meta.url));

test('npm start serves the demo until it is told to stop', async () => {
  await using data = await temporaryFolder();
  const server = await startCommand(['--port', '0', '--data', data.path], { script });
  const page = await fetch(server.url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<fae-checkout/);
  assert.equal(await server.stop(), 0);
});
