import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { readSettings } from '../../src/platform/settings.ts';
import { createPerson, password, somebody, startForPeople } from './people.ts';
import { startPlatform, type TestPlatform } from './support.ts';

const day = 24 * 60 * 60 * 1000;

describe('The first account', () => {
  test('owns the sample workspace', async (t) => {
    const server = await startForPeople();
    t.after(server.close);
    const person = createPerson(server);
    const body = { email: ' Ada@Example.com ', password, name: 'Ada' };
    const account = await person.json(201, 'POST', '/api/auth/register', body);
    assert.match(account.id, /^[0-9a-f]{24}$/);
    assert.equal(account['email'], 'ada@example.com');
    assert.equal(account['name'], 'Ada');
    assert.deepEqual(account['workspaces'], [
      { id: server.platform.workspace, name: 'Sample', role: 'owner' },
    ]);
    const nft = await person.json(201, 'POST', '/api/nfts', { name: 'Mine' });
    assert.equal(nft['workspace'], server.platform.workspace);
  });

  test('is made once, however many try at the same time', async (t) => {
    const server = await startForPeople();
    t.after(server.close);
    const names = Array.from({ length: 6 }, (_, index) => `p${index}@example.com`);
    const answers = await Promise.all(names.map((email) => createPerson(server).register(email)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, 403, 403, 403, 403, 403]);
    const members = await server.store.db.selectFrom('members').selectAll().execute();
    assert.equal(members.length, 1);
  });

  test('of a server that others reach is for who has the key', async (t) => {
    const server = await startForPeople({ publicUrl: 'https://fae.example' });
    t.after(server.close);
    const other = await server.otherWorkspace();
    const register = (key: string) =>
      server.json(
        key === server.platform.key ? 201 : 403,
        'POST',
        '/api/auth/register',
        { email: 'ada@example.com', password },
        { 'x-api-key': key },
      );
    for (const key of ['', 'wrong', other.key]) {
      assert.match(String((await register(key))['error']), /platform keys/);
    }
    await register(server.platform.key);
  });
});

describe('A later account', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  let owner: ReturnType<typeof createPerson>;
  let members: string;
  before(async () => {
    server = await startForPeople({}, { now: () => time });
    owner = createPerson(server);
    await owner.register('owner@example.com');
    members = `/api/workspaces/${server.platform.workspace}/members`;
  });
  after(() => server.close());

  const invite = async (email: string, role = 'editor') =>
    String((await owner.json(201, 'POST', members, { email, role }))['invitation']);

  test('takes an invitation', async () => {
    const person = createPerson(server);
    assert.equal((await person.register('new@example.com')).status, 403);
    const invitation = await invite('New@example.com');
    const response = await person.register('new@example.com', { invitation });
    assert.equal(response.status, 201, await response.clone().text());
    const { workspaces } = (await response.json()) as { workspaces: unknown };
    assert.deepEqual(workspaces, [
      { id: server.platform.workspace, name: 'Sample', role: 'editor' },
    ]);
    await person.json(201, 'POST', '/api/nfts', { name: 'x' });
    const again = await createPerson(server).register('new@example.com', { invitation });
    assert.equal(again.status, 403, 'an invitation is taken once');
  });

  test('is for the address that was invited, and within a week', async () => {
    const invitation = await invite('bob@example.com');
    const eve = await createPerson(server).register('eve@example.com', { invitation });
    assert.equal(eve.status, 403);
    time += 7 * day;
    const bob = await createPerson(server).register('bob@example.com', { invitation });
    assert.equal(bob.status, 403);
    const fresh = await invite('bob@example.com');
    time += 7 * day - 1;
    const inTime = await createPerson(server).register('bob@example.com', { invitation: fresh });
    assert.equal(inTime.status, 201);
  });

  test('is not made with an invitation that was replaced or taken back', async () => {
    const first = await invite('carol@example.com');
    const second = await invite('carol@example.com', 'viewer');
    const carol = createPerson(server);
    assert.equal((await carol.register('carol@example.com', { invitation: first })).status, 403);
    await owner.login('owner@example.com');
    const all = await owner.json(200, 'GET', members);
    const invited = all.find((it) => it['email'] === 'carol@example.com');
    assert.equal(invited?.['role'], 'viewer');
    assert.equal(invited['invited'], true);
    await owner.json(200, 'DELETE', `${members}/${invited.id}`);
    assert.equal((await carol.register('carol@example.com', { invitation: second })).status, 403);
  });

  test('gets the roles of further workspaces by logging in with the invitation', async () => {
    await owner.login('owner@example.com');
    const invitation = await invite('dan@example.com', 'viewer');
    const dan = createPerson(server);
    await dan.register('dan@example.com', { invitation });
    const second = await owner.json(201, 'POST', '/api/workspaces', { name: 'Second' });
    const elsewhere = `/api/workspaces/${second.id}/members`;
    const wish = { email: 'dan@example.com', role: 'editor' };
    const member = await owner.json(201, 'POST', elsewhere, wish);
    await dan.json(403, 'GET', elsewhere);
    const stolen = await createPerson(server).login('owner@example.com', {
      invitation: member['invitation'],
    });
    assert.equal(stolen.status, 403, 'an invitation is its addressee’s');
    const response = await dan.login('dan@example.com', { invitation: member['invitation'] });
    const { workspaces } = (await response.json()) as { workspaces: { role: string }[] };
    assert.deepEqual(
      workspaces.map(({ role }) => role),
      ['viewer', 'editor'],
    );
    await dan.json(200, 'GET', elsewhere);
    const known = await createPerson(server).register('dan@example.com', {
      invitation: await invite('dan2@example.com'),
    });
    assert.equal(known.status, 403);
  });

  test('is open to everybody where the server says so', async (t) => {
    const open = await startForPeople({ env: { FAE_REGISTRATION: 'open' } });
    t.after(open.close);
    await createPerson(open).register('first@example.com');
    const person = createPerson(open);
    const response = await person.register('second@example.com');
    assert.equal(response.status, 201);
    assert.deepEqual(((await response.json()) as { workspaces: unknown }).workspaces, []);
    await person.json(403, 'GET', '/api/nfts');
    const taken = await createPerson(open).register('second@example.com');
    assert.equal(taken.status, 409);
    const made = await person.json(201, 'POST', '/api/workspaces', { name: 'My own' });
    assert.deepEqual(await person.json(200, 'GET', '/api/nfts'), []);
    assert.match(String(made['key']), /^fae_[\w-]{43}$/);
  });
});

