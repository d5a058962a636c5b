/** Transactions of PostgreSQL that meet one another, and connections that are cut while they work. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { createJobs } from '../../../src/platform/jobs/jobs.ts';
import { isConflict } from '../../../src/platform/store/faults.ts';
import { addJob } from '../../../src/platform/store/jobs.ts';
import { raiseRevision, revisionOf } from '../../../src/platform/store/revisions.ts';
import { transact, type Store } from '../../../src/platform/store/store.ts';
import { withoutPostgres } from '../../support/postgres.ts';
import { sharedPostgres } from '../../support/shared-postgres.ts';
import { startPlatform } from '../support.ts';
import { until } from '../until.ts';
import { openStore, workspace } from './open-store.ts';

const skip = withoutPostgres;

const open = async (t: TestContext, url: string) => {
  const store = await openStore({ file: '', url });
  t.after(store.close);
  return store;
};

const openNew = async (t: TestContext) => open(t, await (await sharedPostgres()).createDatabase());

/** Two transactions that have both done the first half of their work before either goes on. */
const meeting = () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let there = 0;
  return async (): Promise<void> => {
    there += 1;
    if (there === 2) resolve(undefined);
    await promise;
  };
};

test('Transactions that wait for one another are done one after the other', { skip }, async (t) => {
  const store = await openNew(t);
  const raise = (store: Store, name: string) => raiseRevision(store, workspace, name);
  for (const name of ['a', 'b']) await raise(store, name);
  const meet = meeting();
  const met: unknown[] = [];
  const both = (first: string, second: string) =>
    transact(store, async (inner) => {
      try {
        await raise(inner, first);
        await meet();
        await raise(inner, second);
      } catch (error) {
        met.push(error);
        throw error;
      }
    });
  await Promise.all([both('a', 'b'), both('b', 'a')]);
  assert.ok(met.length > 0 && met.every(isConflict), inspect(met));
  assert.deepEqual(
    [await revisionOf(store, workspace, 'a'), await revisionOf(store, workspace, 'b')],
    [3, 3],
  );
});

test('What one has read is still so when it writes', { skip }, async (t) => {
  const store = await openNew(t);
  const meet = meeting();
  let rounds = 0;
  /** Each looks whether the other has been there: never may both find that nobody has. */
  const visit = (own: string, other: string) =>
    transact(store, async (inner) => {
      rounds += 1;
      const found = await revisionOf(inner, workspace, other);
      await meet();
      await raiseRevision(inner, workspace, own);
      return found;
    });
  const found = await Promise.all([visit('a', 'b'), visit('b', 'a')]);
  assert.deepEqual(found.toSorted(), [0, 1]);
  assert.equal(rounds, 3);
});

test('A request whose connection is cut is 503, and the next one is not', { skip }, async (t) => {
  const server = await sharedPostgres();
  const url = await server.createDatabase();
  const database = new URL(url).pathname.slice(1);
  const platform = await startPlatform({ env: { DATABASE_URL: url, FAE_SECRET: 'a secret' } });
  t.after(platform.close);
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  t.after(() => other.end());
  await other.query('begin; lock table nfts in access exclusive mode');
  const requests = [
    platform.call('GET', '/api/nfts'),
    platform.call('POST', '/api/nfts', { name: 'Half' }),
  ];
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%nfts%'`;
  let count = 0;
  await until(async () => (count += (await server.query(cut, database)).length) >= requests.length);
  for (const answer of await Promise.all(requests)) {
    assert.equal(answer.status, 503);
    assert.equal(((await answer.json()) as { code: string }).code, 'unavailable');
  }
  await other.query('commit');
  const nfts = await platform.json(200, 'GET', '/api/nfts');
  assert.ok(!nfts.some(({ name }) => name === 'Half'));
  await platform.json(201, 'POST', '/api/nfts', { name: 'Whole' });
});

test('Whoever listens for jobs listens again when its connection is cut', { skip }, async (t) => {
  const url = await (await sharedPostgres()).createDatabase();
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
  const add = async (name: string): Promise<void> => {
    await addJob(asks, { kind: 'bot', document: { name } });
    await until(() => done.includes(name));
  };
  await add('before');
  const listeners = sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and query like 'listen %'`;
  const { rows } = await listeners.execute(asks.db);
  assert.equal(rows.length, 2);
  for (const { pid } of rows) await sql`select pg_terminate_backend(${pid}::int)`.execute(asks.db);
  await add('while nobody listens');
  await until(async () => (await listeners.execute(asks.db)).rows.length === 2);
  await add('after');
  assert.equal(done.length, 3);
});
