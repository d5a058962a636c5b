import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { createPasswords } from '../../src/platform/accounts/passwords.ts';
import { createPerson, linkFor, password, somebody, startForPeople } from './people.ts';
import type { TestPlatform } from './support.ts';

const wrong = 'not the password at all';

describe('A password', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople();
    await createPerson(server).register('ada@example.com');
  });
  after(() => server.close());

  for (const [given, message] of [
    ['too short', /at least 10/],
    ['x'.repeat(201), /at most 200/],
    [5, /must be text/],
  ] as const) {
    test(`${String(given).slice(0, 10)} is refused for a new account`, async () => {
      const body = { email: 'x@example.com', password: given };
      const refused = await server.json(400, 'POST', '/api/auth/register', body);
      assert.match(String(refused['error']), message);
    });
  }

  test('is the same however its letters were typed', async () => {
    const invited = await somebody(server, 'typing', { [server.platform.workspace]: 'viewer' });
    const { token } = await linkFor(server, invited.email);
    const composed = 'pass\u00e9 composé 12';
    const decomposed = composed.normalize('NFD');
    assert.notEqual(composed, decomposed);
    await server.json(200, 'POST', '/api/auth/password', { token, password: composed });
    const person = createPerson(server);
    const response = await person.login(invited.email, { password: decomposed });
    assert.equal(response.status, 200);
  });

  test('is hashed by scrypt, with its own salt and what it was made with', async () => {
    const passwords = createPasswords();
    const [one, two] = await Promise.all([passwords.hash(password), passwords.hash(password)]);
    assert.match(one, /^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.notEqual(one, two);
    assert.equal(await passwords.verify(password, one), true);
    assert.equal(await passwords.verify(wrong, one), false);
    assert.equal(await passwords.verify(password, undefined), false);
    assert.equal(await passwords.verify(password, 'nonsense'), false);
  });

  test('does not keep other requests waiting while it is hashed', async () => {
    let turns = 0;
    let running = true;
    const count = () => {
      turns += 1;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await createPasswords().hash(password);
    running = false;
    assert.ok(turns > 100, `${turns} turns of the event loop`);
  });

  test('is hashed a few at a time, and not for an endless queue', async () => {
    const passwords = createPasswords({ ln: 12, r: 8, p: 1 });
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, () => passwords.hash(password)),
    );
    const refused = all.filter((it) => it.status === 'rejected');
    assert.equal(refused.length, 60 - 42);
    assert.equal((refused[0]?.reason as { code: string }).code, 'unavailable');
    assert.match(await passwords.hash(password), /^\$scrypt/);
  });

  test('takes as long to check where there is no account', async () => {
    const passwords = createPasswords({ ln: 13, r: 8, p: 1 });
    const stored = await passwords.hash(password);
    const time = async (hash: string | undefined) => {
      const start = performance.now();
      for (let round = 0; round < 8; round += 1) await passwords.verify(wrong, hash);
      return performance.now() - start;
    };
    await time(stored);
    const ratio = (await time(undefined)) / (await time(stored));
    assert.ok(ratio > 0.5 && ratio < 2, `${ratio}`);
  });

  test('is hashed anew at login once more is asked for', async () => {
    const { store } = server;
    const hashOf = async () =>
      (
        await store.db
          .selectFrom('accounts')
          .select('password_hash')
          .where('email', '=', 'ada@example.com')
          .executeTakeFirstOrThrow()
      ).password_hash;
    const old = await createPasswords({ ln: 9, r: 8, p: 1 }).hash(password);
    await store.db
      .updateTable('accounts')
      .set({ password_hash: old })
      .where('email', '=', 'ada@example.com')
      .execute();
    assert.equal(
      (await createPerson(server).login('ada@example.com', { password: wrong })).status,
      401,
    );
    assert.equal(await hashOf(), old);
    assert.equal((await createPerson(server).login('ada@example.com')).status, 200);
    assert.match(await hashOf(), /ln=10/);
    assert.equal((await createPerson(server).login('ada@example.com')).status, 200);
  });
});

describe('A link to set a password anew', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startForPeople();
    await createPerson(server).register('ada@example.com');
  });
  after(() => server.close());

  const next = 'another horse, another battery';
  const submit = (url: string, given: string) =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ password: given }) });

  test('leads to a page that does it, once, and logs out everywhere', async () => {
    const person = createPerson(server);
    await person.login('ada@example.com');
    const { url } = await linkFor(server, ' ADA@example.com');
    assert.ok(url.startsWith(`${server.origin}/account/password/`));
    const page = await fetch(url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
    assert.equal(page.headers.get('Referrer-Policy'), 'no-referrer');
    assert.match(await page.text(), /autocomplete="new-password"/);

    const short = await submit(url, 'short');
    assert.equal(short.status, 400);
    assert.match(await short.text(), /must be at least 10 characters/);
    const done = await submit(url, next);
    assert.equal(done.status, 200);
    assert.match(await done.text(), /The password is changed/);
    await person.json(401, 'GET', '/api/nfts');
    assert.equal((await person.login('ada@example.com')).status, 401);
    assert.equal((await person.login('ada@example.com', { password: next })).status, 200);
    for (const again of [await fetch(url), await submit(url, password)]) {
      assert.equal(again.status, 404);
      await again.text();
    }
  });

  test('is replaced by the next one', async () => {
    const [first, second] = [
      await linkFor(server, 'ada@example.com'),
      await linkFor(server, 'ada@example.com'),
    ];
    const set = (status: number, token: string) =>
      server.json(status, 'POST', '/api/auth/password', { token, password: next });
    await set(403, first.token);
    assert.deepEqual(await set(200, second.token), { success: true });
    await set(403, second.token);
    await set(403, 'A'.repeat(43));
  });

  test('is of use for an hour', async (t) => {
    let time = Date.now();
    const late = await startForPeople({}, { now: () => time });
    t.after(late.close);
    await createPerson(late).register('ada@example.com');
    const { token, expiresAt } = await linkFor(late, 'ada@example.com');
    time = Date.parse(expiresAt);
    await late.json(403, 'POST', '/api/auth/password', { token, password: next });
    assert.ok(!JSON.stringify(late.events).includes(token));
  });

  test('is made for an account that there is', async () => {
    await assert.rejects(linkFor(server, 'nobody@example.com'), TypeError);
  });
});
