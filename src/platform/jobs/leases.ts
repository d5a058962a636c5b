import { renewLeases } from '../store/claims.ts';
import type { Store } from '../store/store.ts';

/** The job was stopped, or it was taken for a dead process's and given to somebody else. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor() {
    super('The job is no longer in the hands of this process.');
  }
}

export interface Leases {
  readonly hold: (lease: string) => {
    /** Aborts once the lease is lost, for a reason that is a `LeaseLost`. */
    readonly signal: AbortSignal;
    readonly release: () => void;
  };
  /** Renews all that are held, and lets go of those that do not hold any more. */
  readonly renew: () => Promise<void>;
}

interface Held {
  readonly controller: AbortController;
  /** On this process's own clock. */
  endsAt: number;
}

/** The leases of all jobs that this process has in its hands. */
export const createLeases = (store: Store, lease: number): Leases => {
  const all = new Map<string, Held>();

  const lose = (name: string, { controller }: Held): void => {
    all.delete(name);
    controller.abort(new LeaseLost());
  };

  const renew = async (): Promise<void> => {
    const asked = [...all];
    if (asked.length === 0) return;
    const endsAt = performance.now() + lease;
    let kept: ReadonlySet<string>;
    try {
      kept = await renewLeases(store, [...all.keys()], lease);
    } catch (error) {
      // Nobody knows who has them now; once they have ended, it may be somebody else.
      for (const [name, held] of asked) if (held.endsAt <= performance.now()) lose(name, held);
      throw error;
    }
    for (const [name, held] of asked) {
      if (kept.has(name)) held.endsAt = endsAt;
      else if (all.has(name)) lose(name, held);
    }
  };

  return {
    hold: (name) => {
      const held = { controller: new AbortController(), endsAt: performance.now() + lease };
      all.set(name, held);
      return { signal: held.controller.signal, release: () => all.delete(name) };
    },
    renew,
  };
};
