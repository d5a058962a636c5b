import { HttpError } from '../../http/problem.ts';

/**
 * What a database says, by its code: https://www.postgresql.org/docs/current/errcodes-appendix.html
 * and https://www.sqlite.org/rescode.html, of which the low byte is the kind.
 */
const sqlState = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const sqliteCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;

/** Whether a row was refused because another one has its key already, or its unique value. */
export const isTaken = (error: unknown): boolean =>
  sqlState(error) === '23505' || [1555, 2067].includes(sqliteCode(error));

/** Whether a transaction met another one, and may well succeed when it is done once more. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error));

/** The database is not to be had for now. Nothing of the work has been done, or nobody knows. */
export class Unavailable extends HttpError {
  constructor(cause?: unknown) {
    super(503, 'unavailable', 'The database is not available right now.', {
      headers: { 'Retry-After': '5' },
      cause,
    });
  }
}

/** Busy, i/o error, full, cannot open, read-only. */
const sqliteOutages = new Set([5, 6, 8, 10, 13, 14]);

/** An error of SQLite, or 503 where the disk or another process keeps it from working. */
export const sqliteFault = (error: unknown): unknown =>
  sqliteOutages.has(sqliteCode(error) & 0xff) ? new Unavailable(error) : error;

/**
 * Connection, resources, intervention (timeouts are), system; a transaction that idled too long, a
 * lock that was not to be had.
 */
const postgresOutages = /^(08|53|57|58|25P03|55P03)/;

/**
 * Whether PostgreSQL understood and refused a statement. All else is the connection's fault or the
 * server's; what has no severity did not come from the server at all.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && !postgresOutages.test(sqlState(error));
