import type { OperationSchemas, SchemasOf } from './schema.ts';
import type { OperationName, Operations } from './operations.ts';
import { charactersSchemas } from './fae/characters.schemas.ts';
import { modelsSchemas } from './fae/models.schemas.ts';
import { nftsSchemas } from './fae/nfts.schemas.ts';
import { paymentsSchemas } from './fae/payments.schemas.ts';
import { ttsSchemas } from './fae/tts.schemas.ts';

export const schemas = {
  nfts: nftsSchemas,
  payments: paymentsSchemas,
  characters: charactersSchemas,
  models: modelsSchemas,
  tts: ttsSchemas,
} satisfies { [R in keyof Operations]: SchemasOf<Operations[R]> };

export type Schemas = typeof schemas;

/** The schemas of one operation by its name. */
export const schemasOf = (name: OperationName): OperationSchemas => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = (schemas as Record<string, Record<string, OperationSchemas>>)[resource]?.[verb];
  if (!found) throw new TypeError(`no schemas for ${name}`);
  return found;
};
