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

/** Names a workspace or a project. */
const isPlace = (name: string): boolean => ['workspace', 'workspaceId', 'projectId'].includes(name);

const withoutPlace = (content: Content): Content => {
  const { schema, example } = content;
  return {
    ...content,
    ...(schema?.required && {
      schema: { ...schema, required: schema.required.filter((name) => !isPlace(name)) },
    }),
    ...(example && {
      example: Object.fromEntries(Object.entries(example).filter(([name]) => !isPlace(name))),
    }),
  };
};

/**
 * Here a key knows its workspace or project. An example's would be another one than the reader's, and
 * each request that is sent as it is shown would be refused. The same is true of a page to go on from;
 * so no parameter is filled in that need not be there.
 */
const readyToSend = (operation: Operation): Operation => {
  const { parameters, requestBody } = operation;
  return {
    ...operation,
    ...(parameters && {
      parameters: parameters.map((it) =>
        it.required === true ? it : { ...it, example: undefined },
      ),
    }),
    ...(requestBody && {
      requestBody: { ...requestBody, content: mapValues(requestBody.content, withoutPlace) },
    }),
  };
};

/** The OpenAPI document as it was built, for this platform instead of any. */
export const ownDocument = (built: string, publicUrl: string): string => {
  const document = JSON.parse(built) as Document;
  return JSON.stringify({
    ...document,
    servers: [{ url: `${publicUrl}/api`, description: 'This platform' }],
    paths: mapValues(document.paths, (methods) => mapValues(methods, readyToSend)),
  });
};
