/** What an agent goes through between its draft and its end. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { clearFailures, countFailure } from '../../../src/platform/agents/lifecycle.ts';
import type { JobHandler } from '../../../src/platform/jobs/job.ts';
import { findAgent } from '../../../src/platform/store/agents.ts';
import { until } from '../until.ts';
import { small, startAgents } from './support.ts';

/** Agents of which none comes further than its job, until it is let go. */
const startHeld = async (t: TestContext) => {
  const held = Promise.withResolvers<undefined>();
  t.after(() => {
    held.resolve(undefined);
  });
  const job: JobHandler = { run: () => held.promise };
  return startAgents(t, {}, { jobs: { 'agent.start': job } });
};

const statuses = (responses: readonly Response[]): number[] =>
  responses.map(({ status }) => status).sort();

test('A draft is published, and answers soon', async (t) => {
  const { server, ask, path, create, reaches, get } = await startAgents(t);
  const id = await create(small, { name: 'Countess', avatar: 'avatar_3' });
  const draft = await get(id);
  assert.equal(draft['status'], 'Draft');
  assert.deepEqual(await ask(200, 'GET', path(id, '/status')), { status: 'false' });
  const published = await ask(200, 'POST', path(id, '/publish'));
  assert.equal(published['status'], 'Created');
  assert.equal('character_file' in published, false);
  await reaches(id, 'Running');
  assert.deepEqual(await ask(200, 'GET', path(id, '/status')), { status: 'true' });
  const running = await get(id);
  assert.deepEqual(
    { ...running },
    {
      ...draft,
      status: 'Running',
      updatedAt: running['updatedAt'],
    },
  );
  assert.equal(running['projectId'], server.platform.fleek.project);
  assert.equal(running['character_file'], running['characterFile']);
  assert.match(String(running['publicToken']), /^agt_[\w-]{43}$/);
});

test('A draft can be neither started nor stopped, nor attested', async (t) => {
  const { ask, path, create, get } = await startAgents(t);
  const id = await create('{}');
  for (const [method, action] of [
    ['POST', '/start'],
    ['POST', '/stop'],
    ['GET', '/attestation'],
  ] as const) {
    const refused = await ask(409, method, path(id, action));
    assert.equal(refused['code'], 'conflict');
  }
  assert.equal((await get(id))['status'], 'Draft');
});

test('What is published twice, at once or one after the other, is published once', async (t) => {
  const { server, ask, path, create, reaches, messages } = await startAgents(t);
  const id = await create();
  const headers = { 'x-api-key': server.platform.fleek.key };
  const publish = () => server.call('POST', `/api${path(id, '/publish')}`, undefined, headers);
  assert.deepEqual(statuses(await Promise.all([publish(), publish(), publish()])), [200, 409, 409]);
  await reaches(id, 'Running');
  await ask(409, 'POST', path(id, '/publish'));
  assert.deepEqual(
    (await messages(id)).filter((it) => it.startsWith('Running')),
    ['Running as Ada, version 1.'],
  );
});

test('Start and stop say what the agent is, also where nothing changes', async (t) => {
  const { ask, path, running, reaches } = await startAgents(t);
  const id = await running();
  assert.equal((await ask(200, 'POST', path(id, '/start')))['status'], 'Running');
  assert.equal((await ask(200, 'POST', path(id, '/stop')))['status'], 'Stopped');
  assert.deepEqual(await ask(200, 'GET', path(id, '/status')), { status: 'false' });
  assert.equal((await ask(200, 'POST', path(id, '/stop')))['status'], 'Stopped');
  assert.equal((await ask(200, 'POST', path(id, '/start')))['status'], 'Pending');
  await reaches(id, 'Running');
});

