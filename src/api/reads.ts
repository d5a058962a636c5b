import * as characters from './fae/characters.read.ts';
import * as models from './fae/models.read.ts';
import * as nfts from './fae/nfts.read.ts';
import * as payments from './fae/payments.read.ts';
import * as tts from './fae/tts.read.ts';
import type { OperationName } from './operations.ts';
import { object, type Read } from './read.ts';

const reads: Record<string, Record<string, unknown>> = {
  nfts,
  payments,
  characters,
  models,
  tts,
};

/** What straightens the JSON answer of an operation. Most answers only have to be an object. */
export const readOf = (name: OperationName): Read<unknown> => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = reads[resource]?.[verb];
  return typeof found === 'function' ? (found as Read<unknown>) : object;
};
