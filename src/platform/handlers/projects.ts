import { HttpError } from '../../http/problem.ts';
import { isAtLeast } from '../accounts/roles.ts';
import { insertProject, projectsOf } from '../store/projects.ts';
import type { Person } from '../store/sessions.ts';
import type { Handlers } from './handler.ts';
import { invalid } from './refusals.ts';
import type { Services } from './services.ts';

const forbidden = (message: string): HttpError => new HttpError(403, 'forbidden', message);

/** The workspace that is named, or the only one that the person is in; as somebody who may write there. */
const workspaceFor = ({ memberships }: Person, named: string | undefined): string => {
  if (memberships.length === 0) throw forbidden('You are in no workspace.');
  if (named === undefined && memberships.length > 1) {
    throw invalid('"workspace" is required: you are in several workspaces.');
  }
  const found = memberships.find((it) => named === undefined || it.workspace === named);
  if (!found) throw forbidden('You are not in this workspace.');
  if (!isAtLeast(found.role, 'editor')) throw forbidden('Viewers make no projects.');
  return found.workspace;
};

export const projectHandlers = ({ store }: Services): Handlers['projects'] => ({
  list: async ({ person }) => {
    const ids = person.memberships.map(({ workspace }) => workspace);
    return JSON.stringify(await projectsOf(store, ids));
  },

  create: async ({ person, body }) => {
    const workspace = workspaceFor(person, body.workspace);
    return JSON.stringify(await insertProject(store, { workspace, name: body.name }));
  },
});
