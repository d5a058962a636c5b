import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { namedOperations } from '../../src/api/operations.ts';
import { createPerson, password, somebody, startForPeople, type TestPerson } from './people.ts';
import type { TestPlatform } from './support.ts';

const someId = '0123456789abcdef01234567';
const day = 24 * 60 * 60 * 1000;
const email = 'ada@example.com';

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('The session’s cookie', () => {
  const cookieOf = async (server: TestPlatform, more: Record<string, string> = {}) => {
    const response = await createPerson(server).call(
      'POST',
      '/api/auth/register',
      { email, password },
      more,
    );
    assert.equal(response.status, 201);
    const cookies = response.headers.getSetCookie();
    assert.equal(cookies.length, 1);
    return (cookies[0] ?? '').split('; ');
  };

  test('is read by no script and not sent along from elsewhere', async (t) => {
    const server = await startForPeople();
    t.after(server.close);
    const [token, ...attributes] = await cookieOf(server);
    assert.match(token ?? '', /^fae_session=[\w-]{43}$/);
    const expected = ['HttpOnly', `Max-Age=${14 * 24 * 60 * 60}`, 'Path=/', 'SameSite=Lax'];
    assert.deepEqual(attributes.sort(), expected);
  });

  test('belongs to this host and to https alone, behind https', async (t) => {
    const publicUrl = 'https://fae.example/platform';
    const server = await startForPeople({ publicUrl });
    t.after(server.close);
    const headers = { Origin: 'https://fae.example', 'x-api-key': server.platform.key };
    const [token, ...attributes] = await cookieOf(server, headers);
    assert.match(token ?? '', /^__Host-fae_session=[\w-]{43}$/);
    assert.ok(attributes.includes('Secure') && attributes.includes('Path=/'));
    assert.ok(!attributes.some((it) => it.startsWith('Domain')));
    const ask = (cookie: string) =>
      fetch(`${server.origin}/api/workspaces`, { headers: { Cookie: cookie } });
    assert.equal((await ask(token ?? '')).status, 200);
    assert.equal((await ask((token ?? '').replace('__Host-', ''))).status, 401);
  });

  test('is kept as a hash, and its token is in no log', async (t) => {
    const server = await startForPeople();
    t.after(server.close);
    const [cookie] = await cookieOf(server);
    const token = cookie?.split('=')[1] ?? '';
    const rows = await server.store.db.selectFrom('sessions').selectAll().execute();
    assert.equal(rows.length, 1);
    const accounts = await server.store.db.selectFrom('accounts').selectAll().execute();
    const everything = JSON.stringify([rows, accounts, server.events]);
    assert.ok(!everything.includes(token) && !everything.includes(password));
  });
});

describe('A session', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople({}, { now: () => time });
    await createPerson(server).register(email);
  });
  after(() => server.close());

  const loggedIn = async (): Promise<TestPerson> => {
    const person = createPerson(server);
    const response = await person.login(email);
    assert.equal(response.status, 200, await response.text());
    return person;
  };

  test('is another one after each login, and the one before is over', async () => {
    const person = await loggedIn();
    const before = person.cookie();
    await person.login(email);
    assert.notEqual(person.cookie(), before);
    await person.json(200, 'GET', '/api/workspaces');
    const old = createPerson(server, before);
    assert.equal((await old.json(401, 'GET', '/api/workspaces'))['code'], 'unauthenticated');
  });

  test('that somebody else has planted is nobody’s after the login', async () => {
    const planted = 'fae_session=planted-planted-planted-planted-planted-pla';
    const victim = createPerson(server, planted);
    await victim.login(email);
    assert.notEqual(victim.cookie(), planted);
    await createPerson(server, planted).json(401, 'GET', '/api/workspaces');
  });

  test('is one of many, of which logging out ends this one', async () => {
    const [here, there] = [await loggedIn(), await loggedIn()];
    const cookie = here.cookie();
    const response = await here.call('POST', '/api/auth/logout');
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { success: true });
    assert.match(response.headers.getSetCookie()[0] ?? '', /^fae_session=; Max-Age=0/);
    await createPerson(server, cookie).json(401, 'GET', '/api/nfts');
    await there.json(200, 'GET', '/api/nfts');
  });

  test('is over after two weeks', async () => {
    const person = await loggedIn();
    time += 14 * day - 1;
    await person.json(200, 'GET', '/api/nfts');
    time += 1;
    const refused = await person.json(401, 'GET', '/api/nfts');
    assert.equal(refused['error'], 'The session has ended: log in again.');
  });

  test('shows at once what its person has become', async () => {
    const { workspace } = server.platform;
    const member = await somebody(server, 'grace', { [workspace]: 'editor' });
    const person = await member.sit();
    await person.json(201, 'POST', '/api/nfts', { name: 'x' });
    await server.store.db
      .updateTable('members')
      .set({ role: 'viewer' })
      .where('account', '=', member.account)
      .execute();
    await person.json(403, 'POST', '/api/nfts', { name: 'x' });
    await server.store.db.deleteFrom('members').where('account', '=', member.account).execute();
    await person.json(403, 'GET', '/api/nfts');
  });
});

