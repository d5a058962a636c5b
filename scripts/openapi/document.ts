import { readFileSync } from 'node:fs';
import { documentedUrls } from '../../src/api/hosts.ts';
import { namedOperations, type NamedOperation } from '../../src/api/operations.ts';
import { errorSchema, refusalResponses } from './errors.ts';
import { componentSchemas } from './json-schema.ts';
import { extension, operationObject } from './operation.ts';
import { proseOrder } from './prose.ts';
import { tagGroups, tagObjects } from './tags.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const description = `\
Workspace data, payments and automation. Answers are JSON, arrays are not wrapped, times are ISO 8601,
ids are 24 hexadecimal digits. A refusal is \`{ "error": "…", "code": "…" }\`.

The workspace key goes into the \`x-api-key\` header, from servers alone: never put it into a page.

What is marked with \`x-extension\` is not in the document of the FAE API: this platform has it, another
host may not.`;

const securitySchemes = {
  key: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'The workspace’s key.',
  },
  keyInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'key',
    description:
      'The workspace’s key where a header cannot be sent. Logs and histories see it there.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'fae_session',
    description: 'What logging in sets. Behind https it is called `__Host-fae_session`.',
  },
};

/** Of one path with its methods. */
type PathItem = Readonly<Record<string, unknown>>;

/** Nobody's data are asked for, so it is no operation: no client has it, and a proxy has its own. */
const health: PathItem = {
  get: {
    operationId: 'health',
    summary: 'Health',
    description: 'Answers once the database has. Needs no key, for load balancers and watchdogs.',
    tags: ['Status'],
    security: [],
    responses: {
      '200': {
        description: 'The platform works',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['status'],
              properties: { status: { const: 'ok' } },
            },
            example: { status: 'ok' },
          },
        },
      },
      '405': { $ref: '#/components/responses/405' },
      '503': { $ref: '#/components/responses/503' },
    },
    ...extension,
  },
};

/** What only Stripe calls is no operation: no client has it, and no proxy passes it on. */
const webhook: PathItem = {
  post: {
    operationId: 'stripe.webhook',
    summary: 'Receive events from Stripe',
    description: 'The signature is checked on the body as it came. An order is recorded once.',
    tags: ['Shop'],
    security: [],
    parameters: [
      {
        name: 'Stripe-Signature',
        in: 'header',
        required: true,
        schema: { type: 'string' },
        example: 't=1772357400,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object' },
          example: {
            id: 'evt_1A2b3C4d',
            type: 'checkout.session.completed',
            data: { object: { id: 'cs_test_a1B2c3D4', object: 'checkout.session' } },
          },
        },
      },
    },
    responses: {
      '200': { description: 'Recorded, now or before' },
      '400': { $ref: '#/components/responses/400' },
      '503': { $ref: '#/components/responses/503' },
    },
    ...extension,
  },
};

/** The order in which people are told of the operations: the one of the API's document. */
const byProse = ({ name: one }: NamedOperation, { name: other }: NamedOperation): number =>
  proseOrder.indexOf(one) - proseOrder.indexOf(other);

const paths = (): Readonly<Record<string, PathItem>> => {
  const described = namedOperations.filter(({ api }) => api === 'fae').toSorted(byProse);
  const items = [...Map.groupBy(described, ({ path }) => path)].map(
    ([path, operations]) =>
      [
        path,
        Object.fromEntries(operations.map((it) => [it.method.toLowerCase(), operationObject(it)])),
      ] as const,
  );
  return { '/health': health, ...Object.fromEntries(items), '/payments/webhook': webhook };
};

/** The FAE API in OpenAPI 3.1: the documented operations, and the platform's extensions. */
export const faeDocument = () => ({
  openapi: '3.1.1',
  info: {
    title: 'FAE API',
    version,
    description,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    { url: '/api', description: 'The platform that serves this document' },
    { url: documentedUrls.fae, description: 'FAE' },
  ],
  tags: tagObjects,
  'x-tagGroups': tagGroups,
  paths: paths(),
  components: {
    securitySchemes,
    schemas: { ...componentSchemas(), Error: errorSchema },
    responses: refusalResponses(),
  },
});
