import type { NamedOperation } from '../api/operations.ts';
import { HttpError } from '../http/problem.ts';
import type { Store } from './store/store.ts';
import { workspaceOfKey } from './store/workspaces.ts';

/** The one operation whose document allows the key in the URL, where logs and histories see it. */
const keyInQuery = 'payments.product';

const keyOf = (operation: NamedOperation, request: Request, query: URLSearchParams) =>
  request.headers.get('x-api-key') || (operation.name === keyInQuery && query.get('key'));

/**
 * The workspace that the request's key opens.
 *
 * @throws {HttpError} 401 without a key, 403 with a wrong one
 */
export const authenticate = async (
  store: Store,
  operation: NamedOperation,
  request: Request,
  query: URLSearchParams,
): Promise<string> => {
  const key = keyOf(operation, request, query);
  if (!key) {
    const message = 'Send the workspace key in the x-api-key header.';
    throw new HttpError(401, 'unauthenticated', message);
  }
  const workspace = await workspaceOfKey(store, key);
  if (workspace === undefined) throw new HttpError(403, 'forbidden', 'The key is not valid.');
  return workspace;
};

/**
 * Makes sure that a request which names a workspace names the key's.
 *
 * @param named what it says, in its query or its body; `undefined` where it says nothing
 * @throws {HttpError} 403 for any other workspace, 400 for what is no text
 */
export const checkWorkspace = (workspace: string, field: string, named: unknown): void => {
  if (named === undefined || named === workspace) return;
  if (typeof named !== 'string') {
    throw new HttpError(400, 'invalid_request', `"${field}" must be text.`);
  }
  throw new HttpError(403, 'forbidden', 'The key is not one of this workspace.');
};
