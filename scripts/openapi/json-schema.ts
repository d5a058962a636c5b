import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { upload } from '../../src/api/fields.schemas.ts';
import { components } from './components.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What JSON Schema has no word for: the rule is told in its own. */
const told = new Set(['check', 'raw_check', 'finite']);
/** What happens to a value before it is looked at, which the sender need not know. */
const silent = new Set(['trim', 'to_lower_case']);

const config: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'output',
  definitions: components,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  overrideSchema: ({ valibotSchema, jsonSchema }) => {
    if (valibotSchema === upload) {
      return { type: 'string', contentMediaType: 'application/octet-stream' };
    }
    // What is not described is kept, and shown.
    if (valibotSchema.type === 'loose_object') return { ...jsonSchema, additionalProperties: true };
    return undefined;
  },
  overrideAction: ({ valibotAction, jsonSchema }) => {
    if (silent.has(valibotAction.type)) return jsonSchema;
    if (!told.has(valibotAction.type)) return undefined;
    const { message } = valibotAction as { readonly message?: unknown };
    if (typeof message !== 'string') return jsonSchema;
    const description = [jsonSchema.description, `It ${message}.`].filter(Boolean).join(' ');
    return { ...jsonSchema, description };
  },
};

/** A schema of the contract as JSON Schema, with references to the components. */
export const jsonSchemaOf = (schema: GenericSchema): JsonSchema => {
  const converted = toJsonSchema(schema, config);
  const own = Object.entries(converted).filter(([name]) => name !== '$schema' && name !== '$defs');
  return Object.fromEntries(own);
};

/** The components as JSON Schema, by their names. */
export const componentSchemas = (): Readonly<Record<string, unknown>> =>
  toJsonSchemaDefs(components, config);
