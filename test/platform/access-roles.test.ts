/** Who may do what: every operation, tried by everybody. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { namedOperations, type NamedOperation } from '../../src/api/operations.ts';
import { insertApiToken } from '../../src/platform/store/api-tokens.ts';
import { putProject } from '../../src/platform/store/projects.ts';
import { createPerson, somebody, startForPeople } from './people.ts';
import type { TestPlatform } from './support.ts';

const someId = '0123456789abcdef01234567';

/** What only owners may do. */
const forOwners = new Set([
  'tokens.create',
  'workspaces.update',
  'workspaces.regenerateKey',
  'members.invite',
  'members.update',
  'workspaces.create',
]);

/** What viewers may do beside reading: talking costs, but changes nothing of the workspace's. */
const forViewers = new Set([
  'characters.response',
  'agents.message',
  'tts.speak',
  'auth.logout',
  'members.delete',
]);

/** What reads more than is for viewers. */
const forEditors = new Set(['bots.get', 'agents.apiGet']);

/** Nothing but people: a key is none. */
const forPeople = ({ auth }: NamedOperation) => auth === 'account';

const mayView = ({ name, method }: NamedOperation) =>
  !forOwners.has(name) && !forEditors.has(name) && (method === 'GET' || forViewers.has(name));

const mayEdit = ({ name }: NamedOperation) => !forOwners.has(name);

/** May a person do it at all? A page's own routes want the key. */
const isForSessions = ({ auth }: NamedOperation) => auth !== 'public';

/** Allowed: whatever is refused, it is not for who asks. */
const allowed = 'allowed';

interface Caller {
  readonly title: string;
  readonly expect: (operation: NamedOperation) => 401 | 403 | typeof allowed;
  /** Headers of a new desk, for each request its own: one of them logs out. */
  readonly headers: (operation: NamedOperation) => Promise<Record<string, string>>;
}

/** Of the other workspace, for the Fleek API. */
const otherProject = { id: 'other-project', name: 'Other', key: 'fleek_other' };

