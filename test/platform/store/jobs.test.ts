/** The jobs table: who gets a job, when, and how it ends. */
import assert from 'node:assert/strict';
import {
  deleteEndedJobs,
  endJob,
  renewLeases,
  repeatJob,
  retryJob,
  returnJob,
} from '../../../src/platform/store/claims.ts';
import {
  addJob,
  beginJob,
  claimAbandonedJob,
  claimJob,
  nextJobAt,
  stopJob,
  type Claim,
  type JobWish,
} from '../../../src/platform/store/jobs.ts';
import { transact, type Store } from '../../../src/platform/store/store.ts';
import { onBoth, type Target } from './databases.ts';
import { workspace } from './open-store.ts';

const second = 1000;
const minute = 60 * second;

/** A store whose clock the test moves. */
const openTimed = async ({ open }: Target) => {
  let time = Date.parse('2030-01-01T00:00:00Z');
  const store = await open({ now: () => time });
  return {
    store,
    start: time,
    pass: (milliseconds: number): void => {
      time += milliseconds;
    },
  };
};

const wish = (more: Partial<JobWish> = {}): JobWish => ({
  kind: 'bot',
  workspace,
  document: { text: 'Hello' },
  ...more,
});

const add = async (store: Store, more: Partial<JobWish> = {}): Promise<string> => {
  const id = await addJob(store, wish(more));
  assert.ok(id);
  return id;
};

const claim = async (store: Store): Promise<Claim> => {
  const claimed = await claimJob(store, ['bot'], minute);
  assert.ok(claimed);
  return claimed;
};

const rowOf = (store: Store, id: string) =>
  store.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

const idsOf = async (store: Store): Promise<string[]> => {
  const rows = await store.db.selectFrom('jobs').select('id').orderBy('created_at').execute();
  return rows.map(({ id }) => id);
};

onBoth('A job is taken once, with what is to be done', async (target) => {
  const { store } = await openTimed(target);
  const document = { image: 'http://localhost:4600/files/64b7f0c2a1d3e4f5a6b7c8d9/a.png' };
  const id = await add(store, { subject: 'bot-1', document });
  const claimed = await claim(store);
  const { lease, ...rest } = claimed;
  assert.ok(lease);
  assert.deepEqual(rest, {
    id,
    kind: 'bot',
    workspace,
    subject: 'bot-1',
    document,
    attempt: 1,
    isLastAttempt: true,
  });
  assert.equal(await claimJob(store, ['bot'], minute), undefined);
});

onBoth('Only workers of its kind take a job', async (target) => {
  const { store } = await openTimed(target);
  await add(store);
  assert.equal(await claimJob(store, ['refresh', 'reply'], minute), undefined);
  assert.ok(await claimJob(store, ['refresh', 'bot'], minute));
});

onBoth('Urgent jobs go first, then those that were due first', async (target) => {
  const { store, start, pass } = await openTimed(target);
  const late = await add(store, { at: start + 2 * second });
  const early = await add(store, { at: start + second });
  const urgent = await add(store, { at: start + 2 * second, priority: 1 });
  assert.equal(await nextJobAt(store, ['bot'], second / 2), undefined);
  assert.equal(await nextJobAt(store, ['bot'], minute), start + second);
  assert.equal(await claimJob(store, ['bot'], minute), undefined);
  pass(2 * second);
  const order = [await claim(store), await claim(store), await claim(store)];
  assert.deepEqual(
    order.map(({ id }) => id),
    [urgent, early, late],
  );
});

onBoth(
  'A job that nobody renews goes to the next one, and is lost to the first',
  async (target) => {
    const { store, pass } = await openTimed(target);
    await add(store, { attempts: 2 });
    const first = await claim(store);
    pass(50 * second);
    assert.deepEqual(await renewLeases(store, [first.lease], minute), new Set([first.lease]));
    pass(50 * second);
    assert.equal(await claimJob(store, ['bot'], minute), undefined);
    pass(10 * second);
    const next = await claim(store);
    assert.equal(next.attempt, 2);
    assert.ok(next.isLastAttempt);
    assert.deepEqual(
      await renewLeases(store, [first.lease, next.lease], minute),
      new Set([next.lease]),
    );
    assert.equal(await endJob(store, first, 'done', { by: 'first' }), false);
    assert.equal(await endJob(store, next, 'done', { by: 'next' }), true);
    assert.equal(await endJob(store, next, 'failed', {}), false);
    const row = await rowOf(store, next.id);
    assert.deepEqual([row.status, row.document, row.lease], ['done', '{"by":"next"}', null]);
  },
);

