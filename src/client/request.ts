import type { Operation } from '../api/operation.ts';
import { ApiError } from './errors.ts';

export type Input = Readonly<Record<string, unknown>>;

const segment = (name: string, value: unknown): string => {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new ApiError('invalid_request', `"${name}" must be given as a string.`);
  }
  return encodeURIComponent(value);
};

/** The path of an operation, its parameters taken out of `rest` and encoded. */
const pathOf = (operation: Operation, rest: Record<string, unknown>): string =>
  operation.path.replace(/\{(\*?)(\w+)\}/g, (_, many: string, name: string) => {
    const value = rest[name];
    delete rest[name];
    if (!many) return segment(name, value);
    return (Array.isArray(value) ? value : []).map((it) => segment(name, it)).join('/');
  });

const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const formOf = (fields: Record<string, unknown>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, value instanceof Blob ? value : plainText(value));
  }
  return form;
};

/** What goes out for an operation: `input` holds path, query and body fields side by side. */
export const requestOf = (
  operation: Operation,
  input: Input,
  workspace: string | undefined,
): { path: string; init: { method: string; body?: BodyInit; headers: Headers } } => {
  const rest: Record<string, unknown> = { ...input };
  const place = operation.workspace;
  if (place && workspace !== undefined && rest[place.as] === undefined) rest[place.as] = workspace;
  let path = pathOf(operation, rest);

  const query = new URLSearchParams();
  for (const name of [...(operation.query ?? []), ...(place?.in === 'query' ? [place.as] : [])]) {
    if (rest[name] !== undefined) query.set(name, plainText(rest[name]));
    delete rest[name];
  }
  if (query.size) path += `?${query}`;

  const headers = new Headers({ Accept: operation.types?.join(', ') ?? 'application/json' });
  if (!operation.body) return { path, init: { method: operation.method, headers } };
  if (operation.body === 'form') {
    return { path, init: { method: operation.method, headers, body: formOf(rest) } };
  }
  headers.set('Content-Type', 'application/json');
  return { path, init: { method: operation.method, headers, body: JSON.stringify(rest) } };
};
