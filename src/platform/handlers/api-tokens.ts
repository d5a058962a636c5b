import { HttpError } from '../../http/problem.ts';
import { isAtLeast } from '../accounts/roles.ts';
import {
  deleteApiToken,
  findApiToken,
  insertApiToken,
  listApiTokens,
  type ApiToken,
} from '../store/api-tokens.ts';
import { projectsOf } from '../store/projects.ts';
import type { Person } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

const fieldsOf = ({ id, name, prefix, createdAt, expiresAt, lastUsedAt }: ApiToken) => ({
  id,
  name,
  token_prefix: prefix,
  created_at: createdAt,
  expires_at: expiresAt,
  last_used_at: lastUsedAt,
});

/** @throws {HttpError} 404 for the token of a project that is not the person's, 403 for viewers */
const requireOwn = async (store: Store, person: Person, id: string): Promise<void> => {
  const token = await findApiToken(store, id);
  const workspaces = person.memberships.map(({ workspace }) => workspace);
  const project = (await projectsOf(store, workspaces)).find((it) => it.id === token?.project);
  const membership = person.memberships.find((it) => it.workspace === project?.workspace);
  if (!membership) throw notFound('token');
  if (isAtLeast(membership.role, 'editor')) return;
  throw new HttpError(403, 'forbidden', 'Viewers revoke no tokens.');
};

export const apiTokenHandlers = ({ store }: Services): Handlers['apiTokens'] => ({
  list: async ({ project }) => JSON.stringify((await listApiTokens(store, project)).map(fieldsOf)),

  create: async ({ project, body }) => {
    const wish = { name: body.name, days: body.expires_in_days ?? undefined };
    const { token, ...made } = await insertApiToken(store, project, wish);
    return JSON.stringify({ ...fieldsOf(made), token });
  },

  revoke: async ({ person, params }) => {
    await requireOwn(store, person, params.tokenId);
    await deleteApiToken(store, params.tokenId);
    return success;
  },
});
