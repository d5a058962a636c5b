import { HttpError } from '../../http/problem.ts';

export const notFound = (what: string): HttpError =>
  new HttpError(404, 'not_found', `There is no such ${what}.`);

export const invalid = (message: string): HttpError =>
  new HttpError(400, 'invalid_request', message);

export const notConfigured = (message: string): HttpError =>
  new HttpError(503, 'not_configured', message);

/** What deletes answer. */
export const success = JSON.stringify({ success: true });