describe('Every operation', () => {
  let server: TestPlatform;
  let other: { id: string; key: string };
  let people: Record<string, Awaited<ReturnType<typeof somebody>>>;

  before(async () => {
    server = await startForPeople();
    other = await server.otherWorkspace();
    await putProject(server.store, { ...otherProject, workspace: other.id });
    const { workspace } = server.platform;
    people = {
      owner: await somebody(server, 'owner', { [workspace]: 'owner' }),
      editor: await somebody(server, 'editor', { [workspace]: 'editor' }),
      viewer: await somebody(server, 'viewer', { [workspace]: 'viewer' }),
      stranger: await somebody(server, 'stranger', { [other.id]: 'owner' }),
      late: await somebody(server, 'late', { [workspace]: 'owner' }),
    };
  });
  after(() => server.close());

  const desk = async (name: string) => {
    const person = await people[name]?.sit();
    return { Cookie: person?.cookie() ?? '', Origin: server.origin };
  };

  /** Of a workspace's own records a stranger learns nothing; a list of it is refused. */
  const namesWorkspace = ({ workspace, path }: NamedOperation) =>
    workspace !== undefined || path.startsWith('/workspaces/{id}');

  const callers: readonly Caller[] = [
    {
      title: 'nobody',
      expect: () => 401,
      headers: async () => ({}),
    },
    {
      title: 'a wrong key',
      expect: () => 403,
      headers: async () => ({ 'x-api-key': 'wrong' }),
    },
    {
      title: 'another workspace’s key',
      expect: (it) =>
        namesWorkspace(it) || forPeople(it) || forOwners.has(it.name) ? 403 : allowed,
      headers: async ({ api }) => ({ 'x-api-key': api === 'fae' ? other.key : otherProject.key }),
    },
    {
      title: 'a key of the other API',
      expect: () => 403,
      headers: async ({ api }) => {
        const { key, fleek } = server.platform;
        return { 'x-api-key': api === 'fae' ? fleek.key : key };
      },
    },
    {
      title: 'the key',
      expect: (it) => (forPeople(it) || forOwners.has(it.name) ? 403 : allowed),
      headers: async ({ api }) => {
        const { key, fleek } = server.platform;
        return { 'x-api-key': api === 'fae' ? key : fleek.key };
      },
    },
    {
      title: 'a session that has expired',
      expect: () => 401,
      headers: async () => {
        const headers = await desk('late');
        await server.store.db
          .updateTable('sessions')
          .set({ expires_at: new Date(0).toISOString() })
          .where('account', '=', people['late']?.account ?? '')
          .execute();
        return headers;
      },
    },
    {
      title: 'a session of another workspace’s owner',
      expect: (it) => {
        if (!isForSessions(it)) return 401;
        return namesWorkspace(it) ? 403 : allowed;
      },
      headers: () => desk('stranger'),
    },
    {
      title: 'a viewer',
      expect: (it) => {
        if (!isForSessions(it)) return 401;
        return mayView(it) ? allowed : 403;
      },
      headers: () => desk('viewer'),
    },
    {
      title: 'an editor',
      expect: (it) => {
        if (!isForSessions(it)) return 401;
        return mayEdit(it) ? allowed : 403;
      },
      headers: () => desk('editor'),
    },
    {
      title: 'an owner',
      expect: (it) => (isForSessions(it) ? allowed : 401),
      headers: () => desk('owner'),
    },
  ];

  /** What is in the path, where it must be there for anybody to be refused. */
  const idsIn = async (path: string): Promise<Record<string, string>> => {
    const { fleek } = server.platform;
    const key = { 'x-api-key': fleek.key };
    if (path.includes('{agentId}')) {
      const { id } = await server.json(201, 'POST', '/api/v2/ai-agents', { config: '{}' }, key);
      return { agentId: id };
    }
    if (!path.includes('{tokenId}')) return {};
    const { id } = await insertApiToken(server.store, fleek.project, { name: 'A token' });
    return { tokenId: id };
  };

  const ask = async (
    { name, api, method, path, workspace, body }: NamedOperation,
    headers: Record<string, string>,
  ) => {
    const { fleek } = server.platform;
    const id = api === 'fae' ? server.platform.workspace : fleek.project;
    const ids = await idsIn(path);
    const filled = path
      .replace('/workspaces/{id}', `/workspaces/${id}`)
      .replace(/\{\*?(\w+)\}/g, (_, parameter: string) => ids[parameter] ?? someId);
    const query = workspace?.in === 'query' ? `?${workspace.as}=${id}` : '';
    const fields = {
      ...(workspace?.in === 'body' && { [workspace.as]: id }),
      // Whom it is refused to, its handler knows, which is given nothing that is wrong.
      ...(['workspaces.create', 'projects.create'].includes(name) && { name: 'Another' }),
    };
    const form = body === 'form' ? new FormData() : undefined;
    for (const [name, value] of Object.entries(form ? fields : {})) form?.set(name, value);
    return fetch(`${server.origin}/api${filled}${query}`, {
      method,
      headers: { ...headers, ...(body === 'json' && { 'Content-Type': 'application/json' }) },
      ...(body && { body: form ?? JSON.stringify(fields) }),
    });
  };

  for (const operation of namedOperations) {
    if (operation.auth === 'none') {
      test(`${operation.name} asks for nobody`, async () => {
        const response = await ask(operation, {});
        assert.ok(![401, 403].includes(response.status), String(response.status));
        await response.text();
      });
      continue;
    }
    for (const { title, expect, headers } of callers) {
      const expected = expect(operation);
      test(`${operation.name} is ${expected === allowed ? 'for' : 'refused to'} ${title}`, async () => {
        const response = await ask(operation, await headers(operation));
        const text = await response.text();
        if (expected === allowed) {
          assert.ok(![401, 403].includes(response.status), `${response.status} ${text}`);
          return;
        }
        assert.equal(response.status, expected, text);
        const { code } = JSON.parse(text) as { code: string };
        assert.equal(code, expected === 401 ? 'unauthenticated' : 'forbidden');
      });
    }
  }
});

