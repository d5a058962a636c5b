/** Jobs in the hands of several processes. */
import assert from 'node:assert/strict';
import { addJob } from '../../../src/platform/store/jobs.ts';
import { transact } from '../../../src/platform/store/store.ts';
import { until } from '../until.ts';
import { onBoth } from './databases.ts';
import type { JobProcess } from './job-process.ts';
import { workspace, type OpenStore } from './open-store.ts';
import { startProcess } from './processes.ts';

const addJobs = (store: OpenStore, count: number): Promise<void> =>
  transact(store, async (inner) => {
    for (let index = 0; index < count; index += 1) {
      await addJob(inner, { kind: 'test', workspace, document: { index }, attempts: 2 });
    }
  });

const unended = async (store: OpenStore): Promise<number> => {
  const jobs = store.db.selectFrom('jobs').select(({ fn }) => fn.countAll<number>().as('count'));
  return (await jobs.where('status', '!=', 'done').executeTakeFirstOrThrow()).count;
};

/** How often each job's work has been written down. */
const counts = async (store: OpenStore): Promise<number[]> => {
  const rows = await store.db
    .selectFrom('jobs')
    .leftJoin('revisions', 'revisions.resource', 'jobs.id')
    .select('revision')
    .execute();
  return rows.map(({ revision }) => revision ?? 0);
};

onBoth('1,000 jobs are each done exactly once by three processes', async ({ place, open }, t) => {
  const at = await place();
  const store = await open({ place: at });
  const told: JobProcess = { place: at, hangs: false, pace: {} };
  const workers = [1, 2, 3].map(() => startProcess<unknown>(t, 'job-process.ts', told));
  await Promise.all(workers.map((worker) => worker.printed(1)));
  await addJobs(store, 1000);
  await until(async () => (await unended(store)) === 0, 60_000);
  for (const worker of workers) assert.equal(await worker.stop(), 0);
  assert.deepEqual(await counts(store), Array(1000).fill(1));
  const begun = workers.flatMap(({ lines }) => lines.slice(1));
  assert.equal(begun.length, 1000);
  assert.equal(new Set(begun).size, 1000);
});

onBoth('The jobs of a process that is killed are done by another', async ({ place, open }, t) => {
  const at = await place();
  const store = await open({ place: at });
  const pace = { lease: 1500, beat: 300, poll: 100 };
  const told: JobProcess = { place: at, hangs: true, pace };
  const victim = startProcess<unknown>(t, 'job-process.ts', told);
  await victim.printed(1);
  await addJobs(store, 30);
  await victim.printed(9);
  const heir = startProcess<unknown>(t, 'job-process.ts', { ...told, hangs: false });
  // While it lives, what it has in its hands is its own, however long that takes.
  await until(async () => (await unended(store)) === 8);
  await victim.kill();
  await until(async () => (await unended(store)) === 0);
  assert.equal(await heir.stop(), 0);
  assert.deepEqual(await counts(store), Array(30).fill(1));
});
