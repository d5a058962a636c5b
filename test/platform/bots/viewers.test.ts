/** What of a bot is shown to somebody who may only look on. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { somebody, startForPeople } from '../people.ts';

const secret = 'a-secret-of-the-owner';

test('A viewer sees neither the secrets of a bot nor the address of its webhook', async (t) => {
  const server = await startForPeople();
  t.after(server.close);
  const { workspace } = server.platform;
  const viewer = await (await somebody(server, 'viewer', { [workspace]: 'viewer' })).sit();
  const editor = await (await somebody(server, 'editor', { [workspace]: 'editor' })).sit();
  const headers = { Authorization: `Bearer ${secret}` };
  const made = await server.json(201, 'POST', '/api/bots', {
    name: 'Reports',
    nodes: [
      { id: 'start', type: 'trigger', data: { on: 'webhook' } },
      { id: 'send', type: 'httpRequest', data: { url: `https://a.example/?k=${secret}`, headers } },
    ],
    edges: [{ source: 'start', target: 'send' }],
  });
  const path = `/api/bots/${made.id}`;

  const whole = await editor.json(200, 'GET', path);
  assert.equal(whole['webhookUrl'], made['webhookUrl']);
  assert.ok(JSON.stringify(whole).includes(secret));

  assert.equal((await viewer.json(403, 'GET', path))['code'], 'forbidden');
  const shown = [
    await viewer.json(200, 'GET', '/api/bots'),
    await viewer.json(200, 'GET', `${path}/logs`),
  ];
  assert.equal(JSON.stringify(shown).includes(secret), false);
  assert.equal(JSON.stringify(shown).includes(String(made['webhookUrl'])), false);
  assert.equal(shown[0]?.[0]?.['name'], 'Reports');
});
