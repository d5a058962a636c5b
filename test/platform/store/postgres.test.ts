/** What is PostgreSQL's alone: addresses, passwords, connections that break. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { describe, type TestContext } from 'node:test';
import { inspect, promisify } from 'node:util';
import { sql } from 'kysely';
import { createJobs } from '../../../src/platform/jobs/jobs.ts';
import { openPlatform } from '../../../src/platform/platform.ts';
import { openDatabase } from '../../../src/platform/store/database.ts';
import { Unavailable } from '../../../src/platform/store/faults.ts';
import { addJob } from '../../../src/platform/store/jobs.ts';
import { raiseRevision, revisionOf } from '../../../src/platform/store/revisions.ts';
import { password, startPostgres, withoutPostgres } from '../../support/postgres.ts';
import { sharedPostgres } from '../../support/shared-postgres.ts';
import { sample, startPlatform } from '../support.ts';
import { until } from '../until.ts';
import { openStore, workspace } from './open-store.ts';

const secret = { FAE_SECRET: 'a secret of the tests' };

const tells = (value: unknown): string =>
  inspect(value, { depth: Infinity, showHidden: true }) + String((value as Error).stack);

const assertRefused = (url: string, message: RegExp): Promise<void> =>
  assert.rejects(openDatabase({ file: '', url }), (error: Error) => {
    assert.ok(error instanceof TypeError, tells(error));
    assert.match(error.message, message);
    assert.doesNotMatch(tells(error), new RegExp(password));
    return !error.message.includes('\n');
  });

describe('A database that cannot be opened is told in one line, without the password:', () => {
  for (const url of [
    `mysql://fae:${password}@127.0.0.1/test`,
    `postgres://fae:${password}/x@127.0.0.1/test`,
    `postgres://fae:1#${password}@127.0.0.1/test`,
    `postgres://fae:1/${password}@127.0.0.1/test`,
    `fae:${password}`,
  ]) {
    test(url.replace(password, '…'), () => assertRefused(url, /^DATABASE_URL must look like/));
  }

  test('one that is not there', () =>
    assertRefused(
      `postgres://fae:${password}@127.0.0.1:1/test`,
      /^The database at 127\.0\.0\.1:1\/test cannot be opened: connect ECONNREFUSED 127\.0\.0\.1:1\.$/,
    ));

  test('one that does not exist', { skip: withoutPostgres }, async () => {
    const server = await sharedPostgres();
    await assertRefused(
      server.urlOf('nothing'),
      /\/nothing cannot be opened: .*"nothing" does not exist\.$/,
    );
  });

  test('one that does not let us in', { skip: withoutPostgres }, async () => {
    const server = await sharedPostgres();
    const url = new URL(server.urlOf('postgres'));
    url.username = 'nobody';
    await assertRefused(
      url.href,
      /cannot be opened: password authentication failed for user "nobody"\.$/,
    );
  });

  test('one for which the secret is missing', async () => {
    const env = { DATABASE_URL: `postgres://fae:${password}@127.0.0.1:1/test` };
    await assert.rejects(openPlatform({ env }, { sample, sampleFolder: '/nowhere' }), (error) => {
      assert.match(String(error), /^TypeError: With DATABASE_URL set, FAE_SECRET must be set/);
      return !tells(error).includes(password);
    });
  });
});

test('Where the client is not installed, the line that installs it is told', async () => {
  const hooks = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve: (name, context, next) => {
        if (name === 'pg') throw new Error('there is no pg');
        return next(name, context);
      },
    });
    const { openDatabase } = await import('${new URL('../../../src/platform/store/database.ts', import.meta.url).href}');
    await openDatabase({ file: '', url: 'postgres://fae:x@127.0.0.1:1/test' }).catch((error) => {
      console.log(String(error));
    });`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', hooks];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  assert.equal(stdout.trim(), 'TypeError: PostgreSQL needs its client: run "npm install pg".');
});

const open = async (t: TestContext, url?: string) => {
  const store = await openStore({
    file: '',
    url: url ?? (await (await sharedPostgres()).createDatabase()),
  });
  t.after(store.close);
  return store;
};

test('Connections are few, and statements short', { skip: withoutPostgres }, async (t) => {
  const { db } = await open(t);
  await Promise.all(Array.from({ length: 50 }, () => sql`select pg_sleep(0.01)`.execute(db)));
  const activity = sql<{ count: number }>`
    select count(*) as count from pg_stat_activity where datname = current_database()`;
  const [row] = (await activity.execute(db)).rows;
  // Ten for statements, one that listens.
  assert.ok(row && row.count >= 10 && row.count <= 11, `${row?.count} connections`);
  const timeouts = sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in
      ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`;
  assert.deepEqual(
    (await timeouts.execute(db)).rows.map(({ setting }) => Number(setting)),
    [30_000, 5_000, 10_000],
  );
});

test(
  'A statement that takes too long is given up, and its connection with it',
  { skip: withoutPostgres },
  async (t) => {
    const { db } = await open(t);
    const slow = db.connection().execute(async (connection) => {
      await sql`set statement_timeout = 10`.execute(connection);
      await sql`select pg_sleep(10)`.execute(connection);
    });
    await assert.rejects(slow, Unavailable);
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db);
    assert.deepEqual(rows, [{ statement_timeout: '10s' }]);
  },
);

test(
  'A server that goes and comes back is 503 in between, and nothing has to be restarted',
  { skip: withoutPostgres },
  async (t) => {
    await using server = await startPostgres();
    const env = { ...secret, DATABASE_URL: await server.createDatabase() };
    const platform = await startPlatform({ env });
    t.after(platform.close);
    assert.equal((await platform.call('GET', '/api/nfts')).status, 200);
    await server.crash();
    const answers = await Promise.all([1, 2, 3].map(() => platform.call('GET', '/api/nfts')));
    for (const answer of answers) {
      assert.equal(answer.status, 503);
      assert.equal(answer.headers.get('Retry-After'), '5');
      assert.deepEqual(await answer.json(), {
        error: 'The database is not available right now.',
        code: 'unavailable',
      });
    }
    const write = await platform.call('POST', '/api/characters', { name: 'Ada' });
    assert.equal(write.status, 503);
    await server.restart();
    await until(async () => (await platform.call('GET', '/api/nfts')).status === 200);
    assert.equal((await platform.call('POST', '/api/characters', { name: 'Ada' })).status, 201);
    const names = platform.events.map(({ event }) => event).filter((it) => it !== 'request');
    // Work in the background may yet find a connection of before, and so lose it a second time.
    assert.match(names.join(' '), /^(database_lost database_back ?)+$/);
    assert.doesNotMatch(tells(platform.events), new RegExp(password));
  },
);

test(
  'Connections that break under a transaction end no process',
  { skip: withoutPostgres },
  async (t) => {
    await using server = await startPostgres();
    const store = await open(t, await server.createDatabase());
    const broken = store.db.transaction().execute(async (db) => {
      await raiseRevision({ ...store, db }, workspace, 'characters');
      await server.restart();
      await raiseRevision({ ...store, db }, workspace, 'characters');
    });
    await assert.rejects(broken, Unavailable);
    assert.equal(
      await until(async () => (await revisionOf(store, workspace, 'characters')) + 1),
      1,
    );
  },
);

test(
  'Jobs wake other processes at once, also after the server was away',
  { skip: withoutPostgres },
  async (t) => {
    await using server = await startPostgres();
    const url = await server.createDatabase();
    const [asks, does] = [await open(t, url), await open(t, url)];
    const done: unknown[] = [];
    const log = (event: unknown) => assert.fail(inspect(event));
    // Without notices it would be a minute until anybody looks.
    const jobs = createJobs({ store: does, log, retain: 60_000, poll: 60_000, beat: 60_000 });
    t.after(jobs.close);
    jobs.start({
      bot: {
        run: ({ document }) => {
          done.push(document['name']);
          return Promise.resolve(undefined);
        },
      },
    });
    await addJob(asks, { kind: 'bot', document: { name: 'one' } });
    await until(() => done.length === 1);
    await server.restart();
    await until(() =>
      addJob(asks, { kind: 'bot', document: { name: 'two' } }).catch(() => undefined),
    );
    await until(() => done.length === 2);
    assert.deepEqual(done, ['one', 'two']);
  },
);
