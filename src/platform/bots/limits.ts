const minute = 60_000;
export const hour = 60 * minute;

/** What one bot may use. Whoever exceeds the first four is taken for a runaway, and stopped. */
export const limits = {
  /** Of one run. A node that a loop comes back to counts each time. */
  steps: 1_000,
  /** Milliseconds that the steps of one run may take together, not counting what delays wait. */
  work: 10 * minute,
  /** Milliseconds until a run has to be over, delays counted. */
  duration: 7 * 24 * hour,
  runsPerHour: 600,
  /** Runs of one bot that are under way at a time. */
  runsAtOnce: 20,
  /**
   * Characters that all bots of a workspace may speak together: about as much as somebody could listen
   * to meanwhile. Each sound is kept.
   */
  speechPerHour: 50_000,
  /** Bytes of JSON that one step may hand on. */
  output: 256 * 1024,
  /** Bytes of JSON that a run may carry along. */
  state: 1024 * 1024,
  /** Bytes of a request to a webhook. */
  webhookBody: 256 * 1024,
} as const;

/** As people read it: `1,000`. */
export const inWords = (count: number): string => count.toLocaleString('en');
