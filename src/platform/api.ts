import type { Context as HonoContext, Hono } from 'hono';
import { schemasOf } from '../api/all.schemas.ts';
import { namedOperations, type NamedOperation } from '../api/operations.ts';
import { readJsonObject } from '../http/body.ts';
import { HttpError } from '../http/problem.ts';
import { authenticate, checkWorkspace } from './access.ts';
import type { Handlers } from './handlers/handler.ts';
import type { Store } from './store/store.ts';
import { validated } from './validation.ts';

const base = '/api';
const bodyLimit = 1024 * 1024;

type AnyHandler = (context: Readonly<Record<string, unknown>>) => Promise<string | Response>;

/** `Handlers` has proved each handler to fit its operation; by name, TypeScript cannot follow. */
const handlerOf = (handlers: Handlers, { name }: NamedOperation): AnyHandler => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = (handlers as unknown as Record<string, Record<string, AnyHandler>>)[resource]?.[
    verb
  ];
  if (!found) throw new TypeError(`no handler for ${name}`);
  return found;
};

/** `/x/{id}` as Hono writes it: `/x/:id`. */
const honoPath = (path: string): string =>
  base + path.replace(/\{\*(\w+)\}/g, ':$1{.+}').replace(/\{(\w+)\}/g, ':$1');

/** Made for pages, or for everyone: a browser may read the answers, without any credentials. */
const isOpen = ({ auth }: NamedOperation): boolean => auth === 'public' || auth === 'none';

/** An id that no record can have names no record. */
const checkParams = (operation: NamedOperation, params: Readonly<Record<string, string>>) => {
  const schema = schemasOf(operation.name).params;
  try {
    return schema && validated(schema, params);
  } catch {
    throw new HttpError(404, 'not_found', 'There is nothing of this id.');
  }
};

const readBody = async (operation: NamedOperation, request: Request, workspace: string) => {
  const schema = schemasOf(operation.name).body;
  if (!schema) return undefined;
  const fields = await readJsonObject(request, bodyLimit);
  const field = operation.workspace?.as ?? 'workspace';
  const { [field]: named, ...rest } = fields;
  checkWorkspace(workspace, field, named);
  return validated(schema, rest);
};

const answer = async (
  store: Store,
  operation: NamedOperation,
  handler: AnyHandler,
  context: HonoContext,
): Promise<Response> => {
  const request = context.req.raw;
  const schemas = schemasOf(operation.name);
  const query = new URL(request.url).searchParams;
  let workspace = '';
  if (operation.auth !== 'none') {
    workspace = await authenticate(store, operation, request, query);
    const field = operation.workspace?.as ?? 'workspace';
    checkWorkspace(workspace, field, query.get(field) ?? undefined);
    if (operation.auth === 'public' && operation.workspace && !query.has(field)) {
      throw new HttpError(400, 'invalid_request', `"${field}" is required.`);
    }
  }
  const params = checkParams(operation, context.req.param());
  // Of a parameter that is given twice, the first one counts, as it did above.
  const fields = Object.fromEntries([...query].reverse());
  const result = await handler({
    workspace,
    params,
    query: schemas.query && validated(schemas.query, fields),
    body: await readBody(operation, request, workspace),
    request,
  });
  if (typeof result !== 'string') return result;
  return context.body(result, operation.status ?? 200, { 'Content-Type': 'application/json' });
};

/** Lets pages of any origin read what a path answers, refusals included. */
const openToPages = (app: Hono, path: string, methods: string): void => {
  app.use(path, async (context, next) => {
    await next();
    context.res.headers.set('Access-Control-Allow-Origin', '*');
  });
  app.options(path, (context) =>
    context.body(null, 204, {
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': 'Content-Type, X-Api-Key',
      'Access-Control-Max-Age': '86400',
    }),
  );
};

/**
 * Adds every operation of both APIs under `/api`, each at the method and path that it is described
 * with, and 405 for any other method of those paths.
 */
export const addApiRoutes = (app: Hono, store: Store, handlers: Handlers): void => {
  const paths = Map.groupBy(namedOperations, (operation) => honoPath(operation.path));
  const methodsOf = (operations: readonly NamedOperation[]) =>
    operations
      .map(({ method }) => method)
      .sort()
      .join(', ');

  for (const [path, operations] of paths) {
    if (operations.every(isOpen)) openToPages(app, path, methodsOf(operations));
  }
  for (const operation of namedOperations) {
    const handler = handlerOf(handlers, operation);
    app.on(operation.method, honoPath(operation.path), (context) =>
      answer(store, operation, handler, context),
    );
  }
  for (const [path, operations] of paths) {
    const methods = methodsOf(operations);
    app.all(path, () => {
      const headers = { Allow: methods };
      throw new HttpError(405, 'method_not_allowed', `Only ${methods} here.`, { headers });
    });
  }
};
