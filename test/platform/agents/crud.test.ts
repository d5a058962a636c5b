import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { writeLog } from '../../../src/platform/store/agent-logs.ts';
import { deleteExpired } from '../../../src/platform/store/expired.ts';
import { putProject } from '../../../src/platform/store/projects.ts';
import type { Answer } from '../support.ts';
import { small, startAgents, type Line, type Page, type TestAgents } from './support.ts';

const pageAt = async ({ ask, server }: TestAgents, url: string): Promise<Page<Answer>> => {
  assert.ok(url.startsWith(`${server.origin}/api/`), url);
  return (await ask(200, 'GET', url.slice(`${server.origin}/api`.length))) as never;
};

test('A list comes in pages, forwards and back, in the order of creation', async (t) => {
  const agents = await startAgents(t);
  const { create, ask, server } = agents;
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.push(await create());
  const first = `${server.origin}/api/v1/ai-agents?size=3&projectId=${server.platform.fleek.project}`;
  const idsOf = ({ data }: Page<Answer>) => data.map(({ id }) => id);

  const one = await pageAt(agents, first);
  assert.equal(one.prev_page, null);
  const two = await pageAt(agents, one.next_page ?? '');
  const three = await pageAt(agents, two.next_page ?? '');
  assert.equal(three.next_page, null);
  assert.deepEqual([one, two, three].flatMap(idsOf), ids);
  const back = await pageAt(agents, three.prev_page ?? '');
  assert.deepEqual(idsOf(back), idsOf(two));
  const start = await pageAt(agents, back.prev_page ?? '');
  assert.deepEqual(idsOf(start), idsOf(one));
  assert.equal(start.prev_page, null);

  await ask(200, 'DELETE', `/v1/ai-agents/${ids[2] ?? ''}`);
  assert.deepEqual(idsOf(await pageAt(agents, one.next_page ?? '')), idsOf(two), 'nothing shifts');
});

test('A page has 25 agents, unless it is asked for 1 to 100', async (t) => {
  const { create, ask } = await startAgents(t);
  await Promise.all(Array.from({ length: 26 }, () => create()));
  const sizeOf = async (query: string) => {
    const { data, next_page }: Page<unknown> = (await ask(
      200,
      'GET',
      `/v1/ai-agents${query}`,
    )) as never;
    return [data.length, next_page !== null];
  };
  assert.deepEqual(await sizeOf(''), [25, true]);
  assert.deepEqual(await sizeOf('?size=1'), [1, true]);
  assert.deepEqual(await sizeOf('?size=100'), [26, false]);
  for (const query of ['size=0', 'size=101', 'size=x', 'size=1.5', 'cursor=', 'cursor=nonsense']) {
    await ask(400, 'GET', `/v1/ai-agents?${query}`);
  }
  const elsewhere = Buffer.from('["next",{},7]').toString('base64url');
  await ask(400, 'GET', `/v1/ai-agents?cursor=${elsewhere}`);
});

test('Agents have numbers of their own within a project', async (t) => {
  const { create, get } = await startAgents(t);
  const made = await Promise.all([create(), create(), create()]);
  const agents = await Promise.all(made.map(get));
  assert.deepEqual(agents.map((it) => it['slotNumber']).sort(), [1, 2, 3]);
});

test('What is sent comes back as it was, and what is not stays', async (t) => {
  const { create, ask, path, get, server } = await startAgents(t);
  const formatted = JSON.stringify(small, null, 4);
  const id = await create(formatted, {
    avatar: 'dGVzdGltYWdlZGF0YQ==',
    frameworkVersion: 'v0.25.9',
    tee: true,
  });
  const before = await get(id);
  assert.equal(before['characterFile'], formatted);
  assert.equal(before['avatar'], 'dGVzdGltYWdlZGF0YQ==');
  assert.equal(before['frameworkVersion'], 'v0.25.9');
  assert.equal(before['name'], 'Ada');
  assert.equal(before['host'], null);
  assert.equal(before['deletedAt'], null);
  assert.equal(before['publicChat'], false);
  const named = { name: 'Countess', projectId: server.platform.fleek.project };
  const after = await ask(200, 'PUT', path(id), named);
  assert.deepEqual(after, { ...before, name: 'Countess', updatedAt: after['updatedAt'] });
  assert.deepEqual(await get(id), after);
  await ask(403, 'PUT', path(id), { projectId: 'elsewhere' });
  const odd = 'Ada \u0000 \ud800 \u{1f9ee}';
  const renamed = await ask(200, 'PUT', path(id), { name: odd });
  assert.equal(renamed['name'], odd);
});

test('An agent’s host is an https address, or none', async (t) => {
  const { create, ask, path, get } = await startAgents(t);
  const id = await create();
  const host = 'https://eliza.example:3000';
  assert.equal((await ask(200, 'PUT', path(id), { host }))['host'], host);
  for (const wrong of ['http://eliza.example', 'eliza.example', 'https://a:b@eliza.example']) {
    await ask(400, 'PUT', path(id), { host: wrong });
    await ask(400, 'POST', '/v2/ai-agents', { config: '{}', host: wrong });
  }
  assert.equal((await get(id))['host'], host);
  assert.equal((await ask(200, 'PUT', path(id), { host: null }))['host'], null);
});

