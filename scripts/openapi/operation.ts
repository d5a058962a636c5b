import { schemasOf } from '../../src/api/all.schemas.ts';
import type { NamedOperation } from '../../src/api/operations.ts';
import type { DescribedApi, Prose } from './described-api.ts';
import { refusalsOf } from './errors.ts';
import type { JsonSchema, ToJsonSchema } from './json-schema.ts';
import { parametersOf } from './parameters.ts';

type Fields = Readonly<Record<string, unknown>>;

const proseOf = ({ prose }: DescribedApi, { name }: NamedOperation): Prose => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = prose[resource]?.[verb];
  if (!found) throw new TypeError(`nothing is said of ${name}`);
  return found;
};

/** The workspace or the project among the body's fields, where the operation has it there. */
const withPlace = (
  { place }: DescribedApi,
  { workspace }: NamedOperation,
  schema: JsonSchema,
): JsonSchema => {
  if (workspace?.in !== 'body') return schema;
  const { as } = workspace;
  const { properties, required } = schema as { properties: Fields; required: readonly string[] };
  return {
    ...schema,
    properties: { [as]: place, ...properties },
    // Speech belongs to a workspace only where somebody says so, and a key has a project of its own.
    required: as === 'workspace' ? [as, ...required] : required,
  };
};

/** What stands behind a path with an interface of its own may be sent any JSON. */
const forwardedBody = ({ request }: Prose) => ({
  requestBody: {
    description: 'Any JSON; it is passed on as it is.',
    required: false,
    content: { 'application/json': { schema: {}, example: request } },
  },
});

const bodyOf = (
  api: DescribedApi,
  operation: NamedOperation,
  told: Prose,
  toJson: ToJsonSchema,
) => {
  if (operation.forwards && told.request) return forwardedBody(told);
  const { body: kind, workspace } = operation;
  const { body } = schemasOf(operation.name);
  if (!kind || !body) return {};
  const schema = withPlace(api, operation, toJson(body));
  const place = workspace?.in === 'body' ? { [workspace.as]: api.parameters[workspace.as] } : {};
  const example = { ...place, ...told.request };
  const content =
    kind === 'json'
      ? { 'application/json': { schema, example } }
      : {
          'multipart/form-data': {
            schema,
            encoding: { file: { contentType: '*/*' } },
            example: { ...example, file: '(the bytes)' },
          },
        };
  return { requestBody: { required: true, content } };
};

/** What is told of content that has no schema in the contract. */
const schemaOfType = (type: string): JsonSchema => {
  if (type === 'application/json') return {};
  if (type.startsWith('text/')) return { type: 'string' };
  return { type: 'string', contentMediaType: 'application/octet-stream' };
};

const contentOf = (
  { wire }: DescribedApi,
  operation: NamedOperation,
  { answer: example }: Prose,
  toJson: ToJsonSchema,
) => {
  const { answer, event } = schemasOf(operation.name);
  const schema = wire[operation.name] ?? answer;
  if (!schema) {
    const types = operation.types ?? [];
    // The example is of the first of them.
    return Object.fromEntries(
      types.map((type, index) => [
        type,
        { schema: schemaOfType(type), ...(index === 0 && example !== undefined && { example }) },
      ]),
    );
  }
  const json = { 'application/json': { schema: toJson(schema), example } };
  if (!event) return json;
  const stream = {
    schema: {
      type: 'string',
      contentMediaType: 'text/event-stream',
      contentSchema: toJson(event),
      description: 'The content is what each `data` is; the last one says `done`.',
    },
    example:
      'data: {"text":"Older than "}\n\ndata: {"text":"the island."}\n\n' +
      'data: {"done":true,"response":"Older than the island."}\n\n',
    'x-extension': true,
  };
  return { ...json, 'text/event-stream': stream };
};

/** Marks what the document of the API lacks: for programs, and for people who see the reference. */
export const extension = { 'x-extension': true, 'x-badges': [{ name: 'Extension' }] };

/** One operation of the contract as OpenAPI has it. */
export const operationObject = (
  api: DescribedApi,
  operation: NamedOperation,
  toJson: ToJsonSchema,
) => {
  const { name, status = 200, audience } = operation;
  const told = proseOf(api, operation);
  const parameters = parametersOf(api, operation, toJson);
  return {
    operationId: name,
    summary: told.summary,
    ...(told.description && { description: told.description }),
    tags: [api.tagOf(operation)],
    security: api.waysIn(operation).map((scheme) => ({ [scheme]: [] })),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(api, operation, told, toJson),
    responses: {
      [status]: {
        description: status === 201 ? 'Created' : 'Done',
        content: contentOf(api, operation, told, toJson),
      },
      ...refusalsOf(api, operation, schemasOf(name)),
    },
    'x-audience': audience,
    ...(operation.extension && extension),
  };
};
