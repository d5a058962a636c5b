import { allowOrigin } from '../http/cors.ts';
import { sealed } from '../http/headers.ts';
import { HttpError, problemResponse } from '../http/problem.ts';
import type { Arrival } from './call.ts';
import { redacted } from './redacted.ts';

/** What pages of allowed origins may read of an answer's headers. */
const exposedHeaders = [
  'Fae-Visitor',
  'Retry-After',
  'X-Request-Id',
  'Content-Length',
  'Content-Range',
  'Accept-Ranges',
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Idempotent-Replayed',
];

const asHttpError = ({ settings, event }: Arrival, error: unknown): HttpError => {
  if (error instanceof HttpError) return error;
  // A bug of ours or of the owner's hook: the log gets what is needed to find it, the visitor nothing.
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  event['error'] = redacted(trace, settings.secrets());
  return new HttpError(500, 'server_error', 'Something went wrong on our side.');
};

/** The answer to a request that was refused or failed. */
export const refusal = (arrival: Arrival, error: unknown): Response => {
  const { event, settings, requestId } = arrival;
  const problem = asHttpError(arrival, error);
  event['code'] = problem.code;
  // A hint may quote an upstream, and an upstream may quote what it was sent.
  const hint = problem.hint === undefined ? undefined : redacted(problem.hint, settings.secrets());
  if (hint !== undefined) event['hint'] = hint;
  // On one's own machine the answer helps in setting up; elsewhere only the log does.
  const response = problemResponse(problem, requestId, settings.local ? { hint } : {});
  response.headers.set('Cache-Control', 'no-store');
  return response;
};

/** What every answer carries, refusals included. */
export const finish = (arrival: Arrival, response: Response): Response => {
  const { origin, settings, request, requestId, notes } = arrival;
  const { headers } = response;
  for (const [name, value] of Object.entries(sealed)) headers.set(name, value);
  for (const [name, value] of notes) headers.set(name, value);
  headers.set('X-Request-Id', requestId);
  headers.set('Vary', 'Origin');
  const isAllowed = origin !== undefined && settings.origins.has(origin);
  headers.set('Cross-Origin-Resource-Policy', isAllowed ? 'cross-origin' : 'same-origin');
  if (isAllowed) allowOrigin(headers, origin, exposedHeaders);
  arrival.event['status'] = response.status;
  if (request.method !== 'HEAD') return response;
  return new Response(null, { status: response.status, headers });
};
