import { readJsonObject } from '../http/body.ts';
import { HttpError } from '../http/problem.ts';

const megabyte = 1024 * 1024;

/** What these would name in an object is JavaScript's own: the schemas drop them without a word. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON has no word for it: what was read as more than a number can be would be kept as `null`. */
const isBeyondNumbers = (value: unknown): boolean =>
  typeof value === 'number' && !Number.isFinite(value);

/** Why a value could not be kept as it was sent; the depth of what is read is bounded. */
const loss = (value: unknown): string | undefined => {
  if (isBeyondNumbers(value)) return 'The body has a number that is too large.';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, field] of Object.entries(value)) {
    if (reserved.has(name)) return `No field can be called "${name}".`;
    const found = loss(field);
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * Reads the fields that an operation is sent: all of them can be kept as they are.
 *
 * @param limit in bytes; a megabyte unless given
 * @throws {HttpError} 415 for another content type, 413 over the limit, 400 for what is no JSON
 * object, is nested too deeply or would lose something
 */
export const readFields = async (
  request: Request,
  limit = megabyte,
): Promise<Record<string, unknown>> => {
  const fields = await readJsonObject(request, limit);
  const reason = loss(fields);
  if (reason !== undefined) throw new HttpError(400, 'invalid_request', reason);
  return fields;
};
