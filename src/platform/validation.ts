import { safeParse, type BaseIssue, type GenericSchema } from 'valibot';
import { isUnknownId } from '../api/fields.schemas.ts';
import { HttpError } from '../http/problem.ts';

const wordings: readonly (readonly [RegExp, string])[] = [
  [/^string$/, 'text'],
  [/^number$/, 'a number'],
  [/^boolean$/, 'true or false'],
  [/^Array$/, 'a list'],
  [/^Object$/, 'an object'],
  [/^>=(.*)$/, 'at least $1'],
  [/^<=(.*)$/, 'at most $1'],
  [/^\((.*)\)$/, '$1'],
];

const expectation = (expected: string): string => {
  const [pattern, words] = wordings.find(([it]) => it.test(expected)) ?? [/^$/, ''];
  return expected.replace(pattern, words).replaceAll(' | ', ' or ');
};

/** The schema's own words, which begin with a verb, or Valibot's terms in plain ones. */
const reason = ({ message, received, type, expected }: BaseIssue<unknown>): string => {
  if (!message.startsWith('Invalid ')) return message;
  if (received === 'undefined') return 'is required';
  if (type === 'regex') return 'is not of the allowed form';
  return expected === null ? `is not a valid ${type}` : `must be ${expectation(expected)}`;
};

const fieldOf = (issue: BaseIssue<unknown>): string =>
  issue.path?.map((item) => String(item.key)).join('.') || 'body';

/**
 * Checks a value against a schema.
 *
 * @returns what the schema makes of it
 * @throws {HttpError} 400 `invalid_request`, naming the first field that is wrong and what it must be;
 * 404 `not_found` where it is the id of the record that is asked for
 */
export const validated = (schema: GenericSchema, value: unknown): unknown => {
  const result = safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  if (isUnknownId(issue)) throw new HttpError(404, 'not_found', 'There is nothing of this id.');
  throw new HttpError(400, 'invalid_request', `"${fieldOf(issue)}" ${reason(issue)}.`);
};
