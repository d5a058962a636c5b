import * as v from 'valibot';
import { schemasOf } from '../../api/all.schemas.ts';
import { isUnknownId } from '../../api/fields.schemas.ts';
import type { ApiName, NamedOperation, OperationName } from '../../api/operations.ts';
import { lengthProblem } from '../../api/visitor-lengths.ts';
import { readJsonObject } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import type { Call, Step } from '../call.ts';
import { forwardedOf } from '../forwarded.ts';
import { uploadOf } from '../upload.ts';

const megabyte = 1024 * 1024;
/** In bytes. Operators also send whole stories and avatars. */
const bodyLimits = { visitor: megabyte / 16, operator: 2 * megabyte };
/** A character file and an avatar. */
const longBodies: Readonly<Partial<Record<OperationName, number>>> = {
  'agents.create': 3 * megabyte,
  'agents.createPublished': 3 * megabyte,
  'agents.update': 3 * megabyte,
};

type Fields = Readonly<Record<string, unknown>>;

/** Under which names a request may say which workspace or project it is about. */
const workspaceNames: Readonly<Record<ApiName, readonly string[]>> = {
  fae: ['workspace', 'workspaceId'],
  fleek: ['projectId'],
};

/** What the proxy or the API decides and a visitor never does. */
const refused = [
  ...Object.values(workspaceNames).flat(),
  ...['key', 'amount', 'price', 'currency'],
];

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
  operation.body === 'json'
    ? readJsonObject(request, longBodies[operation.name] ?? bodyLimits[operation.audience])
    : undefined;

/** The proxy says which workspace a call is about. Who names another one is told so. */
const checkWorkspace = ({ operation, url, settings }: Call, body: Fields | undefined): void => {
  const { workspace } = settings.upstreams.of(operation);
  const isForeign = (named: unknown) => named !== undefined && named !== workspace;
  for (const name of workspaceNames[operation.api]) {
    const named: unknown[] = url.searchParams.getAll(name);
    if (body && Object.hasOwn(body, name)) named.push(body[name]);
    if (!named.some(isForeign)) continue;
    throw new HttpError(403, 'forbidden', `"${name}" is not the one of this proxy.`);
  }
};

/**
 * Checks path, query and body. Of what a visitor sends, only the fields of the visitor view are kept;
 * to name a workspace, key or price is refused rather than ignored, because someone is trying. An
 * operator's form is not read here, but passed on as it comes; of what is forwarded it is only seen that
 * it is JSON.
 *
 * @throws {HttpError} 400, 403 for an operator who names another workspace, 404 for a malformed id, 413
 * over 64 kB (operators: 2 MB, with an agent 3 MB, forwarded 1 MB; forms: what the operation takes), 415
 * for a body that is not JSON, or no form where that is due
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
  const problem = isVisitor && lengthProblem(operation, call.input.body ?? {});
  if (problem) throw invalid(problem);
  call.sent = call.input;
  if (operation.body === 'form') call.upload = uploadOf(call.request, operation);
  if (operation.forwards) call.forwarded = await forwardedOf(call.request, url.searchParams);
};
