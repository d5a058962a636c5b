import { after } from 'node:test';
import { startPostgres, type RunningPostgres } from './postgres.ts';

let shared: Promise<RunningPostgres> | undefined;

after(async () => {
  await (await shared)?.[Symbol.asyncDispose]();
});

/** One PostgreSQL for all tests of a file: begun by the first that wants it, ended after the last. */
export const sharedPostgres = (): Promise<RunningPostgres> => (shared ??= startPostgres());
