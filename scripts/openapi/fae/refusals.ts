import type { NamedOperation } from '../../../src/api/operations.ts';
import type { OperationSchemas } from '../../../src/api/schema.ts';
import type { Refusal } from '../described-api.ts';
import { usualRefusals } from '../errors.ts';

export const refusals: Readonly<Record<string, Refusal>> = {
  ...usualRefusals,
  '401': {
    description: 'No key, not logged in, or the session has expired',
    example: { error: 'Send the workspace key in the x-api-key header.', code: 'unauthenticated' },
  },
  '405': {
    description: 'Another method than the documented ones',
    example: { error: 'Only GET here.', code: 'method_not_allowed' },
  },
  '409': {
    description: 'Not in this state, or taken by another',
    example: { error: 'The address is taken.', code: 'conflict' },
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

export const refusedWith = (
  { name, audience, answer, method }: NamedOperation,
  { body }: OperationSchemas,
): readonly string[] => [
  ...(body !== undefined && audience === 'operator' ? ['409'] : []),
  ...(answer === 'binary' && method === 'GET' ? ['502'] : []),
  ...(byEngine.has(name) ? ['503'] : []),
];
