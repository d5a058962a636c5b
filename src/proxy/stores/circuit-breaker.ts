import { within } from './within.ts';

export interface CircuitBreakerOptions {
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** The longest that is waited for an answer. */
  readonly waitMs: number;
  /** The same until the first answer, since a connection must be made. */
  readonly firstWaitMs: number;
  /** How long what failed is left alone. */
  readonly retryMs: number;
  /** Called when it stops working, with the error, and when it works again. */
  readonly onChange: (failing: boolean, error?: unknown) => void;
}

/**
 * Asks somebody who may be gone. After a failure nobody is kept waiting: one in `retryMs` tries, for
 * the others it fails at once.
 */
export const circuitBreaker = ({
  now,
  waitMs,
  firstWaitMs,
  retryMs,
  onChange,
}: CircuitBreakerOptions) => {
  let hasAnswered = false;
  let failing = false;
  let retryAt = 0;

  const attempt = async <T>(run: () => Promise<T>): Promise<{ readonly value: T } | undefined> => {
    const probes = failing;
    const patience = hasAnswered ? waitMs : firstWaitMs;
    if (probes) {
      if (now() < retryAt) return undefined;
      retryAt = now() + patience + retryMs;
    }
    try {
      const value = await within(patience, run());
      hasAnswered = true;
      if (probes) {
        failing = false;
        onChange(false);
      }
      return { value };
    } catch (error) {
      // Others may have been waiting when the first one failed: they change nothing any more.
      if (probes || !failing) retryAt = now() + retryMs;
      if (!failing) {
        failing = true;
        onChange(true, error);
      }
      return undefined;
    }
  };
  return { attempt, isFailing: () => failing };
};
