import { setImmediate as next } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Waits for one's turn. SQLite answers without waiting, so a long queue of jobs would let nothing else
 * come in between. Immediates that were asked for together are called together; here each of them
 * waits for the one before, and so requests get in between any two.
 */
export const turn = (): Promise<void> => (last = last.then(() => next()));
