import type { JobWish } from '../store/jobs.ts';
import type { Fields } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/** What a worker is given. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly workspace: string | undefined;
  readonly subject: string | undefined;
  readonly document: Fields;
  /** The first is 1. */
  readonly attempt: number;
  /**
   * Aborts when the job has been stopped, when this process is ending (then another one begins the job
   * again), and when the job had to be given up for somebody else's.
   */
  readonly signal: AbortSignal;
}

/** How a job ended. */
export interface JobEnd {
  /** What came of it; kept with what was to be done. */
  readonly document?: Fields | undefined;
  /** Done again in so many milliseconds, instead of having ended: an interval. */
  readonly again?: number | undefined;
  /**
   * What is written because of it: together with its end, and so once, however often it was begun. May
   * be called several times, like the work of any transaction.
   */
  readonly write?: ((store: Store) => Promise<void>) | undefined;
}

/** How the jobs of one kind are done. */
export interface JobHandler {
  /** Whoever throws has failed; the job is tried again as often as it was added for. */
  readonly run: (job: Job) => Promise<JobEnd | undefined>;
  /** How many of them this process does at a time; as many as there are places, unless given. */
  readonly limit?: number;
  /** Writes, together with its end, that a job has failed for good, or that its process died. */
  readonly onFailed?: (store: Store, job: Omit<Job, 'signal'>, reason: string) => Promise<void>;
}

/** By kind. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** The work of one job at the hands of whoever asked for it. */
export interface Performance<T> {
  readonly answer: T;
  /** What came of it; kept with what was to be done. */
  readonly document?: Fields;
}

export interface Jobs {
  /**
   * Begins to do what is there to be done. Jobs of other kinds than the given ones are left alone:
   * another process may know what they mean.
   *
   * @param performed the kinds that `perform` does; those whose process died are failed
   */
  readonly start: (handlers: JobHandlers, performed?: readonly string[]) => void;
  /**
   * Does a job now, for an answer that somebody waits for. If this process dies, it has failed.
   *
   * @throws what `work` throws
   */
  readonly perform: <T>(
    wish: Pick<JobWish, 'kind' | 'workspace' | 'document'>,
    work: (signal: AbortSignal) => Promise<Performance<T>>,
  ) => Promise<T>;
  /** Takes no more, gives back what is not finished, and waits for all of it. */
  readonly close: () => Promise<void>;
}
