import { schemasOf } from '../api/all.schemas.ts';
import type { NamedOperation, OperationName } from '../api/operations.ts';
import { lengthProblem } from '../api/visitor-lengths.ts';
import type { PathParameters } from '../http/path.ts';
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
import { readFields } from './json-fields.ts';
import { admitAgentToken, inProjects } from './project-access.ts';
import type { Person } from './store/sessions.ts';
import { validated } from './validation.ts';

const megabyte = 1024 * 1024;

/** In bytes, where a body may have more than a megabyte or less. */
const largest: Readonly<Partial<Record<OperationName, number>>> = {
  // A character file, and an avatar as base64.
  'agents.create': 2.75 * megabyte,
  'agents.createPublished': 2.75 * megabyte,
  'agents.update': 2.75 * megabyte,
  // As on Eliza's own server.
  'agents.message': 100 * 1024,
};

const readBody = (operation: NamedOperation, request: Request): Promise<Record<string, unknown>> =>
  readFields(request, largest[operation.name]);

/** What a page sends on behalf of its visitors. */
const readVisitorsBody: typeof readBody = async (operation, request) => {
  const body = await readBody(operation, request);
  const problem = lengthProblem(operation, body);
  if (problem !== undefined) throw new HttpError(400, 'invalid_request', problem);
  return body;
};

/** An id that no record can have names no record. */
const checkParams = (operation: NamedOperation, params: PathParameters): unknown => {
  const schema = schemasOf(operation.name).params;
  try {
    return schema && validated(schema, params);
  } catch {
    throw new HttpError(404, 'not_found', 'There is nothing of this id.');
  }
};

const fieldOf = ({ workspace }: NamedOperation): string => workspace?.as ?? 'workspace';

/** The place that a request is about, and its body; nothing is read for those who may do nothing. */
const admitWithBody = async (
  caller: Caller,
  operation: NamedOperation,
  request: Request,
  inQuery: string | undefined,
  field: string,
): Promise<{ place: string; body: unknown }> => {
  if (operation.body !== 'json') {
    return { place: admit(caller, operation, field, inQuery), body: undefined };
  }
  const isLate = inQuery === undefined && needsName(caller, operation);
  const early = isLate ? undefined : admit(caller, operation, field, inQuery);
  const { [field]: named, ...fields } = await readBody(operation, request);
  const place = early ?? admit(caller, operation, field, named);
  checkWorkspace(place, field, named);
  return { place, body: fields };
};

/** A request on its way to the operation that it is for. */
interface Asked {
  readonly operation: NamedOperation;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly params: PathParameters;
}

/** What a handler is given beside the request itself. */
export interface Admitted {
  readonly params: unknown;
  readonly body?: unknown;
  /** Where this may be done, in the FAE API; */
  readonly workspace?: string;
  /** and in the Fleek API. */
  readonly project?: string;
  readonly person?: Person | undefined;
}

const admitToFae = async (
  gate: Gate,
  caller: Caller | undefined,
  { operation, request, query, params }: Asked,
): Promise<Omit<Admitted, 'params'>> => {
  if (caller && operation.auth !== 'account') {
    const field = fieldOf(operation);
    if (operation.auth === 'public' && operation.workspace && !query.has(field)) {
      throw new HttpError(400, 'invalid_request', `"${field}" is required.`);
    }
    const inQuery = query.get(field) ?? undefined;
    const { place, body } = await admitWithBody(caller, operation, request, inQuery, field);
    return { workspace: place, body };
  }
  const person = caller && 'person' in caller ? caller.person : undefined;
  if (person && operation.path.startsWith('/workspaces/{id}')) {
    await admitTo(gate.store, person, operation, String(params['id']));
  }
  const body = operation.body === 'json' ? await readBody(operation, request) : undefined;
  return { person, body };
};

const admitToFleek = async (
  { store }: Gate,
  caller: Caller,
  { operation, request, query, params }: Asked,
): Promise<Omit<Admitted, 'params'>> => {
  const person = 'person' in caller ? caller.person : undefined;
  if (operation.auth === 'account' && !operation.workspace) {
    const body = operation.body === 'json' ? await readBody(operation, request) : undefined;
    return { person, body };
  }
  const { agentId } = params;
  const agent = typeof agentId === 'string' ? agentId : undefined;
  const inside = await inProjects(store, caller, agent);
  const field = 'projectId';
  const inQuery = query.get(field) ?? undefined;
  const { place, body } = await admitWithBody(inside, operation, request, inQuery, field);
  return { project: place, person, body };
};

/** The token of an agent, where a request may come with one and has nothing that opens more. */
const agentTokenOf = ({ operation, request }: Asked): string | undefined => {
  if (operation.auth !== 'agent' || request.headers.get('x-api-key')) return undefined;
  return request.headers.get('x-agent-token') || undefined;
};

/**
 * Who may do this where, and what with.
 *
 * @throws {HttpError} 401, 403 and 404 for those who may not; 400, 413 and 415 for a body that is none
 */
export const admitted = async (gate: Gate, asked: Asked): Promise<Admitted> => {
  const { operation, request, query, params } = asked;
  const token = agentTokenOf(asked);
  if (token !== undefined) {
    const checked = checkParams(operation, params);
    const project = await admitAgentToken(gate.store, token, String(params['agentId']));
    if (operation.body !== 'json') return { project, params: checked };
    return { project, params: checked, body: await readVisitorsBody(operation, request) };
  }
  const caller = await authenticate(gate, operation, request, query);
  const checked = checkParams(operation, params);
  const access =
    caller && operation.api === 'fleek'
      ? await admitToFleek(gate, caller, asked)
      : await admitToFae(gate, caller, asked);
  return { ...access, params: checked };
};
