import { schemasOf } from '../../src/api/all.schemas.ts';
import type { NamedOperation } from '../../src/api/operations.ts';
import { refusalsOf } from './errors.ts';
import { parameters as examples } from './examples.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import { prose, type Prose } from './prose.ts';
import { tagOf } from './tags.ts';

type Fields = Readonly<Record<string, unknown>>;

const proseOf = ({ name }: NamedOperation): Prose => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = (prose as Readonly<Record<string, Readonly<Record<string, Prose>>>>)[resource]?.[
    verb
  ];
  if (!found) throw new TypeError(`nothing is said of ${name}`);
  return found;
};

const workspaceSchema = {
  type: 'string',
  pattern: '^[0-9a-fA-F]{24}$',
  description: 'The workspace’s id. A key knows its own and may leave it out.',
};

/** The properties of an object, each as a parameter in one place of the request. */
const parametersIn = (place: 'path' | 'query', schema: JsonSchema) => {
  const { properties = {}, required = [] } = schema as {
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
    example: examples[name],
  }));
};

const parametersOf = (operation: NamedOperation) => {
  const { params, query } = schemasOf(operation.name);
  const { workspace, auth } = operation;
  return [
    ...(params ? parametersIn('path', jsonSchemaOf(params)) : []),
    ...(workspace?.in === 'query'
      ? parametersIn('query', {
          properties: { [workspace.as]: workspaceSchema },
          required: auth === 'public' ? [workspace.as] : [],
        })
      : []),
    ...(query ? parametersIn('query', jsonSchemaOf(query)) : []),
  ];
};

/** The workspace among the body's fields, where the operation has it there. */
const withWorkspace = ({ workspace }: NamedOperation, schema: JsonSchema): JsonSchema => {
  if (workspace?.in !== 'body') return schema;
  const { as } = workspace;
  const { properties, required } = schema as { properties: Fields; required: readonly string[] };
  return {
    ...schema,
    properties: { [as]: workspaceSchema, ...properties },
    // Speech belongs to a workspace only where somebody says so.
    required: as === 'workspace' ? [as, ...required] : required,
  };
};

const bodyOf = (operation: NamedOperation, { request = {} }: Prose) => {
  const { body: kind, workspace } = operation;
  const { body } = schemasOf(operation.name);
  if (!kind || !body) return {};
  const schema = withWorkspace(operation, jsonSchemaOf(body));
  const place = workspace?.in === 'body' ? { [workspace.as]: examples['workspace'] } : {};
  const content =
    kind === 'json'
      ? { 'application/json': { schema, example: { ...place, ...request } } }
      : {
          'multipart/form-data': {
            schema,
            encoding: { file: { contentType: '*/*' } },
            example: { ...place, ...request, file: '(the bytes)' },
          },
        };
  return { requestBody: { required: true, content } };
};

const bytes = { type: 'string', contentMediaType: 'application/octet-stream' };

const contentOf = (operation: NamedOperation, { answer: example }: Prose) => {
  const { answer, event } = schemasOf(operation.name);
  const types = operation.types ?? [];
  if (!answer) return Object.fromEntries(types.map((type) => [type, { schema: bytes }]));
  const json = { 'application/json': { schema: jsonSchemaOf(answer), example } };
  if (!event) return json;
  const stream = {
    schema: {
      type: 'string',
      contentMediaType: 'text/event-stream',
      contentSchema: jsonSchemaOf(event),
      description: 'The content is what each `data` is; the last one says `done`.',
    },
    example:
      'data: {"text":"Older than "}\n\ndata: {"text":"the island."}\n\n' +
      'data: {"done":true,"response":"Older than the island."}\n\n',
    'x-extension': true,
  };
  return { ...json, 'text/event-stream': stream };
};

const securityOf = ({ auth, name }: NamedOperation): readonly Fields[] => {
  const key = { key: [] };
  const session = { session: [] };
  switch (auth) {
    case 'none':
      return [];
    case 'account':
      return [session];
    case 'session':
      return [session, key];
    case 'key':
      return [key, session];
    case 'public':
      return name === 'payments.product' ? [key, { keyInQuery: [] }] : [key];
  }
};

/** Marks what the document of the API lacks: for programs, and for people who see the reference. */
export const extension = { 'x-extension': true, 'x-badges': [{ name: 'Extension' }] };

/** One operation of the contract as OpenAPI has it. */
export const operationObject = (operation: NamedOperation) => {
  const { name, status = 200, audience } = operation;
  const told = proseOf(operation);
  const parameters = parametersOf(operation);
  return {
    operationId: name,
    summary: told.summary,
    ...(told.description && { description: told.description }),
    tags: [tagOf(name)],
    security: securityOf(operation),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(operation, told),
    responses: {
      [status]: {
        description: status === 201 ? 'Created' : 'Done',
        content: contentOf(operation, told),
      },
      ...refusalsOf(operation, schemasOf(name)),
    },
    'x-audience': audience,
    ...(operation.extension && extension),
  };
};
