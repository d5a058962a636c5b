import type { NamedOperation } from '../../api/operations.ts';
import { pathMatcher, type PathParameters } from '../../http/path.ts';
import { HttpError } from '../../http/problem.ts';
import type { Arrival, Call } from '../call.ts';
import { proxiedOperations } from '../proxied-operations.ts';

interface Route {
  readonly operation: NamedOperation;
  readonly match: (path: string) => PathParameters | undefined;
}

const parameterCount = (path: string): number => path.split('{').length - 1;
/** A list of segments takes whatever comes; two segments that are one parameter each take less. */
const generality = (path: string): number => parameterCount(path) + (path.includes('{*') ? 100 : 0);
const firstSegment = (path: string): string => path.split('/', 2)[1] ?? '';

/**
 * By first segment, which is never a parameter; literal paths come before those with parameters, and
 * those with a list of segments last.
 */
const routes: ReadonlyMap<string, readonly Route[]> = Map.groupBy(
  proxiedOperations
    .toSorted((a, b) => generality(a.path) - generality(b.path))
    .map((operation) => ({ operation, match: pathMatcher(operation.path) })),
  ({ operation }) => firstSegment(operation.path),
);

const matching = (path: string): readonly { operation: NamedOperation; params: PathParameters }[] =>
  (routes.get(firstSegment(path)) ?? []).flatMap(({ operation, match }) => {
    const params = match(path);
    return params ? [{ operation, params }] : [];
  });

/** The methods that a path offers, `HEAD` and `OPTIONS` included; none for an unknown path. */
export const methodsAt = (path: string): readonly string[] => {
  const methods = new Set<string>(matching(path).map((it) => it.operation.method));
  if (methods.size === 0) return [];
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods, 'OPTIONS'];
};

/**
 * Finds the operation that a request asks for. From here on the request's own path is not used
 * again: what goes upstream is built from the operation's template.
 *
 * @throws {HttpError} 404 for an unknown path, 405 for a known one with another method, 403
 * `not_exposed` for an operation that this proxy does not offer
 */
export const match = (arrival: Arrival): Call => {
  const { request, path, settings } = arrival;
  const candidates = matching(path);
  if (candidates.length === 0) {
    throw new HttpError(404, 'not_found', 'There is nothing at this address.');
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const found = candidates.find((it) => it.operation.method === method);
  if (!found) {
    throw new HttpError(405, 'method_not_allowed', `${request.method} is not offered here.`, {
      headers: { Allow: methodsAt(path).join(', ') },
    });
  }
  const { operation, params } = found;
  arrival.event['operation'] = operation.name;
  const pins = settings.exposure.get(operation.name);
  const offered = operation.audience === 'visitor' ? pins : settings.authorize;
  if (!offered) {
    throw new HttpError(403, 'not_exposed', `${operation.name} is not offered here.`, {
      hint:
        operation.audience === 'visitor'
          ? `Add ${operation.name} to FAE_EXPOSE to offer it.`
          : `${operation.name} is for operators: it needs the option "authorize".`,
    });
  }
  const input = { params, query: {}, body: undefined };
  return {
    ...arrival,
    operation,
    pins: pins ?? {},
    signal: request.signal,
    input,
    sent: input,
    upload: undefined,
    forwarded: undefined,
    visitor: undefined,
    refund: undefined,
    upstream: undefined,
    answer: undefined,
    remember: undefined,
    span: settings.telemetry.startCall(operation),
  };
};