describe('Another origin’s page', () => {
  let server: TestPlatform;
  let cookie: string;
  before(async () => {
    server = await startForPeople();
    const owner = await somebody(server, 'owner', { [server.platform.workspace]: 'owner' });
    cookie = (await owner.sit()).cookie() ?? '';
  });
  after(() => server.close());

  const ask = (method: string, path: string, headers: Record<string, string>) =>
    fetch(`${server.origin}/api${path.replace(/\{\*?\w+\}/g, someId)}`, {
      method,
      headers: { Cookie: cookie, 'Content-Type': 'application/json', ...headers },
      ...(method !== 'GET' && method !== 'DELETE' && { body: '{}' }),
    });

  const withSession = namedOperations.filter(({ auth }) => auth !== 'none' && auth !== 'public');

  for (const { name, method, path, auth } of withSession) {
    // Never with credentials: what a page may read of an agent is what anybody may.
    const allowed = auth === 'agent' ? '*' : null;
    test(`gets nothing of ${name} by the visitor’s cookie`, async () => {
      for (const origin of ['https://elsewhere.example', 'null', `${server.origin}.example`]) {
        const refused = await ask(method, path, { Origin: origin });
        assert.equal(refused.status, 403);
        assert.equal(refused.headers.get('Access-Control-Allow-Origin'), allowed);
        assert.equal(refused.headers.get('Access-Control-Allow-Credentials'), null);
        assert.equal(await codeOf(refused), 'origin_not_allowed');
      }
      for (const site of ['cross-site', 'same-site']) {
        const refused = await ask(method, path, { 'Sec-Fetch-Site': site });
        assert.equal(await codeOf(refused), 'origin_not_allowed');
      }
    });

    if (method === 'GET') continue;
    test(`${name} wants to know whose page asks`, async () => {
      const refused = await ask(method, path, {});
      assert.equal(refused.status, 403);
      assert.equal(await codeOf(refused), 'origin_not_allowed');
    });
  }

  test('of our own reads without an Origin, as browsers do', async () => {
    const response = await ask('GET', '/nfts', { 'Sec-Fetch-Site': 'same-origin' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    await response.text();
    const typed = await ask('GET', '/nfts', { 'Sec-Fetch-Site': 'none' });
    assert.equal(typed.status, 200);
    await typed.text();
  });

  test('logs nobody in, and makes nobody an account', async () => {
    const body = { email: 'eve@example.com', password };
    for (const path of ['/api/auth/login', '/api/auth/register']) {
      const person = createPerson(server);
      const headers = { Origin: 'https://elsewhere.example' };
      const refused = await person.json(403, 'POST', path, body, headers);
      assert.equal(refused['code'], 'origin_not_allowed');
      assert.equal(person.cookie(), undefined);
    }
    const page = 'text/plain';
    const simple = await createPerson(server).call(
      'POST',
      '/api/auth/login',
      JSON.stringify(body),
      { 'Content-Type': page },
    );
    assert.equal(simple.status, 415);
  });
});
