import { readFileSync } from 'node:fs';
import { documentedUrls } from '../../src/api/hosts.ts';
import { namedOperations, type ApiName, type NamedOperation } from '../../src/api/operations.ts';
import type { DescribedApi, Paths } from './described-api.ts';
import { errorSchema, refusalResponses } from './errors.ts';
import { describedFae } from './fae/described.ts';
import { describedFleek } from './fleek/described.ts';
import { componentSchemas, toJsonSchemaWith } from './json-schema.ts';
import { operationObject } from './operation.ts';
import { openApiPath } from './parameters.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** The operations of an API in the order in which people are told of them. */
const inOrderOf = ({ api, prose }: DescribedApi): readonly NamedOperation[] => {
  const order = Object.entries(prose).flatMap(([resource, verbs]) =>
    Object.keys(verbs).map((verb) => `${resource}.${verb}`),
  );
  return namedOperations
    .filter((operation) => operation.api === api)
    .toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
};

const pathsOf = (described: DescribedApi): Paths => {
  const toJson = toJsonSchemaWith(described.components);
  const items = [...Map.groupBy(inOrderOf(described), openApiPath)].map(
    ([path, operations]) =>
      [
        path,
        Object.fromEntries(
          operations.map((it) => [it.method.toLowerCase(), operationObject(described, it, toJson)]),
        ),
      ] as const,
  );
  return { ...described.before, ...Object.fromEntries(items), ...described.after };
};

const documentOf = (described: DescribedApi) => ({
  openapi: '3.1.1',
  info: {
    title: described.title,
    version,
    description: described.description,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    { url: '/api', description: 'The platform that serves this document' },
    { url: documentedUrls[described.api], description: described.host },
  ],
  tags: Object.entries(described.tags).map(([name, description]) => ({ name, description })),
  'x-tagGroups': described.tagGroups,
  paths: pathsOf(described),
  components: {
    securitySchemes: described.securitySchemes,
    schemas: { ...componentSchemas(described.components), Error: errorSchema },
    responses: refusalResponses(described),
  },
});

export const describedApis: Readonly<Record<ApiName, DescribedApi>> = {
  fae: describedFae,
  fleek: describedFleek,
};

/** An API in OpenAPI 3.1: the documented operations, and the platform's extensions. */
export const openApiDocument = (api: ApiName) => documentOf(describedApis[api]);
