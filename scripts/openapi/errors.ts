import { errorStatus } from '../../src/api/errors.ts';
import { recordId } from '../../src/api/fields.schemas.ts';
import type { NamedOperation } from '../../src/api/operations.ts';
import type { OperationSchemas } from '../../src/api/schema.ts';
import type { DescribedApi, Refusal } from './described-api.ts';

/** What either API refuses with, by status. */
export const usualRefusals = {
  '400': {
    description: 'Missing or invalid fields',
    example: { error: '"name" is required.', code: 'invalid_request' },
  },
  '403': {
    description: 'Wrong key, wrong workspace, or not allowed to',
    example: { error: 'The key is not valid.', code: 'forbidden' },
  },
  '404': {
    description: 'Bad id, or deleted',
    example: { error: 'There is nothing of this id.', code: 'not_found' },
  },
  '413': {
    description: 'Too large',
    example: { error: 'The body is larger than 1,048,576 bytes.', code: 'too_large' },
  },
  '415': {
    description: 'Another content type than the documented one',
    example: { error: 'Send the body as JSON.', code: 'unsupported_media_type' },
  },
  '429': {
    description: 'Too often',
    example: { error: 'Try again in a minute.', code: 'rate_limited' },
  },
  '500': {
    description: 'A fault of the server',
    example: { error: 'Something went wrong.', code: 'server_error' },
  },
} as const satisfies Readonly<Record<string, Refusal>>;

const namesRecord = (body: OperationSchemas['body']): boolean =>
  Object.values((body as { readonly entries?: object } | undefined)?.entries ?? {}).includes(
    recordId,
  );

/** Those that follow from what kind of operation it is. */
const usualOf = (operation: NamedOperation, { body }: OperationSchemas): readonly string[] => {
  const { path, auth, audience, query, noneIs404 } = operation;
  const writes = body !== undefined && audience === 'operator';
  const table: Readonly<Record<string, boolean>> = {
    '400': body !== undefined || query !== undefined || auth === 'public',
    '401': auth !== 'none' || writes,
    '403': auth !== 'none' || writes,
    '404': path.includes('{') || namesRecord(body) || noneIs404 === true,
    '413': body !== undefined,
    '415': body !== undefined,
    '429': operation.cost !== undefined || auth === 'none',
    '500': true,
  };
  return Object.keys(table).filter((status) => table[status]);
};

/** `404` and `404.agent` both travel under 404. */
const statusOf = (name: string): string => name.slice(0, 3);

/** The refusals that an operation may answer with, as references to the components. */
export const refusalsOf = (
  { refusedWith }: DescribedApi,
  operation: NamedOperation,
  schemas: OperationSchemas,
) =>
  Object.fromEntries(
    [...usualOf(operation, schemas), ...refusedWith(operation, schemas)].map((name) => [
      statusOf(name),
      { $ref: `#/components/responses/${name}` },
    ]),
  );

export const refusalResponses = ({ refusals }: DescribedApi) =>
  Object.fromEntries(
    Object.entries(refusals).map(([name, { description, example, plain }]) => [
      name,
      {
        description,
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/Error' }, example },
          ...(plain !== undefined && {
            'text/plain': { schema: { type: 'string' }, example: plain },
          }),
        },
      },
    ]),
  );

/** Body of every refusal. `code` is for programs; the documents of the APIs know `error` alone. */
export const errorSchema = {
  type: 'object',
  required: ['error', 'code'],
  properties: {
    error: { type: 'string' },
    code: {
      type: 'string',
      enum: Object.entries(errorStatus)
        .filter(([, status]) => status > 0)
        .map(([code]) => code),
      'x-extension': true,
    },
  },
};
