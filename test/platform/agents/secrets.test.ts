/** What nobody gets to see who has not written it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { secretsOf } from '../../../src/platform/agents/secrets.ts';
import { writeLog } from '../../../src/platform/store/agent-logs.ts';
import { findAgent } from '../../../src/platform/store/agents.ts';
import { small, startAgents } from './support.ts';

const file = {
  ...small,
  settings: {
    secrets: { OPENAI_API_KEY: 'sk-one-of-a-kind', EMPTY: '', PORT: 4711 },
    model: 'small',
    maxTokens: '4096',
    voice: { elevenlabs: { voiceId: 'v', apiKey: 'eleven-secret' } },
    TWITTER_PASSWORD: 'correct horse',
    SOLANA_PUBLIC_KEY: 'known to all',
  },
  secrets: { BOT_TOKEN: 'bot-secret' },
};

const values = ['sk-one-of-a-kind', 'eleven-secret', 'correct horse', 'bot-secret'];

const masked = {
  ...small,
  settings: {
    secrets: { OPENAI_API_KEY: '********', EMPTY: '', PORT: '********' },
    model: 'small',
    maxTokens: '4096',
    voice: { elevenlabs: { voiceId: 'v', apiKey: '********' } },
    TWITTER_PASSWORD: '********',
    SOLANA_PUBLIC_KEY: 'known to all',
  },
  secrets: { BOT_TOKEN: '********' },
};

const known = {
  OPENAI_API_KEY: 'sk-one-of-a-kind',
  PORT: '4711',
  apiKey: 'eleven-secret',
  TWITTER_PASSWORD: 'correct horse',
  BOT_TOKEN: 'bot-secret',
};

test('Secrets are in no answer, no log, no event and no table', async (t) => {
  const { server, ask, path, running, logs } = await startAgents(t);
  const id = await running(file);
  await writeLog(server.store, id, 6, `Asked with sk-one-of-a-kind, as ${values.join(' ')}.`);
  await ask(200, 'POST', path(id, '/stop'));
  const answers = [
    await ask(200, 'GET', path(id)),
    await ask(200, 'GET', '/v1/ai-agents'),
    await ask(200, 'PUT', path(id), { name: 'Other' }),
    await ask(200, 'POST', path(id, '/start')),
    await ask(200, 'GET', path(id, '/public')),
    await ask(409, 'POST', path(id, '/publish')),
    await ask(400, 'PUT', path(id), { config: JSON.stringify({ ...file, bio: 7 }) }),
    await logs(id),
    server.events,
    await server.store.db.selectFrom('agents').selectAll().execute(),
    await server.store.db.selectFrom('agent_logs').selectAll().execute(),
  ];
  const everything = JSON.stringify(answers);
  for (const value of values) assert.equal(everything.includes(value), false, value);
  const { characterFile } = await ask(200, 'GET', path(id));
  assert.deepEqual(JSON.parse(String(characterFile)), masked);
});

test('The engine has them, and they outlive a masked file, a new place and a restart', async (t) => {
  const { server, ask, path, create, get } = await startAgents(t);
  const id = await create(file);
  const secrets = async (store = server.store) => {
    const agent = await findAgent(store, id);
    assert.ok(agent);
    return secretsOf(store, agent);
  };
  assert.deepEqual(await secrets(), known);
  const { characterFile } = await get(id);
  await ask(200, 'PUT', path(id), { characterFile });
  assert.deepEqual(await secrets(), known);

  const moved = { ...small, secrets: { OPENAI_API_KEY: '********', BOT_TOKEN: 'other' } };
  await ask(200, 'PUT', path(id), { config: JSON.stringify(moved) });
  const after = { OPENAI_API_KEY: 'sk-one-of-a-kind', BOT_TOKEN: 'other' };
  assert.deepEqual(await secrets(), after);
  await server.stop();
  const again = await startAgents(t, {}, {}, server.root);
  assert.deepEqual(await secrets(again.server.store), after);

  await again.ask(200, 'PUT', path(id), { config: JSON.stringify(small) });
  assert.deepEqual(await secrets(again.server.store), {});
});

test('A mask that hides nothing is no secret', async (t) => {
  const { server, create } = await startAgents(t);
  const agent = await findAgent(server.store, await create(masked));
  assert.ok(agent);
  assert.deepEqual(secretsOf(server.store, agent), {});
});

test('Who moves them to another agent’s row learns nothing', async (t) => {
  const { server, create } = await startAgents(t);
  const [one, other] = [await create(file), await create(small)];
  const { db } = server.store;
  const { secrets } = await db
    .selectFrom('agents')
    .select('secrets')
    .where('id', '=', one)
    .executeTakeFirstOrThrow();
  await db.updateTable('agents').set({ secrets }).where('id', '=', other).execute();
  const agent = await findAgent(server.store, other);
  assert.ok(agent);
  assert.throws(() => secretsOf(server.store, agent), /cannot be opened/);
});

test('With another FAE_SECRET an agent says in its log why it does not start, and takes new ones', async (t) => {
  const first = await startAgents(t, { env: { FAE_SECRET: 'the first of two secrets' } });
  const id = await first.running(file);
  await first.ask(200, 'POST', first.path(id, '/stop'));
  await first.server.stop();
  const env = { FAE_SECRET: 'the second of two secrets' };
  const { ask, path, reaches, messages, server } = await startAgents(
    t,
    { env },
    {},
    first.server.root,
  );
  await ask(200, 'POST', path(id, '/start'));
  await reaches(id, 'Failed');
  assert.match((await messages(id)).at(-1) ?? '', /FAE_SECRET is not the one/);
  await ask(200, 'PUT', path(id), { config: JSON.stringify(file) });
  await ask(200, 'POST', path(id, '/start'));
  await reaches(id, 'Running');
  const agent = await findAgent(server.store, id);
  assert.ok(agent);
  assert.deepEqual(secretsOf(server.store, agent), known);
});
