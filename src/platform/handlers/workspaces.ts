import { HttpError } from '../../http/problem.ts';
import { insertMember } from '../store/members.ts';
import type { Person } from '../store/sessions.ts';
import { transact } from '../store/store.ts';
import {
  findWorkspace,
  findWorkspaces,
  insertWorkspace,
  replaceKey,
  updateWorkspace,
  type Workspace,
} from '../store/workspaces.ts';
import type { Handlers } from './handler.ts';
import { notFound } from './refusals.ts';
import type { Services } from './services.ts';

/** A workspace as somebody sees it who is in it. */
const answerOf = (workspace: Workspace, role: string | undefined) => ({
  id: workspace.id,
  name: workspace.name,
  role,
  stripeAccount: workspace.stripeAccount ?? null,
  createdAt: workspace.createdAt,
  updatedAt: workspace.updatedAt,
});

const roleIn = ({ memberships }: Person, id: string): string | undefined =>
  memberships.find(({ workspace }) => workspace === id)?.role;

export const workspaceHandlers = ({
  store,
  registration,
  keepSampleKey,
}: Services): Handlers['workspaces'] => ({
  list: async ({ person }) => {
    const ids = person.memberships.map(({ workspace }) => workspace);
    const workspaces = await findWorkspaces(store, ids);
    return JSON.stringify(workspaces.map((it) => answerOf(it, roleIn(person, it.id))));
  },

  create: ({ person, body }) => {
    // Whoever was invited to look at one workspace was not invited to keep others here.
    const mayOwn =
      registration.mode === 'open' || person.memberships.some((it) => it.role === 'owner');
    if (!mayOwn) throw new HttpError(403, 'forbidden', 'Only an owner makes further workspaces.');
    return transact(store, async (inner) => {
      const { id, key } = await insertWorkspace(inner, body.name);
      const { id: account, email } = person;
      await insertMember(inner, id, { account, email, role: 'owner' });
      const workspace = await findWorkspace(inner, id);
      if (!workspace) throw new Error('A new workspace cannot be read.');
      return JSON.stringify({ ...answerOf(workspace, 'owner'), key });
    });
  },

  update: ({ person, params, body }) =>
    transact(store, async (inner) => {
      await updateWorkspace(inner, params.id, body);
      const workspace = await findWorkspace(inner, params.id);
      if (!workspace) throw notFound('workspace');
      return JSON.stringify(answerOf(workspace, roleIn(person, params.id)));
    }),

  regenerateKey: async ({ params }) => {
    const { id } = params;
    const key = await replaceKey(store, id);
    if (id === registration.workspace) await keepSampleKey(key);
    return JSON.stringify({ id, key });
  },
});
