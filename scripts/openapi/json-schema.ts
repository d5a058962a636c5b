import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { upload } from '../../src/api/fields.schemas.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What JSON Schema has no word for: the rule is told in its own. */
const told = new Set(['check', 'raw_check', 'finite']);
/** What happens to a value before it is looked at, which the sender need not know. */
const silent = new Set(['trim', 'to_lower_case']);

const configFor = (definitions: Readonly<Record<string, GenericSchema>>): ConversionConfig => ({
  definitions,
  target: 'draft-2020-12',
  typeMode: 'output',
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
});

/** Makes a schema of the contract a JSON Schema, with references to the components. */
export type ToJsonSchema = (schema: GenericSchema) => JsonSchema;

export const toJsonSchemaWith =
  (components: Readonly<Record<string, GenericSchema>>): ToJsonSchema =>
  (schema) => {
    const converted = toJsonSchema(schema, configFor(components));
    const own = Object.entries(converted).filter(
      ([name]) => name !== '$schema' && name !== '$defs',
    );
    return Object.fromEntries(own);
  };

/** The components as JSON Schema, by their names. */
export const componentSchemas = (
  components: Readonly<Record<string, GenericSchema>>,
): Readonly<Record<string, unknown>> => toJsonSchemaDefs(components, configFor(components));
