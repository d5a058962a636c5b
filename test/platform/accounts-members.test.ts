import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { createPerson, password, somebody, startForPeople, type TestPerson } from './people.ts';
import type { Answer, TestPlatform } from './support.ts';

const someId = '0123456789abcdef01234567';

describe('The members of a workspace', () => {
  let server: TestPlatform;
  let owner: TestPerson;
  let path: string;
  before(async () => {
    server = await startForPeople();
    owner = createPerson(server);
    await owner.register('owner@example.com', { name: 'Olive' });
    path = `/api/workspaces/${server.platform.workspace}/members`;
  });
  after(() => server.close());

  const list = () => owner.json(200, 'GET', path);
  const byEmail = (all: Answer, email: string) => {
    const found = all.find((it) => it['email'] === email);
    assert.ok(found, email);
    return found;
  };
  const join = (name: string, role: 'owner' | 'editor' | 'viewer') =>
    somebody(server, name, { [server.platform.workspace]: role });

  test('are listed, those who are invited as such, and no secret with them', async () => {
    const body = { email: 'Bob@example.com', role: 'viewer' };
    const invited = await owner.json(201, 'POST', path, body);
    assert.match(String(invited['invitation']), /^[\w-]{43}$/);
    const [first, second] = await list();
    assert.ok(first);
    const { id, createdAt, updatedAt, ...rest } = first;
    assert.deepEqual(rest, { email: 'owner@example.com', name: 'Olive', role: 'owner' });
    assert.match(id, /^[0-9a-f]{24}$/);
    assert.equal(createdAt, updatedAt);
    assert.equal(second?.['email'], 'bob@example.com');
    assert.equal(second['invited'], true);
    const everything = JSON.stringify([await list(), server.events]);
    assert.ok(!everything.includes(String(invited['invitation'])));
    const rows = await server.store.db.selectFrom('members').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(String(invited['invitation'])));
    await owner.json(200, 'DELETE', `${path}/${second.id}`);
  });

  test('come by an invitation that fits', async () => {
    const refused: [number, Record<string, unknown>][] = [
      [400, { email: 'nobody', role: 'viewer' }],
      [400, { email: 'x@example.com', role: 'king' }],
      [400, { role: 'viewer' }],
      [409, { email: 'OWNER@example.com', role: 'viewer' }],
    ];
    for (const [status, body] of refused) await owner.json(status, 'POST', path, body);
    assert.equal((await list()).length, 1);
  });

  test('may become more or less', async () => {
    const eve = await join('eve', 'viewer');
    const person = await eve.sit();
    await person.json(403, 'POST', '/api/nfts', { name: 'x' });
    const { id } = byEmail(await list(), eve.email);
    const updated = await owner.json(200, 'PUT', `${path}/${id}`, { role: 'editor' });
    assert.equal(updated['role'], 'editor');
    await person.json(201, 'POST', '/api/nfts', { name: 'x' });
    await person.json(403, 'PUT', `${path}/${id}`, { role: 'owner' });
    await owner.json(400, 'PUT', `${path}/${id}`, { role: 'king' });
    await owner.json(404, 'PUT', `${path}/${someId}`, { role: 'viewer' });
  });

  test('go when an owner says so, or by themselves', async () => {
    const [one, two, three] = [
      await join('one', 'editor'),
      await join('two', 'editor'),
      await join('three', 'viewer'),
    ];
    const all = await list();
    const person = await one.sit();
    const refused = await person.json(403, 'DELETE', `${path}/${byEmail(all, two.email).id}`);
    assert.equal(refused['code'], 'forbidden');
    await person.json(200, 'DELETE', `${path}/${byEmail(all, one.email).id}`);
    await person.json(403, 'GET', '/api/nfts');
    await owner.json(200, 'DELETE', `${path}/${byEmail(all, three.email).id}`);
    await (await three.sit()).json(403, 'GET', '/api/nfts');
    await owner.json(404, 'DELETE', `${path}/${byEmail(all, three.email).id}`);
    assert.equal(byEmail(await list(), two.email)['role'], 'editor');
  });

  test('of another workspace are not to be reached through this one', async () => {
    const other = await server.otherWorkspace();
    await somebody(server, 'elsewhere', { [other.id]: 'viewer' });
    const row = await server.store.db
      .selectFrom('members')
      .select('id')
      .where('email', '=', 'elsewhere@example.com')
      .executeTakeFirstOrThrow();
    await owner.json(404, 'PUT', `${path}/${row.id}`, { role: 'owner' });
    await owner.json(404, 'DELETE', `${path}/${row.id}`);
  });

  test('always have an owner among them', async () => {
    const { id } = byEmail(await list(), 'owner@example.com');
    await owner.json(201, 'POST', path, { email: 'heir@example.com', role: 'owner' });
    for (const [method, body] of [['PUT', { role: 'editor' }], ['DELETE']] as const) {
      const refused = await owner.json(409, method, `${path}/${id}`, body);
      assert.equal(refused['code'], 'conflict', 'one who is merely invited does not count');
    }
    const second = await join('second-owner', 'owner');
    const person = await second.sit();
    const other = byEmail(await list(), second.email);
    const answers = await Promise.all([
      owner.call('PUT', `${path}/${id}`, { role: 'editor' }),
      person.call('PUT', `${path}/${other.id}`, { role: 'editor' }),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });
});

describe('A workspace', () => {
  let server: TestPlatform;
  let owner: TestPerson;
  before(async () => {
    server = await startForPeople();
    owner = createPerson(server);
    await owner.register('owner@example.com');
  });
  after(() => server.close());

  test('is made by somebody who owns one, and is empty', async () => {
    const made = await owner.json(201, 'POST', '/api/workspaces', { name: '  Studio ' });
    assert.equal(made['name'], 'Studio');
    assert.equal(made['role'], 'owner');
    assert.equal(made['stripeAccount'], null);
    assert.deepEqual(await owner.json(200, 'GET', `/api/nfts?workspace=${made.id}`), []);
    for (const body of [{}, { name: '' }, { name: 'x'.repeat(101) }]) {
      await owner.json(400, 'POST', '/api/workspaces', body);
    }
  });

  test('gets another name, and an account that is paid', async () => {
    const path = `/api/workspaces/${server.platform.workspace}`;
    const renamed = await owner.json(200, 'PUT', path, { name: 'Gallery' });
    assert.equal(renamed['name'], 'Gallery');
    const paid = await owner.json(200, 'PUT', path, { stripeAccount: 'acct_1A2b3C' });
    assert.deepEqual([paid['name'], paid['stripeAccount']], ['Gallery', 'acct_1A2b3C']);
    await owner.json(400, 'PUT', path, { stripeAccount: 'sk_test_x' });
    const unpaid = await owner.json(200, 'PUT', path, { stripeAccount: null });
    assert.equal(unpaid['stripeAccount'], null);
    const body = { email: 'owner@example.com', password };
    const account = await owner.json(200, 'POST', '/api/auth/login', body);
    const [first] = account['workspaces'] as { name: string }[];
    assert.equal(first?.name, 'Gallery');
  });

  test('keeps its name when the server starts again', async (t) => {
    const first = await startForPeople();
    t.after(first.close);
    const person = createPerson(first);
    await person.register('owner@example.com');
    const path = `/api/workspaces/${first.platform.workspace}`;
    await person.json(200, 'PUT', path, { name: 'Mine' });
    await first.stop();
    const second = await startForPeople({}, {}, first.root);
    t.after(second.stop);
    const [found] = await createPerson(second, person.cookie()).json(200, 'GET', '/api/workspaces');
    assert.equal(found?.['name'], 'Mine');
  });
});
