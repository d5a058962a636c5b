import * as v from 'valibot';
import { schemasOf } from '../../api/all.schemas.ts';
import { isUnknownId } from '../../api/fields.schemas.ts';
import type { NamedOperation } from '../../api/operations.ts';
import { readJsonObject } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import type { Call, Step } from '../call.ts';
import { uploadOf } from '../upload.ts';

/** In bytes. Operators also send whole stories and avatars. */
const bodyLimits = { visitor: 64 * 1024, operator: 2 * 1024 * 1024 };

type Fields = Readonly<Record<string, unknown>>;

/** Under which names a request may say which workspace it is about. */
const workspaceNames = ['workspace', 'workspaceId'];

/** What the proxy or the API decides and a visitor never does. */
const refused = [...workspaceNames, 'key', 'amount', 'price', 'currency'];

const notFound = (): HttpError =>
  new HttpError(404, 'not_found', 'This does not exist, or no longer.');

const invalid = (message: string): HttpError => new HttpError(400, 'invalid_request', message);

const queryOf = (parameters: URLSearchParams, names: readonly string[]): Fields => {
  const query: Record<string, unknown> = {};
  for (const name of names) {
    const values = parameters.getAll(name);
    if (values.length > 1) throw invalid(`"${name}" is given more than once.`);
    if (values.length === 1) query[name] = values[0];
  }
  return query;
};

const pickSent = (fields: Fields, operation: NamedOperation): Fields => {
  const sends = operation.visitor?.sends ?? [];
  return Object.fromEntries(
    sends.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, fields[name]]),
  );
};

const check = (schema: v.GenericSchema | undefined, fields: Fields): Fields => {
  if (!schema) return fields;
  const result = v.safeParse(schema, fields, { abortEarly: true });
  if (result.success) return result.output as Fields;
  const [issue] = result.issues;
  if (isUnknownId(issue)) throw notFound();
  const path = v.getDotPath(issue);
  throw invalid(path ? `"${path}": ${issue.message}` : issue.message);
};

const bodyOf = async ({ operation, request }: Call): Promise<Fields | undefined> =>
  operation.body === 'json' ? readJsonObject(request, bodyLimits[operation.audience]) : undefined;

/** The proxy says which workspace a call is about. Who names another one is told so. */
const checkWorkspace = ({ operation, url, settings }: Call, body: Fields | undefined): void => {
  const { workspace } = settings.upstreams.of(operation);
  const isForeign = (named: unknown) => named !== undefined && named !== workspace;
  for (const name of workspaceNames) {
    const named: unknown[] = url.searchParams.getAll(name);
    if (body && Object.hasOwn(body, name)) named.push(body[name]);
    if (!named.some(isForeign)) continue;
    throw new HttpError(403, 'forbidden', `"${name}" is not the workspace of this proxy.`);
  }
};

/**
 * Checks path, query and body. Of what a visitor sends, only the fields of the visitor view are kept;
 * to name a workspace, key or price is refused rather than ignored, because someone is trying. An
 * operator's form is not read here, but passed on as it comes.
 *
 * @throws {HttpError} 400, 403 for an operator who names another workspace, 404 for a malformed id, 413
 * over 64 kB (operators: 2 MB; forms: what the operation takes), 415 for a body that is not JSON, or no
 * form where that is due
 */
export const validate: Step = async (call) => {
  const { operation, url, input } = call;
  const schemas = schemasOf(operation.name);
  const isVisitor = operation.audience === 'visitor';
  let body = await bodyOf(call);
  if (isVisitor) {
    const meddling = refused.find(
      (name) => url.searchParams.has(name) || (body && Object.hasOwn(body, name)),
    );
    if (meddling) throw invalid(`"${meddling}" cannot be chosen by a page.`);
    body &&= pickSent(body, operation);
  } else checkWorkspace(call, body);
  const query = queryOf(url.searchParams, operation.query ?? []);
  if (schemas.params && !v.is(schemas.params, input.params)) {
    throw notFound();
  }
  call.input = {
    params: input.params,
    query: check(schemas.query, isVisitor ? pickSent(query, operation) : query),
    body: body && check(schemas.body, body),
  };
  call.sent = call.input;
  if (operation.body === 'form') call.upload = uploadOf(call.request, operation);
};