test('Registration is by invitation or open, and nothing else', () => {
  assert.equal(readSettings({ env: {} }).registration, 'invite');
  assert.equal(readSettings({ env: { FAE_REGISTRATION: 'Open' } }).registration, 'open');
  assert.throws(() => readSettings({ env: { FAE_REGISTRATION: 'closed' } }), /FAE_REGISTRATION/);
});

describe('A workspace’s key', () => {
  test('is shown once, and the old one dies at once', async (t) => {
    const server = await startForPeople();
    t.after(server.close);
    const owner = createPerson(server);
    await owner.register('ada@example.com');
    const made = await owner.json(201, 'POST', '/api/workspaces', { name: 'Second' });
    const key = String(made['key']);
    const ask = (status: number, given: string) =>
      server.json(status, 'GET', '/api/nfts', undefined, { 'x-api-key': given });
    await ask(200, key);
    const listed = await owner.json(200, 'GET', '/api/workspaces');
    assert.deepEqual(
      listed.map((it) => [it['name'], it['role'], it['key']]),
      [
        ['Sample', 'owner', undefined],
        ['Second', 'owner', undefined],
      ],
    );
    const path = `/api/workspaces/${made.id}/key`;
    const renewed = await owner.json(200, 'POST', path);
    assert.deepEqual(Object.keys(renewed), ['id', 'key']);
    await ask(403, key);
    await ask(200, String(renewed['key']));
    assert.ok(!JSON.stringify(server.events).includes(String(renewed['key'])));
  });

  test('dies in every process at once, and so does a session', async (t) => {
    const first = await startForPeople();
    t.after(first.close);
    const second = await startForPeople({ publicUrl: first.origin }, {}, first.root);
    t.after(second.stop);
    const owner = createPerson(first);
    await owner.register('ada@example.com');
    const there = createPerson(second, owner.cookie());
    const [{ id } = { id: '' }] = await there.json(200, 'GET', '/api/workspaces');
    await second.json(200, 'GET', '/api/nfts');
    const old = { 'x-api-key': second.platform.key };
    await owner.json(200, 'POST', `/api/workspaces/${id}/key`);
    await second.json(403, 'GET', '/api/nfts', undefined, old);
    await owner.json(200, 'POST', '/api/auth/logout');
    await there.json(401, 'GET', '/api/workspaces');
  });

  test('of the sample stays regenerated after a restart', async (t) => {
    const first = await startForPeople();
    t.after(first.close);
    const old = first.platform.key;
    const owner = createPerson(first);
    await owner.register('ada@example.com');
    const { key } = await owner.json(
      200,
      'POST',
      `/api/workspaces/${first.platform.workspace}/key`,
    );
    assert.equal(first.platform.key, key);
    await first.stop();
    const second = await startForPeople({}, {}, first.root);
    t.after(second.stop);
    const ask = (status: number, given: string) =>
      second.json(status, 'GET', '/api/nfts', undefined, { 'x-api-key': given });
    await ask(403, old);
    await ask(200, String(key));
  });

  test('of the sample is kept where the command line looks for it', async (t) => {
    const env = { FAE_PLATFORM_KEY: '', FAE_PLATFORM_WORKSPACE: '' };
    const options = { key: undefined, workspace: undefined, env } as unknown as object;
    const first = await startPlatform(options);
    t.after(first.close);
    const owner = await somebody(first, 'owner', { [first.platform.workspace]: 'owner' });
    const person = await owner.sit();
    const path = `/api/workspaces/${first.platform.workspace}/key`;
    const { key } = await person.json(200, 'POST', path);
    const kept = await readFile(join(first.root, 'data', 'keys.json'), 'utf8');
    const { workspace, fleek } = first.platform;
    const fleekKeys = { fleekKey: fleek.key, fleekProject: fleek.project };
    assert.deepEqual(JSON.parse(kept), { key, workspace, ...fleekKeys });
    await first.stop();
    const second = await startPlatform(options, {}, first.root);
    t.after(second.stop);
    assert.equal(second.platform.key, key);
    await second.json(200, 'GET', '/api/nfts');
  });
});
