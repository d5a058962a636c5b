import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A job may be there to be taken, or somebody's job has been stopped. */
export type Notice = 'added' | 'stopped';

/**
 * What workers tell one another. Nothing depends on it: who misses a notice finds out a little later,
 * by looking.
 */
export interface Notices {
  /** Those of a transaction arrive after it; those of one that is undone may, or may not. */
  readonly send: (db: Kysely<Tables>, notice: Notice) => Promise<void>;
  /** @returns what ends it */
  readonly subscribe: (listener: (notice: Notice) => void) => () => void;
}

/** Listeners in this process, and what calls them all. */
export const createListeners = () => {
  const listeners = new Set<(notice: Notice) => void>();
  return {
    call: (notice: Notice): void => {
      for (const listener of listeners) listener(notice);
    },
    subscribe: (listener: (notice: Notice) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

/**
 * Within one process. SQLite has one connection, so whoever hears of a job before its transaction
 * has ended looks for it after that.
 */
export const localNotices = (): Notices => {
  const { call, subscribe } = createListeners();
  return {
    send: (_db, notice) => {
      call(notice);
      return Promise.resolve();
    },
    subscribe,
  };
};
