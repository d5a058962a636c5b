import { preflightHeaders } from '../http/cors.ts';
import type { Arrival } from './call.ts';
import { methodsAt } from './steps/match.ts';
import { originRefused } from './steps/gate.ts';

const maxAge = 7200;
const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const requestHeaders = [
  'Content-Type',
  'Fae-Visitor',
  'Fae-Captcha',
  'Idempotency-Key',
  'Range',
  'If-Range',
  'If-None-Match',
  'If-Modified-Since',
  'X-Request-Id',
];

/**
 * Answers `OPTIONS`. An unknown path is granted too: else the page would see a network error instead
 * of the 404 that says what is wrong.
 *
 * @throws {HttpError} 403 `origin_not_allowed`
 */
export const preflight = (arrival: Arrival): Response => {
  const { origin, settings, path } = arrival;
  const known = methodsAt(path);
  const methods = known.length > 0 ? known : allMethods;
  if (origin === undefined) {
    return new Response(null, { status: 204, headers: { Allow: methods.join(', ') } });
  }
  if (!settings.origins.has(origin)) throw originRefused(arrival);
  // Only the owner's hook has a use for credentials.
  const offered = settings.authorize ? [...requestHeaders, 'Authorization'] : requestHeaders;
  return new Response(null, {
    status: 204,
    headers: preflightHeaders(methods, offered, maxAge),
  });
};
