import type { Context as HonoContext } from 'hono';
import { schemasOf } from '../api/all.schemas.ts';
import { namedOperations, type NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import {
  admit,
  admitTo,
  authenticate,
  checkWorkspace,
  needsName,
  type Caller,
  type Gate,
} from './access.ts';
import type { App, Bindings } from './app.ts';
import type { Handlers } from './handlers/handler.ts';
import { readFields } from './json-fields.ts';
import { validated } from './validation.ts';

const base = '/api';

type ApiContext = HonoContext<{ Bindings: Bindings }>;

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

/** Made for pages, or for every visitor: a browser may read the answers, without any credentials. */
const isOpen = ({ auth, audience }: NamedOperation): boolean =>
  auth === 'public' || (auth === 'none' && audience === 'visitor');

/** An id that no record can have names no record. */
const checkParams = (operation: NamedOperation, params: Readonly<Record<string, string>>) => {
  const schema = schemasOf(operation.name).params;
  try {
    return schema && validated(schema, params);
  } catch {
    throw new HttpError(404, 'not_found', 'There is nothing of this id.');
  }
};

/** The workspace that a request is about, and its body; nothing is read for those who may do nothing. */
const admitWithBody = async (
  caller: Caller,
  operation: NamedOperation,
  request: Request,
  query: URLSearchParams,
): Promise<{ workspace: string; body: unknown }> => {
  const field = operation.workspace?.as ?? 'workspace';
  const inQuery = query.get(field) ?? undefined;
  if (operation.body !== 'json') {
    return { workspace: admit(caller, operation, field, inQuery), body: undefined };
  }
  const isLate = inQuery === undefined && needsName(caller, operation);
  const early = isLate ? undefined : admit(caller, operation, field, inQuery);
  const { [field]: named, ...fields } = await readFields(request);
  const workspace = early ?? admit(caller, operation, field, named);
  checkWorkspace(workspace, field, named);
  return { workspace, body: fields };
};

/** Who may do this where, and what with: what a handler is given beside the request itself. */
const admitted = async (
  gate: Gate,
  operation: NamedOperation,
  request: Request,
  query: URLSearchParams,
  params: Readonly<Record<string, string>>,
) => {
  const caller = await authenticate(gate, operation, request, query);
  const checked = checkParams(operation, params);
  if (caller && operation.auth !== 'account') {
    const field = operation.workspace?.as ?? 'workspace';
    if (operation.auth === 'public' && operation.workspace && !query.has(field)) {
      throw new HttpError(400, 'invalid_request', `"${field}" is required.`);
    }
    return { ...(await admitWithBody(caller, operation, request, query)), params: checked };
  }
  const person = caller && 'person' in caller ? caller.person : undefined;
  if (person && operation.path.startsWith('/workspaces/{id}')) {
    await admitTo(gate.store, person, operation, params['id'] ?? '');
  }
  const body = operation.body === 'json' ? await readFields(request) : undefined;
  return { person, body, params: checked };
};

const answer = async (
  gate: Gate,
  operation: NamedOperation,
  handler: AnyHandler,
  context: ApiContext,
): Promise<Response> => {
  const request = context.req.raw;
  const schemas = schemasOf(operation.name);
  const query = new URL(request.url).searchParams;
  const { body, ...access } = await admitted(gate, operation, request, query, context.req.param());
  // Of a parameter that is given twice, the first one counts, as it did above.
  const fields = Object.fromEntries([...query].reverse());
  const result = await handler({
    ...access,
    query: schemas.query && validated(schemas.query, fields),
    body: operation.body === 'json' && schemas.body ? validated(schemas.body, body) : undefined,
    request,
    address: context.env.address,
  });
  if (typeof result !== 'string') return result;
  return context.body(result, operation.status ?? 200, { 'Content-Type': 'application/json' });
};

/** Lets pages of any origin read what a path answers, refusals included. */
const openToPages = (app: App, path: string, methods: string): void => {
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
export const addApiRoutes = (app: App, gate: Gate, handlers: Handlers): void => {
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
      answer(gate, operation, handler, context),
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
