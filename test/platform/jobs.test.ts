/** How a process does jobs. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import type { Job, JobHandlers } from '../../src/platform/jobs/job.ts';
import { createJobs, type JobsOptions } from '../../src/platform/jobs/jobs.ts';
import { addJob, beginJob, stopJob, type JobWish } from '../../src/platform/store/jobs.ts';
import { transact } from '../../src/platform/store/store.ts';
import { raiseRevision, revisionOf } from '../../src/platform/store/revisions.ts';
import { onBoth, type Target } from './store/databases.ts';
import { workspace, type OpenStore } from './store/open-store.ts';
import { until } from './until.ts';

const day = 86_400_000;

const open = async ({ open: openStore }: Target) => {
  const store = await openStore();
  const events: unknown[] = [];
  /** Closed before its store is, at the test's end at the latest. */
  const start = (
    t: TestContext,
    handlers: JobHandlers,
    pace: Partial<JobsOptions> = {},
    performed: readonly string[] = [],
  ) => {
    const log = (event: unknown) => events.push(event);
    const jobs = createJobs({ store, log, retain: day, poll: 50, beat: 50, ...pace });
    jobs.start(handlers, performed);
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= jobs.close());
    t.after(close);
    return { ...jobs, close };
  };
  return { store, events, start };
};

const add = async (store: OpenStore, more: Partial<JobWish> = {}): Promise<string> => {
  const id = await addJob(store, { kind: 'bot', workspace, document: { text: 'Hi' }, ...more });
  assert.ok(id);
  return id;
};

const rowOf = (store: OpenStore, id: string) =>
  store.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

const ended = async (store: OpenStore, id: string) => {
  await until(async () => !['queued', 'running'].includes((await rowOf(store, id)).status));
  const { status, document } = await rowOf(store, id);
  return { status, document: JSON.parse(document) as unknown };
};

onBoth('A job is done, and keeps what came of it', async (target, t) => {
  const { store, start } = await open(target);
  start(t, { bot: { run: () => Promise.resolve({ document: { steps: 3 } }) } });
  const id = await add(store);
  assert.deepEqual(await ended(store, id), {
    status: 'done',
    document: { text: 'Hi', steps: 3 },
  });
});

onBoth('A job that throws is tried again, then it has failed for good', async (target, t) => {
  const { store, start } = await open(target);
  const attempts: number[] = [];
  const failures: string[] = [];
  start(t, {
    bot: {
      run: ({ attempt }) => {
        attempts.push(attempt);
        return Promise.reject(new Error(`no luck with ${attempt}`));
      },
      onFailed: async (inner, { id }, reason) => {
        failures.push(reason);
        await raiseRevision(inner, workspace, id);
      },
    },
  });
  const id = await add(store, { attempts: 2 });
  assert.deepEqual(await ended(store, id), {
    status: 'failed',
    document: { text: 'Hi', error: 'no luck with 2' },
  });
  assert.deepEqual(attempts, [1, 2]);
  assert.deepEqual(failures, ['no luck with 2']);
  assert.equal(await revisionOf(store, workspace, id), 1);
});

onBoth('What a job writes comes with its end, or not at all', async (target, t) => {
  const { store, start } = await open(target);
  start(t, {
    bot: {
      run: ({ id }) =>
        Promise.resolve({
          write: async (inner) => {
            await raiseRevision(inner, workspace, id);
            throw new Error('the last line');
          },
        }),
    },
  });
  const id = await add(store);
  assert.equal((await ended(store, id)).status, 'failed');
  assert.equal(await revisionOf(store, workspace, id), 0);
});

onBoth('An interval goes on until it is stopped', async (target, t) => {
  const { store, start } = await open(target);
  let runs = 0;
  start(t, {
    bot: {
      run: ({ document }) => {
        runs += 1;
        return Promise.resolve({ again: 1, document: { runs: Number(document['runs'] ?? 0) + 1 } });
      },
    },
  });
  const id = await add(store, { subject: 'bot-1' });
  await until(() => runs >= 4);
  await until(() => stopJob(store, 'bot', 'bot-1'));
  const { status, document } = await ended(store, id);
  assert.equal(status, 'stopped');
  assert.ok((document as { runs: number }).runs >= 3);
});

onBoth('Whoever does a job hears that it was stopped', async (target, t) => {
  const { store, start } = await open(target);
  const begun = Promise.withResolvers<Job>();
  start(
    t,
    {
      bot: {
        run: async (job) => {
          begun.resolve(job);
          await once(job.signal, 'abort');
          throw new Error('the stopped job’s own trouble');
        },
      },
    },
    // It is told, it does not have to find out.
    { beat: 60_000 },
  );
  const id = await add(store, { subject: 'bot-1' });
  const { signal } = await begun.promise;
  await stopJob(store, 'bot', 'bot-1');
  await until(() => signal.aborted);
  assert.match(String(signal.reason), /no longer in the hands/);
  assert.equal((await ended(store, id)).status, 'stopped');
});

