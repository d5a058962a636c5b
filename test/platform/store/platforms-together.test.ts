/** Three platforms on one PostgreSQL are one platform. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { addJob } from '../../../src/platform/store/jobs.ts';
import { listNfts } from '../../../src/platform/store/nfts.ts';
import type { Fields } from '../../../src/platform/store/records.ts';
import { transact, type Store } from '../../../src/platform/store/store.ts';
import { withoutPostgres } from '../../support/postgres.ts';
import { sharedPostgres } from '../../support/shared-postgres.ts';
import { sample, startPlatform, testWorkspace } from '../support.ts';
import { until } from '../until.ts';
import { platforms } from './platforms.ts';

const addJobs = (store: Store, count: number): Promise<void> =>
  transact(store, async (inner) => {
    for (let index = 1; index <= count; index += 1) {
      const document = { name: `made by job ${index}` };
      await addJob(inner, { kind: 'test', workspace: testWorkspace, document, attempts: 2 });
    }
  });

const countOf = async (store: Store, status: 'queued' | 'running' | 'done'): Promise<number> => {
  const jobs = store.db.selectFrom('jobs').select(({ fn }) => fn.countAll<number>().as('count'));
  const wanted = jobs.where('kind', '=', 'test').where('status', '=', status);
  return (await wanted.executeTakeFirstOrThrow()).count;
};

test(
  'Of three platforms one is killed with jobs in its hands: each job is done exactly once',
  { skip: withoutPostgres },
  async (t) => {
    const { store, start } = await platforms(t);
    const victim = await start({ hangs: true });
    await addJobs(store, 100);
    // Its address, and as many jobs as it has places for.
    await victim.printed(9);
    const others = await Promise.all([start(), start()]);
    await until(async () => (await countOf(store, 'done')) === 92);
    assert.equal(await countOf(store, 'running'), 8);
    await victim.kill();
    await until(async () => (await countOf(store, 'done')) === 100);

    const nfts = JSON.parse(await listNfts(store, testWorkspace)) as Fields[];
    const made = nfts.map(({ name }) => String(name)).filter((name) => name.startsWith('made'));
    assert.equal(made.length, 100);
    assert.equal(new Set(made).size, 100);
    const begun = others.flatMap(({ lines }) => lines.slice(1));
    assert.deepEqual([begun.length, new Set(begun).size], [100, 100]);
    for (const other of others) assert.equal(await other.stop(), 0);
  },
);

test(
  'What is changed on one platform is at once so in the lists that the others remember',
  { skip: withoutPostgres },
  async (t) => {
    const { start } = await platforms(t);
    const [one, two, three] = await Promise.all([start(), start(), start()]);
    const names = async (platform: typeof one): Promise<unknown[]> =>
      (await platform.call('GET', '/api/characters')).map(({ name }) => name);
    for (const platform of [one, two, three]) assert.deepEqual(await names(platform), ['Ada']);
    const { id } = await one.call('POST', '/api/characters', { name: 'Grace' });
    for (const platform of [two, three, one]) {
      assert.deepEqual(await names(platform), ['Ada', 'Grace']);
    }
    await two.call('PUT', `/api/characters/${id}`, { name: 'Hopper' });
    for (const platform of [three, one, two]) {
      assert.deepEqual(await names(platform), ['Ada', 'Hopper']);
    }
    await three.call('DELETE', `/api/characters/${id}`);
    for (const platform of [one, two, three]) assert.deepEqual(await names(platform), ['Ada']);
  },
);

test(
  'Platforms that start together on an empty database make one sample',
  { skip: withoutPostgres },
  async (t) => {
    const url = await (await sharedPostgres()).createDatabase();
    const env = { DATABASE_URL: url, FAE_SECRET: 'a secret that all of them share' };
    const platforms = await Promise.all([1, 2, 3].map(() => startPlatform({ env })));
    for (const platform of platforms) {
      t.after(platform.close);
      const nfts = await platform.json(200, 'GET', '/api/nfts');
      assert.equal(nfts.length, sample.nfts.length);
    }
  },
);