onBoth('A job is begun as often as it may be, and then buried', async (target) => {
  const { store, pass } = await openTimed(target);
  await add(store, { attempts: 2 });
  await claim(store);
  assert.equal(await transact(store, (inner) => claimAbandonedJob(inner, ['bot'])), undefined);
  pass(minute);
  const last = await claim(store);
  pass(minute);
  assert.equal(await claimJob(store, ['bot'], minute), undefined);
  const others = await transact(store, (inner) => claimAbandonedJob(inner, ['reply']));
  assert.equal(others, undefined);
  const dead = await transact(store, (inner) => claimAbandonedJob(inner, ['bot']));
  assert.equal(dead?.id, last.id);
  assert.equal(dead.lease, last.lease);
});

onBoth('A job is given back, tried again or repeated', async (target) => {
  const { store, start, pass } = await openTimed(target);
  const id = await add(store, { attempts: 2 });
  assert.equal(await returnJob(store, await claim(store)), true);
  const first = await claim(store);
  assert.equal(first.attempt, 1);
  assert.equal(await retryJob(store, first, start + second), true);
  assert.equal(await claimJob(store, ['bot'], minute), undefined);
  pass(second);
  const again = await claim(store);
  assert.equal(again.attempt, 2);
  assert.equal(await repeatJob(store, again, start + minute, { runs: 1 }), true);
  assert.equal((await rowOf(store, id)).status, 'queued');
  pass(minute);
  const repeated = await claim(store);
  assert.deepEqual([repeated.attempt, repeated.document], [1, { runs: 1 }]);
});

onBoth('For one subject there is one job of a kind at a time', async (target) => {
  const { store } = await openTimed(target);
  await add(store, { subject: 'bot-1' });
  assert.equal(await addJob(store, wish({ subject: 'bot-1' })), undefined);
  await add(store, { subject: 'bot-2' });
  await add(store, { subject: 'bot-1', kind: 'refresh' });
  const running = await claim(store);
  assert.equal(await addJob(store, wish({ subject: 'bot-1' })), undefined);
  await endJob(store, running, 'done', {});
  await add(store, { subject: 'bot-1' });
});

onBoth('What is stopped is not begun, and lost to whoever does it', async (target) => {
  const { store } = await openTimed(target);
  assert.equal(await stopJob(store, 'bot', 'bot-1'), false);
  await add(store, { subject: 'bot-1' });
  assert.equal(await stopJob(store, 'bot', 'bot-1'), true);
  assert.equal(await claimJob(store, ['bot'], minute), undefined);
  await add(store, { subject: 'bot-1' });
  const running = await claim(store);
  assert.equal(await stopJob(store, 'bot', 'bot-1'), true);
  assert.deepEqual(await renewLeases(store, [running.lease], minute), new Set());
  assert.equal(await endJob(store, running, 'done', {}), false);
  assert.equal((await rowOf(store, running.id)).status, 'stopped');
});

onBoth('A job is added with its transaction or not at all', async (target) => {
  const { store } = await openTimed(target);
  const undone = transact(store, async (inner) => {
    await addJob(inner, wish());
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  assert.equal(await claimJob(store, ['bot'], minute), undefined);
});

onBoth(
  'Jobs of nobody in particular are possible, and a workspace takes its own along',
  async (target) => {
    const { store } = await openTimed(target);
    await add(store);
    const nobodys = await add(store, { workspace: undefined });
    await store.db.deleteFrom('workspaces').where('id', '=', workspace).execute();
    assert.deepEqual(await idsOf(store), [nobodys]);
  },
);

onBoth('Ended jobs are forgotten after a time, others never', async (target) => {
  const { store, pass } = await openTimed(target);
  const waiting = await add(store);
  const at = store.now();
  const done = await beginJob(store, wish(), minute);
  await endJob(store, done, 'done', {});
  pass(minute);
  const lately = await beginJob(store, wish(), minute);
  await endJob(store, lately, 'failed', {});
  await deleteEndedJobs(store, at + second);
  assert.deepEqual(await idsOf(store), [waiting, lately.id]);
});
