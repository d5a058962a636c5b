import assert from 'node:assert/strict';
import test from 'node:test';
import { agents as sampleAgents } from '../../../src/platform/sample/agents.ts';
import { sample } from '../support.ts';
import { startAgents } from './support.ts';

const svg = { name: 'picture.svg', mimeType: 'image/svg+xml' };
const withAgents = {
  ...sample,
  agents: sampleAgents.map((it) => ({ ...it, files: { avatar: svg } })),
};

test('The sample project has agents that are running, one of them for everybody', async (t) => {
  const { server, ask } = await startAgents(t, {}, { sample: withAgents });
  const { data } = (await ask(200, 'GET', '/v1/ai-agents')) as unknown as {
    data: Record<string, unknown>[];
  };
  assert.equal(data.length, sampleAgents.length);
  for (const agent of data) {
    assert.equal(agent['status'], 'Running');
    assert.equal((await fetch(String(agent['avatar']))).status, 200);
    assert.match(String(agent['id']), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
  assert.deepEqual(
    data.map((it) => it['publicChat']),
    [true, false],
  );
  const { agentId } = server.platform.sample;
  assert.equal(data[0]?.['id'], agentId);
  await ask(200, 'DELETE', `/v1/ai-agents/${String(agentId)}`);
  await server.stop();
  const again = await startAgents(t, {}, { sample: withAgents }, server.root);
  assert.equal(again.server.platform.sample['agentId'], undefined, 'what is deleted stays so');
});
