import { schemasOf } from '../../src/api/all.schemas.ts';
import type { NamedOperation } from '../../src/api/operations.ts';
import type { DescribedApi } from './described-api.ts';
import type { JsonSchema, ToJsonSchema } from './json-schema.ts';

/** What the path calls `{*key}`: a list of segments, which OpenAPI does not know. */
const segments = {
  type: 'string',
  minLength: 1,
  description:
    'One segment or several, with slashes between them. The slashes are sent as they are, which ' +
    'OpenAPI has no way to say: clients that go by it alone write `%2F`, and reach one segment at most.',
};

/** Whatever stands behind a path with an interface of its own is asked with any query. */
const anyQuery = {
  name: 'query',
  in: 'query',
  required: false,
  style: 'form',
  explode: true,
  description: 'Any parameters; they are passed on as they are.',
  schema: { type: 'object', additionalProperties: { type: 'string' } },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'What the request is named by: sent again under the same name, it is not done again.',
  schema: { type: 'string', pattern: '^[\\w-]{16,255}$' },
  example: 'f1c0ffee-0000-4000-8000-000000000042',
  'x-extension': true,
};

/** `{*key}` as OpenAPI can say it. */
export const openApiPath = ({ path }: NamedOperation): string => path.replaceAll('{*', '{');

/** The parameters in path, query and header, with an example of each. */
export const parametersOf = (
  { place, parameters: examples }: DescribedApi,
  operation: NamedOperation,
  toJson: ToJsonSchema,
) => {
  const { path, workspace, auth, forwards, repeatable } = operation;

  /** The properties of an object, each as a parameter in one place of the request. */
  const parametersIn = (where: 'path' | 'query', schema: JsonSchema) => {
    const { properties = {}, required = [] } = schema as {
      properties?: Readonly<Record<string, JsonSchema>>;
      required?: readonly string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: where,
      required: required.includes(name),
      schema: path.includes(`{*${name}}`) ? segments : property,
      example: examples[name],
    }));
  };

  const { params, query } = schemasOf(operation.name);
  return [
    ...(params ? parametersIn('path', toJson(params)) : []),
    ...(workspace?.in === 'query'
      ? parametersIn('query', {
          properties: { [workspace.as]: place },
          required: auth === 'public' ? [workspace.as] : [],
        })
      : []),
    ...(query ? parametersIn('query', toJson(query)) : []),
    ...(forwards ? [anyQuery] : []),
    ...(repeatable ? [idempotencyKey] : []),
  ];
};
