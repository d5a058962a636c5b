/** Who gets to which agents, and with what. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { namedOperations } from '../../../src/api/operations.ts';
import { insertApiToken } from '../../../src/platform/store/api-tokens.ts';
import { insertProject } from '../../../src/platform/store/projects.ts';
import { somebody } from '../people.ts';
import { small, startAgents, type TestAgents } from './support.ts';

const day = 86_400_000;

/** Somebody in the sample workspace, at a desk. */
const at = async ({ server }: TestAgents, role: 'owner' | 'editor' | 'viewer') =>
  (await somebody(server, role, { [server.platform.workspace]: role })).sit();

test('The token of an agent opens what visitors do with it, while everybody may', async (t) => {
  const agents = await startAgents(t);
  const { server, running, ask, path, get } = agents;
  const id = await running();
  const token = String((await get(id))['publicToken']);
  const visit = (status: number, method: string, action: string, body?: object, given = token) =>
    server.json(status, method, `/api${path(id, action)}`, body, {
      'x-api-key': '',
      'x-agent-token': given,
    });

  assert.equal((await visit(403, 'GET', '/status'))['code'], 'forbidden');
  await ask(200, 'PUT', path(id), { publicChat: true });
  assert.deepEqual(await visit(200, 'GET', '/status'), { status: 'true' });
  await visit(200, 'GET', '/public');
  await visit(200, 'GET', '/api/agents');
  await visit(403, 'GET', '/status', undefined, `${token.slice(0, -1)}_`);
  await visit(403, 'GET', '/status', undefined, 'agt_');
  const { publicToken } = await ask(200, 'PUT', path(await running()), { publicChat: true });
  await visit(403, 'GET', '/status', undefined, String(publicToken));
  await visit(401, 'GET', '/status', undefined, '');
  await ask(200, 'PUT', path(id), { publicChat: false });
  await visit(403, 'GET', '/status');
  const elsewhere = { 'x-api-key': '', 'x-agent-token': token };
  await server.json(404, 'GET', '/api/v1/ai-agents/nonsense/status', undefined, elsewhere);
});

test('The token of an agent opens nothing else', async (t) => {
  const { server, running, ask, path, get } = await startAgents(t);
  const id = await running(small, { publicChat: true });
  const before = await get(id);
  const others = namedOperations.filter(({ auth }) => auth !== 'agent' && auth !== 'none');
  for (const { method, path: template } of others) {
    const filled = template.replace('{agentId}', id).replace(/\{\*?\w+\}/g, 'x');
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    await server.json(401, method, `/api${filled}`, body, {
      'x-api-key': '',
      'x-agent-token': String(before['publicToken']),
    });
  }
  for (const key of [String(before['publicToken'])]) {
    await ask(403, 'GET', path(id), undefined, { 'x-api-key': key });
  }
  assert.deepEqual(await get(id), before);
});

test('A key comes before a token, and a wrong one is not made good by it', async (t) => {
  const { server, running, path, get } = await startAgents(t);
  const id = await running(small, { publicChat: true });
  const token = { 'x-agent-token': String((await get(id))['publicToken']) };
  const status = `/api${path(id, '/status')}`;
  await server.json(403, 'GET', status, undefined, { ...token, 'x-api-key': 'wrong' });
  await server.json(200, 'GET', status, undefined, {
    'x-agent-token': 'wrong',
    'x-api-key': server.platform.fleek.key,
  });
});

test('Pages of any origin may send the token, and get no say over the rest', async (t) => {
  const { server, create, path } = await startAgents(t);
  const id = await create();
  const preflight = (action: string) =>
    fetch(`${server.origin}/api${path(id, action)}`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' },
    });
  for (const action of ['/status', '/public', '/api/agents', '/api/ada/message']) {
    const { status, headers } = await preflight(action);
    assert.equal(status, 204);
    assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal(headers.get('Access-Control-Allow-Headers'), 'Content-Type, X-Agent-Token');
    assert.equal(headers.get('Access-Control-Allow-Credentials'), null);
  }
  for (const action of ['', '/logs', '/start', '/api/agents/x/set', '/api/x']) {
    const { status, headers } = await preflight(action);
    assert.equal(status, 405);
    assert.equal(headers.get('Access-Control-Allow-Origin'), null);
  }
});

test('People reach the agents of their workspaces’ projects, as far as their role goes', async (t) => {
  const agents = await startAgents(t);
  const { create, path, server } = agents;
  const id = await create();
  const [viewer, editor] = [await at(agents, 'viewer'), await at(agents, 'editor')];
  const api = (action = '') => `/api${path(id, action)}`;
  await viewer.json(200, 'GET', '/api/v1/ai-agents');
  await viewer.json(200, 'GET', api());
  await viewer.json(200, 'GET', api('/logs'));
  for (const action of ['/publish', '/start', '/stop']) {
    await viewer.json(403, 'POST', api(action));
  }
  await viewer.json(403, 'PUT', api(), { name: 'Mine' });
  await viewer.json(403, 'DELETE', api());
  await viewer.json(403, 'POST', '/api/v2/ai-agents', { config: '{}' });
  await editor.json(200, 'POST', api('/publish'));

  const other = await server.otherWorkspace();
  const stranger = await (await somebody(server, 'stranger', { [other.id]: 'owner' })).sit();
  await stranger.json(404, 'GET', api());
  await stranger.json(404, 'DELETE', api());
  const refused = await stranger.json(403, 'GET', '/api/v1/ai-agents');
  assert.equal(refused['error'], 'You have no project.');
});

