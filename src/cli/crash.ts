import { withoutSecrets } from './secrets.ts';

/** What happened and where; the members of an error are left out, since they may hold a request. */
const traceOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const trace = error.stack ?? error.message;
  return cause === undefined ? trace : `${trace}\ncaused by ${traceOf(cause)}`;
};

/**
 * Ends the process on an error that nobody has caught, with the error on standard error and exit code
 * 1. Node.js itself would do so too, but it prints all that an error carries, keys included.
 */
export const tellCrash = (): void => {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${withoutSecrets(process.env)(traceOf(error))}\n`);
    process.exit(1);
  });
  // Whoever read the log may leave; who is served stays.
  process.stdout.on('error', () => undefined);
};