describe('A workspace', () => {
  let server: TestPlatform;
  let other: { id: string; key: string };
  before(async () => {
    server = await startForPeople();
    other = await server.otherWorkspace();
  });
  after(() => server.close());

  test('is changed by no viewer', async () => {
    const { workspace } = server.platform;
    const viewer = await (await somebody(server, 'v', { [workspace]: 'viewer' })).sit();
    const lists = ['nfts', 'characters', 'stories', 'models', 'payments/products'];
    const read = () => Promise.all(lists.map((list) => viewer.json(200, 'GET', `/api/${list}`)));
    const before = await read();
    for (const [index, list] of lists.entries()) {
      const id = before[index]?.[0]?.id ?? someId;
      await viewer.json(403, 'POST', `/api/${list}`, { name: 'Mine' });
      await viewer.json(403, 'PUT', `/api/${list}/${id}`, { name: 'Mine' });
      await viewer.json(403, 'DELETE', `/api/${list}/${id}`);
    }
    assert.deepEqual(await read(), before);
  });

  test('is the only one that a person is in, or is named', async () => {
    const { workspace } = server.platform;
    const roles = { [workspace]: 'editor', [other.id]: 'viewer' } as const;
    const person = await (await somebody(server, 'both', roles)).sit();
    const refused = await person.json(400, 'GET', '/api/nfts');
    assert.match(String(refused['error']), /"workspace" is required/);
    assert.notEqual((await person.json(200, 'GET', `/api/nfts?workspace=${workspace}`)).length, 0);
    assert.deepEqual(await person.json(200, 'GET', `/api/nfts?workspace=${other.id}`), []);
    await person.json(403, 'GET', `/api/nfts?workspace=${someId}`);

    const made = await person.json(201, 'POST', '/api/nfts', { name: 'x', workspace });
    assert.equal(made['workspace'], workspace);
    await person.json(403, 'POST', '/api/nfts', { name: 'x', workspace: other.id });
    await person.json(400, 'POST', '/api/nfts', { name: 'x' });
    await person.json(400, 'POST', '/api/nfts', { name: 'x', workspace: 7 });
    const elsewhere = `/api/nfts?workspace=${workspace}`;
    await person.json(403, 'POST', elsewhere, { name: 'x', workspace: other.id });
    const path = `/api/nfts/${made.id}`;
    await person.json(200, 'PUT', `${path}?workspace=${workspace}`, { name: 'y' });
    await person.json(200, 'PUT', path, { name: 'z', workspace });
    await person.json(403, 'DELETE', `${path}?workspace=${other.id}`);
    await person.json(200, 'DELETE', `${path}?workspace=${workspace}`);
  });

  test('has to be one that a person is in', async () => {
    const person = await (await somebody(server, 'nowhere', {})).sit();
    const refused = await person.json(403, 'GET', '/api/nfts');
    assert.equal(refused['error'], 'You are in no workspace.');
  });

  test('is not asked for where what is read is everybody’s', async () => {
    const { workspace } = server.platform;
    const roles = { [workspace]: 'viewer', [other.id]: 'owner' } as const;
    const person = await (await somebody(server, 'wide', roles)).sit();
    await person.json(200, 'GET', '/api/tokens');
    await person.json(201, 'POST', '/api/tokens', { name: 'A token' });
  });

  test('of another person’s is told from one that there is not', async () => {
    const person = await (await somebody(server, 'curious', { [other.id]: 'owner' })).sit();
    await person.json(403, 'GET', `/api/workspaces/${server.platform.workspace}/members`);
    await person.json(404, 'GET', `/api/workspaces/${someId}/members`);
    await person.json(404, 'GET', '/api/workspaces/nonsense/members');
  });
});

describe('A key and a session together', () => {
  test('are the key’s, where a key will do', async (t) => {
    const server = await startForPeople();
    t.after(server.close);
    const other = await server.otherWorkspace();
    const owner = await somebody(server, 'o', { [server.platform.workspace]: 'owner' });
    const person = await owner.sit();
    const key = { 'x-api-key': other.key };
    assert.deepEqual(await person.json(200, 'GET', '/api/nfts', undefined, key), []);
    await person.json(403, 'GET', '/api/nfts', undefined, { 'x-api-key': 'wrong' });
    await person.json(200, 'GET', '/api/workspaces', undefined, key);
    // Nothing but the key says who this is, so it does not matter whose page it is.
    const nobody = createPerson(server);
    const elsewhere = { ...key, Origin: 'https://elsewhere.example' };
    await nobody.json(201, 'POST', '/api/nfts', { name: 'x' }, elsewhere);
  });
});
