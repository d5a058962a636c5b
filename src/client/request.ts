import type { Operation } from '../api/operation.ts';
import { ApiError } from './errors.ts';

export type Input = Readonly<Record<string, unknown>>;
/** What of the input has not found its place yet. */
export type Rest = Record<string, unknown>;

export interface OutgoingRequest {
  /** With the query; below the target's base. */
  readonly path: string;
  readonly headers: Headers;
  readonly body?: BodyInit;
  /** Where the body is a stream: the answer is not read before all of it is sent. */
  readonly duplex?: 'half';
}

/** Writes the request of an operation: `input` holds path, query and body fields side by side. */
export type WriteRequest = (operation: Operation, input: Input) => OutgoingRequest;

/** A value as one segment of a path. */
export const segment = (name: string, value: unknown): string => {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new ApiError('invalid_request', `"${name}" must be given as a string.`);
  }
  return encodeURIComponent(value);
};

export const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export const take = (rest: Rest, name: string): unknown => {
  const value = rest[name];
  delete rest[name];
  return value;
};

/** Path and query, whose parameters are taken out of `rest`. */
export const addressOf = (operation: Operation, rest: Rest): string => {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    segment(name, take(rest, name)),
  );
  const query = new URLSearchParams();
  for (const name of operation.query ?? []) {
    const value = take(rest, name);
    if (value !== undefined) query.set(name, plainText(value));
  }
  return query.size ? `${path}?${query}` : path;
};

/** The request to an address, with `rest` as JSON where the operation takes that. */
export const requestTo = (path: string, operation: Operation, rest: Rest): OutgoingRequest => {
  const headers = new Headers({ Accept: operation.types?.join(', ') ?? 'application/json' });
  if (operation.body !== 'json') return { path, headers };
  headers.set('Content-Type', 'application/json');
  return { path, headers, body: JSON.stringify(rest) };
};

/** Writes what visitors send: parameters of one segment, and JSON. Elements carry no more than that. */
export const writeRequest: WriteRequest = (operation, input) => {
  const rest = { ...input };
  return requestTo(addressOf(operation, rest), operation, rest);
};
