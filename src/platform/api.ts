import type { Context as HonoContext } from 'hono';
import { schemasOf } from '../api/all.schemas.ts';
import { namedOperations, type NamedOperation } from '../api/operations.ts';
import { pathMatcher, type PathParameters } from '../http/path.ts';
import { HttpError } from '../http/problem.ts';
import type { Gate } from './access.ts';
import { admitted } from './admission.ts';
import type { App, Bindings } from './app.ts';
import type { Handlers } from './handlers/handler.ts';
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
  auth === 'public' || auth === 'agent' || (auth === 'none' && audience === 'visitor');

/** What a page may send with such a request, beside what it always may. */
const headersOfPages = ({ auth }: NamedOperation): string =>
  auth === 'agent' ? 'Content-Type, X-Agent-Token' : 'Content-Type, X-Api-Key';

/** How an operation reads its parameters: those that take many segments are lists of them. */
const paramsReader = ({ path }: NamedOperation): ((context: ApiContext) => PathParameters) => {
  if (!path.includes('{*')) return (context) => context.req.param();
  const match = pathMatcher(base + path);
  return (context) => {
    const params = match(new URL(context.req.url).pathname);
    if (!params) throw new HttpError(404, 'not_found', 'There is nothing at this address.');
    return params;
  };
};

/** Those that take many segments come last: what is written out goes before them. */
const inOrder = namedOperations.toSorted(
  (one, other) => Number(one.path.includes('{*')) - Number(other.path.includes('{*')),
);

const answer = async (
  gate: Gate,
  operation: NamedOperation,
  handler: AnyHandler,
  params: PathParameters,
  context: ApiContext,
): Promise<Response> => {
  const request = context.req.raw;
  const schemas = schemasOf(operation.name);
  const query = new URL(request.url).searchParams;
  const { body, ...access } = await admitted(gate, { operation, request, query, params });
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

/**
 * Lets pages of any origin read what a path answers, refusals included.
 *
 * @param headers what they may send
 */
const openToPages = (app: App, path: string, methods: string, headers: string): void => {
  app.use(path, async (context, next) => {
    await next();
    context.res.headers.set('Access-Control-Allow-Origin', '*');
  });
  app.options(path, (context) =>
    context.body(null, 204, {
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': headers,
      'Access-Control-Max-Age': '86400',
    }),
  );
};

/**
 * Adds every operation of both APIs under `/api`, each at the method and path that it is described
 * with, and 405 for any other method of those paths.
 */
export const addApiRoutes = (app: App, gate: Gate, handlers: Handlers): void => {
  const paths = Map.groupBy(inOrder, (operation) => honoPath(operation.path));
  const methodsOf = (operations: readonly NamedOperation[]) =>
    operations
      .map(({ method }) => method)
      .sort()
      .join(', ');

  for (const [path, operations] of paths) {
    const [first] = operations;
    if (first && operations.every(isOpen)) {
      openToPages(app, path, methodsOf(operations), headersOfPages(first));
    }
  }
  for (const operation of inOrder) {
    const handler = handlerOf(handlers, operation);
    const paramsOf = paramsReader(operation);
    app.on(operation.method, honoPath(operation.path), (context) =>
      answer(gate, operation, handler, paramsOf(context), context),
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
