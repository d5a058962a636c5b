/** Who speaks for an agent: a model, its owner's server, or nobody. */
import assert from 'node:assert/strict';
import { elizaId } from '../../../../src/platform/agents/conversation/eliza-ids.ts';
import { startOllama } from '../../engines/fake-ollama.ts';
import { startOpenAi } from '../../engines/fake-openai.ts';
import { until } from '../../until.ts';
import { json, startV0, v0Message } from './fake-eliza.ts';
import { onSqlite, refusedWith, startConversations, within } from './support.ts';

onSqlite('An engine that never answers is given up at the deadline', async (store, t) => {
  const { agent, say, log } = await startConversations(store, t, { deadline: 300 });
  const { id } = await agent();
  await assert.rejects(say(id, 'hang'), refusedWith(503, 'timeout'));
  await until(async () => (await log(id)).some((line) => line.includes('No answer came within')));
});

onSqlite('An agent speaks through the provider that it names', async (store, t) => {
  const ollama = await startOllama();
  const openAi = await startOpenAi({ key: 'sk-own' });
  t.after(() => Promise.all([ollama.close(), openAi.close()]));
  const env = { OLLAMA_HOST: ollama.host, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
  const { agent, say, log } = await startConversations(store, t, { env, engines: {} });

  const local = await agent({ file: { modelProvider: 'ollama', settings: { model: 'small' } } });
  assert.equal(await say(local.id, 'Hi', 'a'), 'Hello there.');
  assert.equal(ollama.chats[0]?.model, 'small');
  const [system] = ollama.chats[0].messages;
  assert.match(system?.content ?? '', /You are Nela.*Skerry Point.*Short sentences/s);

  const own = await agent({
    file: { modelEndpointOverride: openAi.baseUrl },
    secrets: { OPENAI_API_KEY: 'sk-own' },
  });
  assert.equal(await say(own.id, 'Hi', 'a'), 'Hello there.');
  assert.ok(openAi.asked.every(({ authorization }) => authorization === 'Bearer sk-own'));

  const wrong = await agent({
    file: { modelEndpointOverride: openAi.baseUrl },
    secrets: { OPENAI_API_KEY: 'sk-wrong' },
  });
  await assert.rejects(say(wrong.id, 'Hi', 'a'), refusedWith(503, 'not_configured'));
  assert.doesNotMatch((await log(wrong.id)).join(), /sk-wrong/);

  const down = await agent();
  await assert.rejects(say(down.id, 'Hi', 'a'), refusedWith(503, 'unavailable'));
});

onSqlite('An agent’s own endpoint must not be on a private network', async (store, t) => {
  const openAi = await startOpenAi();
  t.after(openAi.close);
  const settings = { env: {}, standIns: true, allowPrivateHosts: false };
  const { agent, say } = await startConversations(store, t, { settings, engines: {} });
  const { id } = await agent({ file: { modelEndpointOverride: openAi.baseUrl } });
  await assert.rejects(say(id, 'Hi', 'a'), refusedWith(502, 'bad_upstream'));
  assert.equal(openAi.asked.length, 0);
});

onSqlite('Without an engine the scripted responder answers, and says so', async (store, t) => {
  const { agent, say } = await startConversations(store, t, { engines: {} });
  const { id } = await agent();
  assert.match(String(await say(id, 'Who are you?', 'a')), /I am \*\*Nela\*\*/);
  assert.match(String(await say(id, 'Are you a bot?', 'a')), /scripted responder/);
});

onSqlite('Without stand-ins it refuses', async (store, t) => {
  const settings = { env: {}, standIns: false, allowPrivateHosts: true };
  const { agent, say } = await startConversations(store, t, { settings });
  const { id } = await agent();
  await assert.rejects(say(id, 'Hi', 'a'), refusedWith(503, 'not_configured'));
});

onSqlite('A server of its owner’s answers in place of the platform', async (store, t) => {
  const { agent, say, turns, conversations, found } = await startConversations(store, t);
  const eliza = await startV0(t);
  const { id } = await agent({ host: eliza.host });
  assert.equal(await say(id, 'Hi', 'a'), `Hi in ${elizaId('a')}`);
  assert.deepEqual(await turns(id, 'a'), []);
  const [peer] = await conversations.peers(await found(id), within());
  assert.equal(peer?.name, 'Eliza');
  const withoutRooms = await Promise.all([say(id, 'Hi'), say(id, 'Hi')]);
  assert.notEqual(withoutRooms[0], withoutRooms[1]);
});

onSqlite('A server that hangs is given up at the deadline', async (store, t) => {
  const { agent, say } = await startConversations(store, t, { deadline: 200 });
  const eliza = await startV0(t, { [v0Message]: () => undefined });
  const { id } = await agent({ host: eliza.host });
  await assert.rejects(say(id, 'Hi', 'a'), refusedWith(504, 'upstream_timeout'));
  eliza.answers(v0Message, json([{ text: 'Back' }]));
  assert.equal(await say(id, 'Hi', 'a'), 'Back');
});