onBoth(
  'No more is done at a time than there are places, and of a kind no more than its limit',
  async (target, t) => {
    const { store, start } = await open(target);
    const now = { bot: 0, slow: 0 };
    const most = { bot: 0, slow: 0, all: 0 };
    const full = Promise.withResolvers<undefined>();
    const run = async ({ kind }: Job) => {
      const it = kind === 'bot' ? 'bot' : 'slow';
      now[it] += 1;
      most[it] = Math.max(most[it], now[it]);
      most.all = Math.max(most.all, now.bot + now.slow);
      if (most.all === 3) full.resolve(undefined);
      await full.promise;
      // Time for one too many to begin.
      await revisionOf(store, workspace, 'x');
      now[it] -= 1;
      return undefined;
    };
    const ids = [];
    for (let index = 0; index < 10; index += 1) {
      ids.push(await add(store), await add(store, { kind: 'slow' }));
    }
    start(t, { bot: { run }, slow: { run, limit: 1 } }, { places: 3 });
    for (const id of ids) assert.equal((await ended(store, id)).status, 'done');
    assert.equal(most.slow, 1);
    assert.equal(most.all, 3);
  },
);

onBoth('A long queue of jobs lets everything else in between', async (target, t) => {
  const { store, start } = await open(target);
  await transact(store, async (inner) => {
    for (let index = 0; index < 200; index += 1) {
      await addJob(inner, { kind: 'bot', workspace, document: {} });
    }
  });
  let rounds = 0;
  let done = 0;
  const all = Promise.withResolvers<undefined>();
  const count = (): void => {
    rounds += 1;
    if (done < 200) setImmediate(count);
  };
  count();
  start(t, {
    bot: {
      run: () => {
        done += 1;
        if (done === 200) all.resolve(undefined);
        return Promise.resolve(undefined);
      },
    },
  });
  await all.promise;
  // Between any two jobs the process has looked for requests.
  assert.ok(rounds > 200, `${rounds} rounds`);
});

onBoth('A process that ends gives back what it has not finished', async (target, t) => {
  const { store, start } = await open(target);
  const begun = Promise.withResolvers<undefined>();
  const first = start(t, {
    bot: {
      run: async ({ signal }) => {
        begun.resolve(undefined);
        await once(signal, 'abort');
        throw signal.reason;
      },
    },
  });
  const id = await add(store);
  await begun.promise;
  await first.close();
  const { status, attempts } = await rowOf(store, id);
  assert.deepEqual([status, attempts], ['queued', 0]);
  start(t, { bot: { run: () => Promise.resolve(undefined) } });
  assert.equal((await ended(store, id)).status, 'done');
});

onBoth('What died with its process is told to those who know what it means', async (target, t) => {
  const { store, start } = await open(target);
  const wish = { kind: 'bot', workspace, document: { text: 'Hi' } };
  const { id } = await beginJob(store, wish, 0);
  start(t, {
    bot: {
      run: () => Promise.resolve(undefined),
      onFailed: (inner, job) => raiseRevision(inner, workspace, job.id),
    },
  });
  const error = 'The process that was doing it ended.';
  assert.deepEqual(await ended(store, id), { status: 'failed', document: { text: 'Hi', error } });
  assert.equal(await revisionOf(store, workspace, id), 1);
});

onBoth(
  'Jobs of a kind that this process does not know are left to one that does',
  async (target, t) => {
    const { store, start } = await open(target);
    const wish = { kind: 'later', workspace, document: { text: 'Hi' } };
    const { id: dead } = await beginJob(store, wish, 0);
    const queued = await add(store, { kind: 'later' });
    const old = start(t, { bot: { run: () => Promise.resolve(undefined) } });
    const { id: own } = await beginJob(store, { ...wish, kind: 'bot' }, 0);
    assert.equal((await ended(store, own)).status, 'failed');
    const states = async () => [
      (await rowOf(store, dead)).status,
      (await rowOf(store, queued)).status,
    ];
    assert.deepEqual(await states(), ['running', 'queued']);
    await old.close();
    start(t, { later: { run: () => Promise.resolve(undefined) } });
    await ended(store, dead);
    await ended(store, queued);
    assert.deepEqual(await states(), ['failed', 'done']);
  },
);

onBoth('What was performed for an answer fails with its process', async (target, t) => {
  const { store, start } = await open(target);
  const { id } = await beginJob(store, { kind: 'speech', workspace, document: {} }, 0);
  start(t, {}, {}, ['speech']);
  assert.equal((await ended(store, id)).status, 'failed');
});

onBoth('A job that somebody waits for is done at once', async (target, t) => {
  const { store, start } = await open(target);
  const jobs = start(t, {});
  const wish = { kind: 'speech', workspace, document: { text: 'Hi' } };
  const answer = await jobs.perform(wish, () =>
    Promise.resolve({ answer: 'spoken', document: { bytes: 6 } }),
  );
  assert.equal(answer, 'spoken');
  const fails = jobs.perform(wish, () => Promise.reject(new Error('hoarse')));
  await assert.rejects(fails, /hoarse/);
  const rows = await store.db.selectFrom('jobs').selectAll().orderBy('id').execute();
  assert.deepEqual(
    rows.map(({ status, document }) => [status, JSON.parse(document)]),
    [
      ['done', { text: 'Hi', bytes: 6 }],
      ['failed', { text: 'Hi', error: 'hoarse' }],
    ],
  );
});