test('An agent that is about to start is started once, and can be stopped and deleted', async (t) => {
  const { server, ask, path, create, get } = await startHeld(t);
  const id = await create();
  await ask(200, 'POST', path(id, '/publish'));
  assert.equal((await ask(200, 'POST', path(id, '/start')))['status'], 'Created');
  const jobs = () =>
    server.store.db
      .selectFrom('jobs')
      .select('status')
      .where('kind', '=', 'agent.start')
      .where('status', 'in', ['queued', 'running'])
      .execute();
  assert.equal((await jobs()).length, 1);
  await ask(200, 'POST', path(id, '/stop'));
  assert.equal((await jobs()).length, 0);
  assert.equal((await ask(200, 'POST', path(id, '/start')))['status'], 'Pending');
  assert.equal((await get(id))['status'], 'Pending');
  assert.deepEqual(await ask(200, 'DELETE', path(id)), {
    id,
    message: 'AI Agent deleted successfully',
  });
  assert.equal((await jobs()).length, 0);
  await ask(404, 'GET', path(id));
});

test('A running agent is deleted with all that it has logged', async (t) => {
  const { server, ask, path, running } = await startAgents(t);
  const id = await running();
  await ask(200, 'DELETE', path(id));
  for (const action of ['', '/logs', '/status', '/attestation', '/public']) {
    assert.equal((await ask(404, 'GET', path(id, action)))['code'], 'not_found');
  }
  await ask(404, 'DELETE', path(id));
  const lines = await server.store.db.selectFrom('agent_logs').select('id').execute();
  assert.deepEqual(lines, []);
});

test('A running agent goes on with its new character, under a new version', async (t) => {
  const { ask, path, running, reaches, messages, server } = await startAgents(t);
  const id = await running();
  const characterFile = JSON.stringify({ ...small, name: 'Grace' });
  const changed = await ask(200, 'PUT', path(id), { characterFile });
  assert.equal(changed['status'], 'Pending');
  assert.equal(changed['characterFile'], characterFile);
  assert.equal(changed['character_file'], characterFile);
  await reaches(id, 'Running');
  assert.equal((await findAgent(server.store, id))?.version, 2);
  assert.ok((await messages(id)).includes('Running as Grace, version 2.'));
});

test('A running agent goes on undisturbed where its character stays', async (t) => {
  const { ask, path, running, get, server } = await startAgents(t);
  const id = await running();
  const { characterFile } = await get(id);
  const body = { name: 'Other', avatar: null, publicChat: true, config: characterFile };
  const changed = await ask(200, 'PUT', path(id), body);
  assert.equal(changed['status'], 'Running');
  assert.equal(changed['name'], 'Other');
  assert.equal(changed['publicChat'], true);
  assert.equal((await findAgent(server.store, id))?.version, 1);
});

test('An incomplete character stops nobody: it is refused, and what runs stays', async (t) => {
  const { ask, path, running, get } = await startAgents(t);
  const id = await running();
  const before = await get(id);
  const refused = await ask(400, 'PUT', path(id), { config: '{"name":7}' });
  assert.deepEqual(refused['problems'], ['name: must be text', 'bio: is required']);
  assert.deepEqual(await get(id), before);
});

test('Changes that come at once leave one agent that runs with one of them', async (t) => {
  const { ask, path, running, reaches, get, messages } = await startAgents(t);
  const id = await running();
  const names = ['One', 'Two', 'Three', 'Four'];
  await Promise.all(
    names.map((name) => ask(200, 'PUT', path(id), { config: JSON.stringify({ ...small, name }) })),
  );
  await reaches(id, 'Running');
  const { name } = JSON.parse(String((await get(id))['characterFile'])) as { name: string };
  assert.ok(names.includes(name));
  await until(async () => {
    const starts = (await messages(id)).filter((it) => it.startsWith('Running'));
    return starts.at(-1) === `Running as ${name}, version 5.`;
  });
});

