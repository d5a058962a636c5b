import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '../store/faults.ts';
import { endJob, repeatJob, retryJob, returnJob } from '../store/claims.ts';
import type { Claim } from '../store/jobs.ts';
import type { Fields } from '../store/records.ts';
import { transact, type Store } from '../store/store.ts';
import type { JobEnd, JobHandler } from './job.ts';
import { LeaseLost } from './leases.ts';
import { turn } from './turn.ts';

/** The process is ending: its jobs go back. */
export class Closing extends Error {
  override readonly name = 'Closing';
  constructor() {
    super('This process is ending.');
  }
}

const jobOf = ({ id, kind, workspace, subject, document, attempt }: Claim) => ({
  id,
  kind,
  workspace,
  subject,
  document,
  attempt,
});

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const firstPause = 1_000;
const longestPause = 60_000;

/** Each time twice as long, so that what is out of order gets time. */
const pauseAfter = (attempt: number): number =>
  Math.min(firstPause * 2 ** (attempt - 1), longestPause);

/** As long as the lease holds: a job that was done must not be done again for a lost connection. */
const persistently = async (signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Unavailable) || signal.aborted) throw error;
      await pause(firstPause, undefined, { signal });
    }
  }
};

/** Both or neither: what is written because of the job, and that it has ended. */
const succeed = (store: Store, claim: Claim, { document, again, write }: JobEnd): Promise<void> =>
  transact(store, async (inner) => {
    const result: Fields = { ...claim.document, ...document };
    const isOurs =
      again === undefined
        ? await endJob(inner, claim, 'done', result)
        : await repeatJob(inner, claim, inner.now() + again, result);
    if (!isOurs) throw new LeaseLost();
    await write?.(inner);
  });

/** Ends a job as failed for good. To be called in a transaction. */
export const fail = async (
  store: Store,
  claim: Claim,
  reason: string,
  handler?: JobHandler,
): Promise<void> => {
  const isOurs = await endJob(store, claim, 'failed', { ...claim.document, error: reason });
  if (!isOurs) throw new LeaseLost();
  await handler?.onFailed?.(store, jobOf(claim), reason);
};

const afterFailure = async (
  store: Store,
  claim: Claim,
  handler: JobHandler,
  error: unknown,
): Promise<void> => {
  if (claim.isLastAttempt) {
    await transact(store, (inner) => fail(inner, claim, reasonOf(error), handler));
  } else {
    await retryJob(store, claim, store.now() + pauseAfter(claim.attempt));
  }
};

/**
 * Does one job and writes down how it ended, unless it is somebody else's by then.
 *
 * @param lease aborts when the job is lost
 * @param closing aborts when the process ends
 * @throws where the end could not be written down; then the job is begun anew once its lease is over
 */
export const runJob = async (
  store: Store,
  claim: Claim,
  handler: JobHandler,
  { lease, closing }: { readonly lease: AbortSignal; readonly closing: AbortSignal },
): Promise<void> => {
  const signal = AbortSignal.any([lease, closing]);
  try {
    signal.throwIfAborted();
    const end = (await handler.run({ ...jobOf(claim), signal })) ?? {};
    await turn();
    await persistently(signal, () => succeed(store, claim, end));
  } catch (error) {
    if (lease.aborted || error instanceof LeaseLost) return;
    await persistently(signal, async () => {
      if (closing.aborted) await returnJob(store, claim);
      else await afterFailure(store, claim, handler, error);
    });
  }
};
