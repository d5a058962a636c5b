interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
}

interface Content {
  readonly schema?: { readonly required?: readonly string[] };
  readonly example?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
}

/** What is looked at in the built document; the generator's tests hold it to that. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const mapValues = <T>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

const isWorkspace = (name: string): boolean => name === 'workspace' || name === 'workspaceId';

const withoutWorkspace = (content: Content): Content => {
  const { schema, example } = content;
  return {
    ...content,
    ...(schema?.required && {
      schema: { ...schema, required: schema.required.filter((name) => !isWorkspace(name)) },
    }),
    ...(example && {
      example: Object.fromEntries(Object.entries(example).filter(([name]) => !isWorkspace(name))),
    }),
  };
};

/**
 * Here a key knows its workspace. An example's would be another one than the reader's, and each request
 * that is sent as it is shown would be refused.
 */
const leavingOutWorkspace = (operation: Operation): Operation => {
  const { parameters, requestBody } = operation;
  return {
    ...operation,
    ...(parameters && {
      parameters: parameters.map((it) =>
        isWorkspace(it.name) && it.required !== true ? { ...it, example: undefined } : it,
      ),
    }),
    ...(requestBody && {
      requestBody: { ...requestBody, content: mapValues(requestBody.content, withoutWorkspace) },
    }),
  };
};

/** The OpenAPI document as it was built, for this platform instead of any. */
export const ownDocument = (built: string, publicUrl: string): string => {
  const document = JSON.parse(built) as Document;
  return JSON.stringify({
    ...document,
    servers: [{ url: `${publicUrl}/api`, description: 'This platform' }],
    paths: mapValues(document.paths, (methods) => mapValues(methods, leavingOutWorkspace)),
  });
};
