import { params } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as models from './models.operations.ts';

export const modelsSchemas = {
  content: { params: params.id },
} satisfies SchemasOf<typeof models>;