test('Unknown, malformed, deleted and other projects’ agents are all not there', async (t) => {
  const { server, create, ask, path } = await startAgents(t);
  const other = await server.otherWorkspace();
  const project = { id: 'other', name: 'Other', workspace: other.id, key: 'fleek_other' };
  await putProject(server.store, project);
  const foreign = { 'x-api-key': project.key };
  const mine = await create();
  const deleted = await create();
  await ask(200, 'DELETE', path(deleted));

  const requests: [string, string, object?][] = [
    ['GET', ''],
    ['PUT', '', { name: 'Mine' }],
    ['DELETE', ''],
    ['POST', '/publish'],
    ['POST', '/start'],
    ['POST', '/stop'],
    ['GET', '/logs'],
    ['GET', '/status'],
    ['GET', '/public'],
  ];
  for (const [method, action, body] of requests) {
    for (const id of [deleted, randomUUID(), 'nonsense', '%00', '..%2f']) {
      const refused = await ask(404, method, path(id, action), body);
      assert.equal(refused['code'], 'not_found');
    }
    await ask(404, method, path(mine, action), body, foreign);
  }
  const { data } = (await ask(200, 'GET', '/v1/ai-agents', undefined, foreign)) as never;
  assert.deepEqual(data, []);
  await ask(403, 'GET', `/v1/ai-agents?projectId=${project.id}`);
});

test('Logs come newest page first, oldest line first within it', async (t) => {
  let now = Date.parse('2030-01-01T00:00:00.500Z');
  const agents = await startAgents(t, {}, { now: () => now });
  const { server, create, logs, ask } = agents;
  const id = await create();
  for (let line = 1; line <= 7; line += 1) {
    await writeLog(server.store, id, line % 8, `Line ${String(line)}`);
    if (line % 2 === 0) now += 1000;
  }
  const lines = ({ data }: Page<Line>) => data.map(({ message }) => message.slice(5)).join(' ');
  const newest = await logs(id, '?size=3');
  assert.equal(lines(newest), '5 6 7');
  assert.deepEqual(newest.data[0], {
    id: newest.data[0]?.id,
    timestamp: Date.parse('2030-01-01T00:00:02Z') / 1000,
    message: 'Line 5',
    priority: 5,
  });
  assert.equal(newest.prev_page, null);
  const older = (await pageAt(agents, newest.next_page ?? '')) as unknown as Page<Line>;
  assert.equal(lines(older), '2 3 4');
  const oldest = (await pageAt(agents, older.next_page ?? '')) as unknown as Page<Line>;
  assert.equal(lines(oldest), '1');
  assert.equal(oldest.next_page, null);
  const newer = (await pageAt(agents, oldest.prev_page ?? '')) as unknown as Page<Line>;
  assert.equal(lines(newer), '2 3 4');
  await ask(400, 'GET', `/v1/ai-agents/${id}/logs?cursor=nonsense`);
});

test('A log that never ends is cut, line by line and at its beginning', async (t) => {
  const { server, create, logs } = await startAgents(t);
  const { store } = server;
  const id = await create();
  await writeLog(store, id, 6, `\u0000${'x'.repeat(5_000)}`);
  const [line] = (await logs(id)).data;
  assert.equal(line?.message, `${'x'.repeat(1_999)}…`);
  const time = new Date().toISOString();
  const row = { agent: id, created_at: time, priority: 6 };
  const rows = Array.from({ length: 1_999 }, (_, index) => ({
    ...row,
    id: `ff${String(index).padStart(6, '0')}`,
    message: String(index),
  }));
  for (let from = 0; from < rows.length; from += 500) {
    await store.db
      .insertInto('agent_logs')
      .values(rows.slice(from, from + 500))
      .execute();
  }
  await writeLog(store, id, 6, 'One more.');
  const { count } = await store.db
    .selectFrom('agent_logs')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('agent', '=', id)
    .executeTakeFirstOrThrow();
  assert.equal(Number(count), 2_000);
  await writeLog(store, randomUUID(), 6, 'Of nobody.');
});

test('What has grown old of logs and conversations is forgotten', async (t) => {
  let now = Date.parse('2030-01-01T00:00:00.000Z');
  const { server, create, logs } = await startAgents(t, {}, { now: () => now });
  const { store } = server;
  const agent = await create();
  const turn = { agent, room: 'room', user_id: 'user', role: 'user', text: 'Hello' } as const;
  for (const id of ['1', '2']) {
    await writeLog(store, agent, 6, `Line ${id}`);
    const created_at = new Date(now).toISOString();
    await store.db
      .insertInto('agent_turns')
      .values({ ...turn, id, created_at })
      .execute();
    now += 86_400_000;
  }
  await deleteExpired(store, now - 86_400_000);
  assert.deepEqual(
    (await logs(agent)).data.map(({ message }) => message),
    ['Line 2'],
  );
  const turns = await store.db.selectFrom('agent_turns').select('id').execute();
  assert.deepEqual(
    turns.map(({ id }) => id),
    ['2'],
  );
});