test('Five failures in a row end an agent, with the reason in its log; it can be started again', async (t) => {
  const { server, ask, path, running, get, reaches, logs } = await startAgents(t);
  const { store } = server;
  const id = await running();
  for (let failure = 1; failure <= 4; failure += 1)
    await countFailure(store, id, 'No memory left.');
  await clearFailures(store, id);
  for (let failure = 1; failure <= 4; failure += 1)
    await countFailure(store, id, 'No memory left.');
  assert.equal((await get(id))['status'], 'Running');
  await countFailure(store, id, 'No memory left.');
  assert.equal((await get(id))['status'], 'Failed');
  assert.deepEqual(await ask(200, 'GET', path(id, '/status')), { status: 'false' });
  const last = (await logs(id)).data.at(-1);
  assert.equal(last?.message, 'Failed 5 times in a row; stopped. No memory left.');
  assert.equal(last.priority, 2);
  await ask(200, 'POST', path(id, '/start'));
  await reaches(id, 'Running');
  await countFailure(store, id, 'Once more.');
  assert.equal((await get(id))['status'], 'Running');
  await countFailure(store, '0'.repeat(36), 'Nobody’s.');
});

test('The first version’s create publishes at once, or keeps nothing', async (t) => {
  const { server, ask, reaches } = await startAgents(t);
  const made = await ask(201, 'POST', '/v1/ai-agents', { config: JSON.stringify(small) });
  assert.equal(made['status'], 'Created');
  assert.equal(made['name'], 'Ada');
  await reaches(made.id, 'Running');
  const refused = await ask(400, 'POST', '/v1/ai-agents', { config: '{"name":"x"}' });
  assert.deepEqual(refused['problems'], ['bio: is required']);
  assert.equal(refused['error'], 'bio: is required');
  const rows = await server.store.db.selectFrom('agents').select('id').execute();
  assert.deepEqual(
    rows.map(({ id }) => id),
    [made.id],
  );
});

test('Agents survive a restart as they were', async (t) => {
  const { server, running, ask, path } = await startAgents(t);
  const [up, down] = [await running(), await running()];
  await ask(200, 'POST', path(down, '/stop'));
  await server.stop();
  const again = await startAgents(t, {}, {}, server.root);
  assert.equal((await again.get(up))['status'], 'Running');
  assert.equal((await again.get(down))['status'], 'Stopped');
  assert.ok((await again.messages(up)).length > 0);
});

test('Without a free seat nothing is published, and nothing is lost', async (t) => {
  const { server, ask, path, create, get } = await startAgents(t, {
    env: { FLEEK_BILLING: 'enforce' },
  });
  const id = await create();
  const refused = await ask(402, 'POST', path(id, '/publish'));
  assert.equal(refused['code'], 'payment_required');
  await ask(402, 'POST', '/v1/ai-agents', { config: JSON.stringify(small) });
  assert.equal((await get(id))['status'], 'Draft');
  const rows = await server.store.db.selectFrom('agents').select('id').execute();
  assert.equal(rows.length, 1);
});

test('One seat is taken once, by whichever comes first, and is free again after a delete', async (t) => {
  const { server, ask, path, create } = await startAgents(t, { env: { FLEEK_BILLING: 'enforce' } });
  const [plan] = await ask(200, 'GET', '/v1/plans');
  await ask(201, 'POST', '/v1/subscriptions', { product: { id: plan?.id, quantity: 1 } });
  const drafts = await Promise.all([create(), create(), create()]);
  const headers = { 'x-api-key': server.platform.fleek.key };
  const publish = (id: string) =>
    server.call('POST', `/api${path(id, '/publish')}`, undefined, headers);
  const answers = await Promise.all(drafts.map(publish));
  assert.deepEqual(statuses(answers), [200, 402, 402]);
  const taken = drafts[answers.findIndex(({ status }) => status === 200)] ?? '';
  await ask(200, 'DELETE', path(taken));
  const [left = ''] = drafts.filter((id) => id !== taken);
  await ask(200, 'POST', path(left, '/publish'));
});
