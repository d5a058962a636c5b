import assert from 'node:assert/strict';
import type { ApiName } from '../../src/api/operations.ts';
import { openApiDocument } from '../../scripts/openapi/document.ts';

export interface Content {
  readonly schema: {
    readonly type?: string;
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly example?: unknown;
}

type Contents = Readonly<Record<string, Content | undefined>>;

export interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: { readonly type?: string; readonly description?: string };
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Contents };
  readonly responses: Readonly<
    Record<string, { readonly content?: Contents; readonly $ref?: string } | undefined>
  >;
  readonly 'x-extension'?: boolean;
  readonly 'x-audience': string;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly responses: Readonly<Record<string, { readonly content: Contents } | undefined>>;
  };
}

/** The document of an API, as it is written. */
export const writtenDocument = (api: ApiName): Document =>
  JSON.parse(JSON.stringify(openApiDocument(api))) as Document;

/** Its operations, each by its method and path. */
export const addressesIn = ({ paths }: Document): readonly (readonly [string, Described])[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

export const operationAt = (
  { paths }: Document,
  { method, path }: { readonly method: string; readonly path: string },
): Described => {
  const found = paths[path]?.[method.toLowerCase()];
  assert.ok(found, `${method} ${path}`);
  return found;
};

/** The names of the ways in, any one of which will do. */
export const waysInto = ({ security }: Described): readonly string[] =>
  security.flatMap((way) => Object.keys(way));

/** The JSON that it answers when all is well. */
export const answerOf = ({ responses }: Described): Content | undefined => {
  const status = Object.keys(responses).find((it) => it.startsWith('2'));
  return status === undefined ? undefined : responses[status]?.content?.['application/json'];
};
