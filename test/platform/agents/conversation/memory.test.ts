/** What agents remember, and what becomes of messages that get no answer. */
import assert from 'node:assert/strict';
import { deleteOldTurns } from '../../../../src/platform/store/agent-turns.ts';
import { deleteAgent, setAgent } from '../../../../src/platform/store/agents.ts';
import { beginJob } from '../../../../src/platform/store/jobs.ts';
import { startOllama } from '../../engines/fake-ollama.ts';
import { onBoth } from '../../store/databases.ts';
import { until } from '../../until.ts';
import { refusedWith, startConversations } from './support.ts';

onBoth('A room is remembered, and no other one', async (target, t) => {
  const { agent, say, turns } = await startConversations(await target.open(), t);
  const { id } = await agent();
  const { id: other } = await agent();
  assert.equal(await say(id, 'one', 'a'), 'Nela heard [] one');
  assert.match(String(await say(id, 'two', 'a')), /heard \[one\|Nela heard \[\] one\] two/);
  for (const [who, room] of [
    [id, 'b'],
    [id, undefined],
    [id, undefined],
    [other, 'a'],
  ] as const) {
    assert.equal(await say(who, 'one', room, 'me'), 'Nela heard [] one');
  }
  assert.deepEqual((await turns(id, 'a')).slice(0, 2), ['one', 'Nela heard [] one']);
});

onBoth('Rooms do not mix, however many talk at once', async (target, t) => {
  const { agent, say } = await startConversations(await target.open(), t);
  const agents = await Promise.all(Array.from({ length: 5 }, () => agent()));
  const rooms = Array.from({ length: 40 }, (_, index) => index);
  const idOf = (room: number) => agents[room % agents.length]?.id ?? '';
  await Promise.all(rooms.map((room) => say(idOf(room), `first ${room}`, `room ${room}`)));
  const answers = await Promise.all(
    rooms.map((room) => say(idOf(room), `second ${room}`, `room ${room}`)),
  );
  assert.deepEqual(
    answers,
    rooms.map((room) => `Nela heard [first ${room}|Nela heard [] first ${room}] second ${room}`),
  );
});

onBoth('The last 40 turns of a room are kept, and old ones forgotten', async (target, t) => {
  const { agent, say, turns, store } = await startConversations(await target.open(), t);
  const { id } = await agent();
  for (let index = 0; index < 22; index += 1) await say(id, `turn ${index}`, 'a');
  const kept = await turns(id, 'a');
  assert.equal(kept.length, 40);
  assert.equal(kept[0], 'turn 2');
  await deleteOldTurns(store, Date.now() + 1_000);
  assert.deepEqual(await turns(id, 'a'), []);
});

onBoth('Nothing is kept where the agent was stopped or deleted meanwhile', async (target, t) => {
  const ollama = await startOllama({
    chat: async (_, response) => {
      await change();
      response.end('{"message":{"content":"Hello"},"done":true}\n');
    },
  });
  t.after(ollama.close);
  const env = { OLLAMA_HOST: ollama.host };
  const { agent, say, turns, store } = await startConversations(await target.open(), t, {
    env,
    engines: {},
  });
  const { id } = await agent({ file: { modelProvider: 'ollama' } });
  let change = (): Promise<unknown> => setAgent(store, id, { status: 'Stopped' });
  await assert.rejects(say(id, 'Hi', 'a'), refusedWith(503, 'unavailable'));
  await setAgent(store, id, { status: 'Running' });
  assert.deepEqual(await turns(id, 'a'), []);
  change = () => deleteAgent(store, id);
  await assert.rejects(say(id, 'Hi', 'a'), refusedWith(404));
});

onBoth('The job of a message does not say what was said, and ends with it', async (target, t) => {
  const { agent, say, jobRows, log } = await startConversations(await target.open(), t);
  const { id } = await agent();
  await say(id, 'a secret', 'a');
  await assert.rejects(say(id, 'throw', 'a'));
  const rows = await jobRows();
  assert.deepEqual(rows.map(({ status }) => status).toSorted(), ['done', 'failed']);
  assert.doesNotMatch(JSON.stringify(rows), /a secret/);
  assert.doesNotMatch((await log(id)).join(), /a secret/);
  assert.match((await log(id)).join(), /8 characters answered with 22 in/);
});

onBoth('A message whose process has died has failed', async (target, t) => {
  const { store, jobRows } = await startConversations(await target.open(), t);
  await beginJob(store, { kind: 'agent.message', document: {} }, 1);
  const [row] = await until(async () => {
    const rows = await jobRows();
    return rows[0]?.status === 'failed' ? rows : undefined;
  });
  assert.match(row?.document ?? '', /process that was doing it ended/);
});

onBoth('An agent whose engine is broken fails after five messages', async (target, t) => {
  const { agent, say, found, log, pending } = await startConversations(await target.open(), t);
  const { id } = await agent();
  for (let count = 1; count <= 5; count += 1) {
    await assert.rejects(say(id, 'throw', 'a'), refusedWith(500));
    await Promise.all(pending);
    assert.equal((await found(id)).failures, count);
  }
  assert.equal((await found(id)).status, 'Failed');
  assert.match((await log(id)).join('\n'), /This engine has a fault/);
  await assert.rejects(say(id, 'hello', 'a'), refusedWith(503, 'unavailable'));
});

onBoth('An answer in between starts the count anew', async (target, t) => {
  const { agent, say, found, pending } = await startConversations(await target.open(), t);
  const { id } = await agent();
  await assert.rejects(say(id, 'throw'));
  await Promise.all(pending);
  await say(id, 'hello');
  assert.equal((await found(id)).failures, 0);
});
