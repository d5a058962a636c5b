import { errorStatus } from '../../src/api/errors.ts';
import { recordId } from '../../src/api/fields.schemas.ts';
import type { NamedOperation } from '../../src/api/operations.ts';
import type { OperationSchemas } from '../../src/api/schema.ts';

interface Refusal {
  readonly description: string;
  readonly example: { readonly error: string; readonly code: keyof typeof errorStatus };
}

/** What every refusal is, by its status. */
const refusals: Readonly<Record<string, Refusal>> = {
  '400': {
    description: 'Missing or invalid fields',
    example: { error: '"name" is required.', code: 'invalid_request' },
  },
  '401': {
    description: 'No key, not logged in, or the session has expired',
    example: { error: 'Send the workspace key in the x-api-key header.', code: 'unauthenticated' },
  },
  '403': {
    description: 'Wrong key, wrong workspace, or not allowed to',
    example: { error: 'The key is not valid.', code: 'forbidden' },
  },
  '404': {
    description: 'Bad id, or deleted',
    example: { error: 'There is nothing of this id.', code: 'not_found' },
  },
  '405': {
    description: 'Another method than the documented ones',
    example: { error: 'Only GET here.', code: 'method_not_allowed' },
  },
  '409': {
    description: 'Not in this state, or taken by another',
    example: { error: 'The address is taken.', code: 'conflict' },
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
  '502': {
    description: 'Where the file is stored gives no usable answer',
    example: { error: 'The file cannot be fetched.', code: 'bad_upstream' },
  },
  '503': {
    description: 'Not configured, offline, or too slow',
    example: { error: 'No AI agent is online.', code: 'unavailable' },
  },
};

/** What is made by an engine, which may be missing or asleep. */
const byEngine = new Set<string>([
  'payments.checkout',
  'characters.response',
  'tts.speak',
  'tokens.price',
]);

const namesRecord = (body: OperationSchemas['body']): boolean =>
  Object.values((body as { readonly entries?: object } | undefined)?.entries ?? {}).includes(
    recordId,
  );

const statusesOf = (operation: NamedOperation, { body }: OperationSchemas): readonly string[] => {
  const { name, path, auth, audience, query, method, answer } = operation;
  const writes = body !== undefined && audience === 'operator';
  const table: Readonly<Record<string, boolean>> = {
    '400': body !== undefined || query !== undefined || auth === 'public',
    '401': auth !== 'none' || writes,
    '403': auth !== 'none' || writes,
    '404': path.includes('{') || namesRecord(body),
    '409': writes,
    '413': body !== undefined,
    '415': body !== undefined,
    '429': operation.cost !== undefined || auth === 'none',
    '500': true,
    '502': answer === 'binary' && method === 'GET',
    '503': byEngine.has(name),
  };
  return Object.keys(table).filter((status) => table[status]);
};

/** The refusals that an operation may answer with, as references to the components. */
export const refusalsOf = (operation: NamedOperation, schemas: OperationSchemas) =>
  Object.fromEntries(
    statusesOf(operation, schemas).map((status) => [
      status,
      { $ref: `#/components/responses/${status}` },
    ]),
  );

export const refusalResponses = () =>
  Object.fromEntries(
    Object.entries(refusals).map(([status, { description, example }]) => [
      status,
      {
        description,
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/Error' }, example },
        },
      },
    ]),
  );

/** Body of every refusal. `code` is for programs; the document of the API knows `error` alone. */
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
