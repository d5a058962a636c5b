import { allowOrigin } from '../http/cors.ts';
import { sealed } from '../http/headers.ts';
import { HttpError, problemResponse } from '../http/problem.ts';
import type { Arrival } from './call.ts';

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
];

/** For the log: without any secret, in whatever case something has put it. */
const redacted = (text: string, secrets: readonly string[]): string => {
  const patterns = secrets.map((secret) => secret.replace(/[^\w]/g, '\\$&'));
  return patterns.reduce(
    (rest, pattern) => rest.replace(new RegExp(pattern, 'gi'), '[secret]'),
    text,
  );
};

const asHttpError = ({ settings, event }: Arrival, error: unknown): HttpError => {
  if (error instanceof HttpError) return error;
  // A bug of ours or of the owner's hook: the log gets what is needed to find it, the visitor nothing.
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  event['error'] = redacted(trace, settings.upstreams.secrets());
  return new HttpError(500, 'server_error', 'Something went wrong on our side.');
};

/** The answer to a request that was refused or failed. */
export const refusal = (arrival: Arrival, error: unknown): Response => {
  const problem = asHttpError(arrival, error);
  arrival.event['code'] = problem.code;
  if (problem.hint !== undefined) {
    // A hint may quote an upstream, and an upstream may quote what it was sent.
    arrival.event['hint'] = redacted(problem.hint, arrival.settings.upstreams.secrets());
  }
  const response = problemResponse(problem, arrival.requestId);
  response.headers.set('Cache-Control', 'no-store');
  return response;
};

/** What every answer carries, refusals included. */
export const finish = (arrival: Arrival, response: Response): Response => {
  const { origin, settings, request, requestId, notes } = arrival;
  const { headers } = response;
  for (const [name, value] of [...Object.entries(sealed), ...notes]) headers.set(name, value);
  headers.set('X-Request-Id', requestId);
  headers.set('Vary', 'Origin');
  const isAllowed = origin !== undefined && settings.origins.has(origin);
  headers.set('Cross-Origin-Resource-Policy', isAllowed ? 'cross-origin' : 'same-origin');
  if (isAllowed) allowOrigin(headers, origin, exposedHeaders);
  arrival.event['status'] = response.status;
  if (request.method !== 'HEAD') return response;
  return new Response(null, { status: response.status, headers });
};
