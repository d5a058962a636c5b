import type { NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import { isAtLeast, isGlobal, leastRole, roleOfKey, type Role } from './accounts/roles.ts';
import { refuseForeignPages, requireOwnPage } from './accounts/same-origin.ts';
import type { SessionCookie } from './accounts/session-cookie.ts';
import { projectOfKey } from './store/projects.ts';
import { personOfSession, type Membership, type Person } from './store/sessions.ts';
import type { Store } from './store/store.ts';
import { findWorkspace, workspaceOfKey } from './store/workspaces.ts';

/**
 * Who sends a request: somebody with the key of a workspace or a project, or somebody who is logged in.
 * For operations of the Fleek API, a person's memberships are in projects.
 */
export type Caller = { readonly keyOf: string } | { readonly person: Person };

/** What callers are told by. */
export interface Gate {
  readonly store: Store;
  readonly cookie: SessionCookie;
  /** Our own. */
  readonly origin: string;
}

/** The one operation whose document allows the key in the URL, where logs and histories see it. */
const keyInQuery = 'payments.product';

const forbidden = (message: string): HttpError => new HttpError(403, 'forbidden', message);

const unauthenticated = ({ api, auth }: NamedOperation, hadSession: boolean): HttpError => {
  const key = `the ${api === 'fae' ? 'workspace' : 'project'} key in the x-api-key header`;
  const ways: Readonly<Partial<Record<NamedOperation['auth'], string>>> = {
    public: `Send ${key}.`,
    account: 'Log in.',
    agent: `Send the agent's token in the x-agent-token header, or ${key}, or log in.`,
  };
  const message = hadSession
    ? 'The session has ended: log in again.'
    : (ways[auth] ?? `Send ${key}, or log in.`);
  return new HttpError(401, 'unauthenticated', message);
};

/** Each of the two APIs has keys of its own, which do not open the other. */
const holderOf = async (store: Store, { api }: NamedOperation, key: string): Promise<Caller> => {
  const keyOf = await (api === 'fae' ? workspaceOfKey : projectOfKey)(store, key);
  if (keyOf === undefined) throw forbidden('The key is not valid.');
  return { keyOf };
};

/**
 * Finds out who sends a request. A key comes before a session, except where only a person will do.
 *
 * @returns `undefined` where the operation asks for nobody
 * @throws {HttpError} 401 without credentials or with a session that has ended, 403 with a wrong key,
 * or when another origin's page sends the cookie
 */
export const authenticate = async (
  { store, cookie, origin }: Gate,
  operation: NamedOperation,
  request: Request,
  query: URLSearchParams,
): Promise<Caller | undefined> => {
  const { auth, audience, name } = operation;
  if (auth === 'none') {
    // A page elsewhere must not log its visitors in here, as somebody of its choice.
    if (audience === 'operator') refuseForeignPages(request, origin);
    return undefined;
  }
  const key = request.headers.get('x-api-key') || (name === keyInQuery && query.get('key'));
  if (key && auth !== 'account') return holderOf(store, operation, key);
  const token = auth === 'public' ? undefined : cookie.read(request);
  if (key && token === undefined) throw forbidden('A key opens no account: log in.');
  if (token === undefined) throw unauthenticated(operation, false);
  requireOwnPage(request, origin);
  const person = await personOfSession(store, token);
  if (!person) throw unauthenticated(operation, true);
  return { person };
};

/** What a request is told that names a workspace which is not the caller's. */
const refusalOf = (field: string, named: unknown): HttpError =>
  typeof named === 'string'
    ? forbidden('This is not open to you there.')
    : new HttpError(400, 'invalid_request', `"${field}" must be text.`);

/**
 * Makes sure that a request which names a workspace names this one.
 *
 * @param named what it says, in its query or its body; `undefined` where it says nothing
 * @throws {HttpError} 403 for any other workspace, 400 for what is no text
 */
export const checkWorkspace = (workspace: string, field: string, named: unknown): void => {
  if (named !== undefined && named !== workspace) throw refusalOf(field, named);
};

const requireRole = (role: Role, operation: NamedOperation): void => {
  const least = leastRole(operation);
  if (isAtLeast(role, least)) return;
  throw forbidden(
    `This takes an ${least}'s rights; yours are ${role === 'editor' ? 'an' : 'a'} ${role}'s.`,
  );
};

/** Of the workspaces that somebody is in, the one where that person may do most. */
const strongest = (memberships: readonly Membership[]): Membership | undefined =>
  memberships.find((it) => memberships.every(({ role }) => isAtLeast(it.role, role)));

const membershipOf = (
  { memberships }: Person,
  operation: NamedOperation,
  field: string,
  named: unknown,
): Membership => {
  if (named !== undefined) {
    const found = memberships.find(({ workspace }) => workspace === named);
    if (found) return found;
    throw refusalOf(field, named);
  }
  const only = isGlobal(operation) || memberships.length < 2 ? strongest(memberships) : undefined;
  if (only) return only;
  const isFae = operation.api === 'fae';
  if (memberships.length === 0) {
    throw forbidden(isFae ? 'You are in no workspace.' : 'You have no project.');
  }
  const several = isFae ? 'are in several workspaces' : 'have several projects';
  const message = `"${field}" is required: you ${several}.`;
  throw new HttpError(400, 'invalid_request', message);
};

/** Whether it takes a request's body to know which of several workspaces it is about. */
export const needsName = (caller: Caller, operation: NamedOperation): boolean =>
  'person' in caller && caller.person.memberships.length > 1 && !isGlobal(operation);

/**
 * The workspace that a request is about: a key's own, the one that it names, or the only one that the
 * person is in.
 *
 * @param field how the operation calls the workspace
 * @param named what the request says there; `undefined` where it says nothing
 * @throws {HttpError} 403 where the caller may not do this, 400 where it has to be said which one
 */
export const admit = (
  caller: Caller,
  operation: NamedOperation,
  field: string,
  named: unknown,
): string => {
  if ('keyOf' in caller) {
    checkWorkspace(caller.keyOf, field, named);
    requireRole(roleOfKey, operation);
    return caller.keyOf;
  }
  const { workspace, role } = membershipOf(caller.person, operation, field, named);
  requireRole(role, operation);
  return workspace;
};

/**
 * Makes sure that a person may do something to a workspace that the path names.
 *
 * @throws {HttpError} 404 where there is none, 403 where the person may not
 */
export const admitTo = async (
  store: Store,
  person: Person,
  operation: NamedOperation,
  workspace: string,
): Promise<void> => {
  const found = person.memberships.find((it) => it.workspace === workspace);
  if (found) {
    requireRole(found.role, operation);
    return;
  }
  if (!(await findWorkspace(store, workspace))) {
    throw new HttpError(404, 'not_found', 'There is no such workspace.');
  }
  throw forbidden('You are not in this workspace.');
};
