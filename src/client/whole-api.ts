import type { Operation } from '../api/operation.ts';
import { formOf } from './form.ts';
import {
  addressOf,
  requestTo,
  segment,
  take,
  type OutgoingRequest,
  type Rest,
  type WriteRequest,
} from './request.ts';

/** A path whose lists of segments (`{*key}`) are filled in. */
const withLists = (path: string, rest: Rest): string =>
  path.replace(/\{\*(\w+)\}/g, (_, name: string) => {
    const value = take(rest, name);
    return (Array.isArray(value) ? value : []).map((it) => segment(name, it)).join('/');
  });

/** Whatever the other side's own interface takes. */
const forwarded = (path: string, operation: Operation, rest: Rest): OutgoingRequest => {
  const query = new URLSearchParams(take(rest, 'query') as Record<string, string> | undefined);
  const body = take(rest, 'body');
  const kind = body === undefined ? {} : { body: 'json' as const };
  const address = addressOf({ ...operation, path, query: [] }, rest);
  const request = requestTo(
    query.size ? `${address}?${query}` : address,
    { ...operation, ...kind },
    {},
  );
  return body === undefined ? request : { ...request, body: JSON.stringify(body) };
};

/**
 * Writes the requests of both APIs whole: also forms, lists of segments, and the workspace where the
 * caller has not named one.
 */
export const writeFor =
  (workspace?: string): WriteRequest =>
  (operation, input) => {
    const rest: Rest = { ...input };
    const place = operation.workspace;
    if (place && workspace !== undefined) rest[place.as] ??= workspace;
    const query = [...(operation.query ?? []), ...(place?.in === 'query' ? [place.as] : [])];
    const path = withLists(operation.path, rest);
    if (operation.forwards) return forwarded(path, operation, rest);
    const request = requestTo(addressOf({ ...operation, path, query }, rest), operation, rest);
    if (operation.body !== 'form') return request;
    const { type, ...form } = formOf(rest);
    if (type) request.headers.set('Content-Type', type);
    return { ...request, ...form };
  };