test('Who has several projects says which, unless an agent does', async (t) => {
  const agents = await startAgents(t);
  const { server, create, path } = agents;
  const { workspace } = server.platform;
  const second = await insertProject(server.store, { workspace, name: 'Second' });
  const editor = await at(agents, 'editor');
  const refused = await editor.json(400, 'GET', '/api/v1/ai-agents');
  assert.equal(refused['error'], '"projectId" is required: you have several projects.');
  const body = { config: '{}', projectId: second.id };
  const made = await editor.json(201, 'POST', '/api/v2/ai-agents', body);
  assert.equal(made['projectId'], second.id);
  const { data } = (await editor.json(
    200,
    'GET',
    `/api/v1/ai-agents?projectId=${second.id}`,
  )) as never;
  assert.equal((data as unknown[]).length, 1);
  await editor.json(403, 'GET', '/api/v1/ai-agents?projectId=elsewhere');
  await editor.json(200, 'GET', `/api${path(await create())}`);
  await editor.json(403, 'GET', `/api${path(made.id)}?projectId=${server.platform.fleek.project}`);
  await editor.json(200, 'GET', '/api/v1/plans');
});

test('Editors make projects; everybody in the workspace sees them', async (t) => {
  const agents = await startAgents(t);
  const { server, ask } = agents;
  const [viewer, editor] = [await at(agents, 'viewer'), await at(agents, 'editor')];
  await viewer.json(403, 'POST', '/api/v1/projects', { name: 'Mine' });
  const made = await editor.json(201, 'POST', '/api/v1/projects', { name: 'Shop' });
  assert.equal(made['workspace'], server.platform.workspace);
  assert.match(made.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const [sample, shop] = await viewer.json(200, 'GET', '/api/v1/projects');
  assert.equal(sample?.id, server.platform.fleek.project);
  assert.deepEqual(shop, made);
  const other = await server.otherWorkspace();
  const foreign = { name: 'x', workspace: other.id };
  await editor.json(403, 'POST', '/api/v1/projects', foreign);
  await editor.json(400, 'POST', '/api/v1/projects', { name: ' ' });
  await ask(403, 'GET', '/v1/projects');
});

test('A token is shown once, opens its project and nothing else, and is kept as a hash', async (t) => {
  const agents = await startAgents(t);
  const { server, ask, create, path } = agents;
  const owner = await at(agents, 'owner');
  const made = await owner.json(201, 'POST', '/api/v1/tokens', { name: 'Site' });
  const token = String(made['token']);
  assert.match(token, /^fleek_[\w-]{43}$/);
  assert.equal(made['token_prefix'], token.slice(0, 12));
  assert.equal(made['expires_at'], null);
  const key = { 'x-api-key': token };
  await ask(200, 'GET', path(await create()), undefined, key);
  await ask(403, 'GET', '/nfts', undefined, key);
  const [listed] = await owner.json(200, 'GET', '/api/v1/tokens');
  assert.equal(listed?.['token'], undefined);
  assert.equal(typeof listed?.['last_used_at'], 'string');
  const rows = await server.store.db.selectFrom('api_tokens').selectAll().execute();
  assert.equal(JSON.stringify(rows).includes(token), false);

  assert.deepEqual(await owner.json(200, 'DELETE', `/api/v1/tokens/${made.id}`), { success: true });
  await ask(403, 'GET', '/v1/ai-agents', undefined, key);
  await owner.json(404, 'DELETE', `/api/v1/tokens/${made.id}`);
  await owner.json(404, 'DELETE', '/api/v1/tokens/nonsense');
});

test('A token ends on its day, and is noted as used once a minute', async (t) => {
  let now = Date.parse('2030-01-01T00:00:00.000Z');
  const agents = await startAgents(t, {}, { now: () => now });
  const { server, ask } = agents;
  const { project } = server.platform.fleek;
  const { token } = await insertApiToken(server.store, project, { name: 'x', days: 2 });
  const use = (status: number) =>
    ask(status, 'GET', '/v1/ai-agents', undefined, { 'x-api-key': token });
  const usedAt = async () => {
    const row = await server.store.db
      .selectFrom('api_tokens')
      .select('last_used_at')
      .executeTakeFirstOrThrow();
    return row.last_used_at;
  };
  await use(200);
  assert.equal(await usedAt(), '2030-01-01T00:00:00.000Z');
  now += 59_000;
  await use(200);
  assert.equal(await usedAt(), '2030-01-01T00:00:00.000Z');
  now += 1_000;
  await use(200);
  assert.equal(await usedAt(), '2030-01-01T00:01:00.000Z');
  now += 2 * day - 60_001;
  await use(200);
  now += 1;
  await use(403);
});

test('Tokens are made and revoked by editors of the project’s workspace', async (t) => {
  const agents = await startAgents(t);
  const { server } = agents;
  const viewer = await at(agents, 'viewer');
  const { project } = server.platform.fleek;
  const { id } = await insertApiToken(server.store, project, { name: 'x' });
  await viewer.json(403, 'POST', '/api/v1/tokens', { name: 'Mine' });
  await viewer.json(403, 'DELETE', `/api/v1/tokens/${id}`);
  assert.equal((await viewer.json(200, 'GET', '/api/v1/tokens')).length, 1);
  const other = await server.otherWorkspace();
  const stranger = await (await somebody(server, 'stranger', { [other.id]: 'owner' })).sit();
  await stranger.json(404, 'DELETE', `/api/v1/tokens/${id}`);
  await stranger.json(403, 'GET', `/api/v1/tokens?projectId=${project}`);
  for (const days of [0, 3651, 1.5, '7']) {
    const owner = await (
      await somebody(server, `o${String(days)}`, {
        [server.platform.workspace]: 'owner',
      })
    ).sit();
    await owner.json(400, 'POST', '/api/v1/tokens', { name: 'x', expires_in_days: days });
  }
});
